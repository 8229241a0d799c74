using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CareExchange.Exchange.Intake;
using CareExchange.Exchange.Partners;
using CareExchange.Exchange.Requests;
using CareExchange.Server.Callers;
using Microsoft.Extensions.Hosting;

namespace CareExchange.Server.Partners;

/// <summary>The MLLP ports. Off unless one is configured; each belongs to one partner, and lets in only whom its certificates and addresses name.</summary>
public sealed partial class MllpListener(
    IReadOnlyList<MllpOptions> ports, PartnerDirectory partners, MessageIntake intake, OrganizationTypes types, TimeProvider clock, ILogger<MllpListener> logger) : IHostedService, IDisposable
{
    private static readonly TimeSpan Handshake = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _stop = new();
    private readonly List<TcpListener> _open = [];
    private readonly ConcurrentDictionary<Task, byte> _connections = new();

    /// <summary>Where each configured port listens, in their order; empty until it was started.</summary>
    public IReadOnlyList<IPEndPoint> Endpoints => [.. _open.Select(listener => (IPEndPoint)listener.LocalEndpoint)];

    /// <inheritdoc/>
    /// <exception cref="SocketException">A port is taken.</exception>
    /// <exception cref="CryptographicException">A certificate cannot be read.</exception>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var port in ports)
        {
            var certificate = port.CertificateFile is { } file ? X509Certificate2.CreateFromPemFile(file, port.CertificateKeyFile) : null;
            var listener = new TcpListener(IPAddress.Parse(port.Address), port.Port);
            listener.Start(backlog: port.MaximumConnections);
            _open.Add(listener);
            _ = AcceptAsync(listener, port, certificate);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync();
        foreach (var listener in _open) listener.Stop();

        // A message that was taken up is finished and answered.
        await Task.WhenAll(_connections.Keys).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stop.Dispose();
        foreach (var listener in _open) listener.Dispose();
    }

    private async Task AcceptAsync(TcpListener listener, MllpOptions port, X509Certificate2? certificate)
    {
        using var places = new SemaphoreSlim(port.MaximumConnections);
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await places.WaitAsync(_stop.Token);
                var client = await listener.AcceptTcpClientAsync(_stop.Token);
                var connection = ServeAsync(client, port, certificate);
                _connections[connection] = 0;
                _ = connection.ContinueWith(
                    done =>
                    {
                        _connections.TryRemove(done, out _);
                        if (!_stop.IsCancellationRequested) places.Release();
                    },
                    CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            }
            catch (Exception failure) when (failure is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                if (_stop.IsCancellationRequested) break;
                LogFailed(port.Partner, failure.GetType().Name);
                places.Release();
            }
        }

        await Task.WhenAll(_connections.Keys).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task ServeAsync(TcpClient client, MllpOptions port, X509Certificate2? certificate)
    {
        using (client)
        {
            try
            {
                var address = ((IPEndPoint)client.Client.RemoteEndPoint!).Address;
                var requester = RequesterOf(port);
                if (!port.Allows(address) || partners.Find(port.Partner, requester).Value is not { } sender)
                {
                    LogRefused(port.Partner, "address");
                    return;
                }

                client.NoDelay = true;
                await using var stream = certificate is null ? client.GetStream() : await SecureAsync(client.GetStream(), port, certificate);
                await new MllpConnection(stream, port, sender, requester, address.ToString(), intake, clock).ServeAsync(_stop.Token);
            }
            catch (AuthenticationException)
            {
                LogRefused(port.Partner, "certificate");
            }
            catch (Exception failure) when (failure is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // The other side left, or we stop: what was acknowledged is stored, and what was not will be sent again.
            }
            catch (Exception failure)
            {
                LogFailed(port.Partner, failure.GetType().Name);
            }
        }
    }

    private async Task<Stream> SecureAsync(NetworkStream network, MllpOptions port, X509Certificate2 certificate)
    {
        var secure = new SslStream(network, leaveInnerStreamOpen: false);
        using var timer = new CancellationTokenSource(Handshake, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, _stop.Token);
        try
        {
            await secure.AuthenticateAsServerAsync(
                new SslServerAuthenticationOptions
                {
                    ServerCertificate = certificate,
                    EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
                    ClientCertificateRequired = port.ClientCertificates.Count > 0,
                    RemoteCertificateValidationCallback = (_, presented, _, _) => IsKnown(port, presented),
                },
                both.Token);
            return secure;
        }
        catch
        {
            await secure.DisposeAsync();
            throw;
        }
    }

    // The hash names the very certificate, so who signed it does not matter; its days do.
    private bool IsKnown(MllpOptions port, X509Certificate? presented)
    {
        if (port.ClientCertificates.Count == 0) return true;
        if (presented is not X509Certificate2 certificate) return false;
        var now = clock.GetUtcNow().UtcDateTime;
        return certificate.NotBefore.ToUniversalTime() <= now && now <= certificate.NotAfter.ToUniversalTime() && port.Knows(SHA256.HashData(certificate.RawDataMemory.Span));
    }

    private Requester RequesterOf(MllpOptions port)
    {
        var organization = partners.All.First(partner => partner.Id == port.Partner);
        return new($"mllp:{port.Partner}", $"{organization.OrganizationDisplay} MLLP", RequesterRole.PartnerSystem, organization.OrganizationId, organization.OrganizationDisplay, PurposeOfUse.Treatment, IsSystem: true)
        {
            OrganizationType = types.Of(organization.OrganizationId),
        };
    }

    [LoggerMessage(8101, LogLevel.Warning, "A connection to the MLLP port of {Partner} was refused: its {Reason} is not known")]
    private partial void LogRefused(string partner, string reason);

    [LoggerMessage(8102, LogLevel.Error, "A connection to the MLLP port of {Partner} ended: {Kind}")]
    private partial void LogFailed(string partner, string kind);
}
