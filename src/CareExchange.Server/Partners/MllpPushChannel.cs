using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using CareExchange.Exchange.Sending;
using CareExchange.Mapping.Profiles;
using CareExchange.Mapping.Sources.Hl7v2;

namespace CareExchange.Server.Partners;

/// <summary>Hands an HL7 v2 message over by MLLP and waits for its acknowledgment: AA and CA mean taken, AE and CE later, AR and CR refuse it (HL7 v2 chapter 2, table 0008).</summary>
/// <remarks>A connection for each message: a receiver that restarts between two is then no special case.</remarks>
internal sealed class MllpPushChannel(PushOptions options) : IPushChannel
{
    private const int MostAnswer = 1024 * 1024;

    private readonly PushAddresses _addresses = new(options.AllowedAddresses);

    public async Task<PushAnswer> SendAsync(OutputResult message, string id, string? traceParent, CancellationToken cancellationToken)
    {
        using var timer = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timer.CancelAfter(TimeSpan.FromSeconds(options.TimeoutSeconds));
        try
        {
            await using var network = await _addresses.ConnectAsync(options.Address.Host, options.Address.Port, timer.Token);
            await using var stream = options.IsSecure ? await SecureAsync(network, timer.Token) : network;
            await stream.WriteAsync((byte[])[Hl7v2Frame.Start, .. message.Content.Span, Hl7v2Frame.End, (byte)'\r'], timer.Token);
            await stream.FlushAsync(timer.Token);
            return Read(await AnswerAsync(stream, timer.Token), ControlId(message.Content.Span));
        }
        catch (UnauthorizedAccessException)
        {
            return PushAnswer.Refused("push-address");
        }
        catch (AuthenticationException)
        {
            return PushAnswer.Later("mllp-certificate");
        }
        catch (Exception failure) when (failure is IOException or SocketException)
        {
            return PushAnswer.Later("mllp-connection");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return PushAnswer.Later("mllp-timeout");
        }
    }

    private async Task<Stream> SecureAsync(NetworkStream network, CancellationToken cancellationToken)
    {
        var secure = new SslStream(network, leaveInnerStreamOpen: false);
        await secure.AuthenticateAsClientAsync(PushTls.Options(options), cancellationToken);
        return secure;
    }

    private static async Task<ReadOnlyMemory<byte>?> AnswerAsync(Stream stream, CancellationToken cancellationToken)
    {
        var frames = new MllpFrames(MostAnswer);
        var buffer = new byte[4096];
        while (true)
        {
            var read = await stream.ReadAsync(buffer, cancellationToken);
            if (read == 0) return null;
            if (frames.Take(buffer.AsSpan(0, read)) is [var first, ..]) return first.Fault == MllpFault.None ? first.Bytes : null;
        }
    }

    private static PushAnswer Read(ReadOnlyMemory<byte>? answer, string? sent)
    {
        if (answer is not { } bytes || Hl7v2Header.Read(bytes.Span) is not { } header) return PushAnswer.Later("mllp-answer");
        var segment = Encoding.Latin1.GetString(bytes.Span).Split('\r', '\n').FirstOrDefault(line => line.StartsWith("MSA", StringComparison.Ordinal))?.Split(header.Delimiters.Field);
        if (segment is not [_, var code, var about, ..] || (sent is not null && about != sent)) return PushAnswer.Later("mllp-answer");
        return code switch
        {
            "AA" or "CA" => PushAnswer.Taken,
            "AR" or "CR" => PushAnswer.Refused($"mllp-{code}"),
            _ => PushAnswer.Later($"mllp-{code}"),
        };
    }

    private static string? ControlId(ReadOnlySpan<byte> message) => Hl7v2Header.Read(message)?.ControlId;
}
