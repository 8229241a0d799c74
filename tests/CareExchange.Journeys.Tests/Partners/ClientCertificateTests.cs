using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using CareExchange.Journeys.Tests.World;
using CareExchange.Server.Hosting;

namespace CareExchange.Journeys.Tests.Partners;

/// <summary>A partner that connects with its certificate: its tokens are worth nothing to whoever takes them (RFC 8705).</summary>
public sealed class ClientCertificateTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("careexchange-tls-").FullName;
    private readonly DistrictClock _clock = new();
    private readonly X509Certificate2 _server = Certificate("CN=127.0.0.1");
    private readonly X509Certificate2 _own = Certificate("CN=partner");
    private readonly X509Certificate2 _other = Certificate("CN=stranger");
    private GatewayOptions _options = null!;
    private Gateway _gateway = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "tls.crt"), _server.ExportCertificatePem(), Cancel);
        await File.WriteAllTextAsync(Path.Combine(_folder, "tls.key"), _server.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem(), Cancel);
        _options = new GatewayOptions
        {
            DataFolder = Path.Combine(_folder, "data"), Url = "https://127.0.0.1:0", PublicUrl = "https://gateway.example", ClientCertificates = true,
            CertificateFile = Path.Combine(_folder, "tls.crt"), CertificateKeyFile = Path.Combine(_folder, "tls.key"),
        };
        Directory.CreateDirectory(_options.DataFolder);
        _gateway = await Gateway.StartAsync(_options, _clock, Cancel);
        await RegisterAsync(_own.ExportCertificatePem());
    }

    public async ValueTask DisposeAsync()
    {
        await _gateway.DisposeAsync();
        _server.Dispose();
        _own.Dispose();
        _other.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_token_works_over_the_certificate_it_was_given_to_and_no_other()
    {
        var token = await TokenAsync(_own);

        // Twice: the first use checks the signature, the second finds the token known.
        foreach (var _ in Enumerable.Range(0, 2))
        {
            Assert.Equal(HttpStatusCode.NotFound, await ReadAsync(token, _own));
            Assert.Equal(HttpStatusCode.Unauthorized, await ReadAsync(token, _other));
            Assert.Equal(HttpStatusCode.Unauthorized, await ReadAsync(token, null));
        }
    }

    [Fact]
    public async Task Whoever_shows_another_certificate_or_none_gets_no_token()
    {
        Assert.Equal("invalid_client", await RefusalAsync(null));
        Assert.Equal("invalid_client", await RefusalAsync(_other));
        using var expired = Certificate("CN=partner", _clock.GetUtcNow().AddDays(-1));
        await RegisterAsync(expired.ExportCertificatePem());
        Assert.Equal("invalid_client", await RefusalAsync(expired));
    }

    [Fact]
    public async Task A_certificate_taken_out_of_the_registration_stops_its_tokens()
    {
        var token = await TokenAsync(_own);
        Assert.Equal(HttpStatusCode.NotFound, await ReadAsync(token, _own));

        await RegisterAsync(_other.ExportCertificatePem());

        Assert.Equal(HttpStatusCode.Unauthorized, await ReadAsync(token, _own));
        Assert.Equal(HttpStatusCode.NotFound, await ReadAsync(await TokenAsync(_other), _other));
    }

    [Fact]
    public async Task A_token_of_one_node_is_bound_to_its_certificate_at_the_other_too_and_ends_there_with_it()
    {
        await using var second = await Gateway.StartAsync(_options, _clock, Cancel);
        var token = await TokenAsync(_own);
        foreach (var _ in Enumerable.Range(0, 2))
        {
            Assert.Equal(HttpStatusCode.NotFound, await ReadAsync(token, _own, second));
            Assert.Equal(HttpStatusCode.Unauthorized, await ReadAsync(token, _other, second));
            Assert.Equal(HttpStatusCode.Unauthorized, await ReadAsync(token, null, second));
        }

        await RegisterAsync(_other.ExportCertificatePem());

        Assert.Equal(HttpStatusCode.Unauthorized, await ReadAsync(token, _own));
        while (await ReadAsync(token, _own, second) != HttpStatusCode.Unauthorized) await Task.Yield();
        Assert.Equal(HttpStatusCode.Unauthorized, await ReadAsync(token, _other, second));
    }

    [Fact]
    public async Task What_is_no_certificate_is_refused_when_it_is_registered()
    {
        var problem = await Assert.ThrowsAsync<InvalidDataException>(() => RegisterAsync("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"));

        Assert.Contains("certificate", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Discovery_tells_that_tokens_are_bound()
    {
        using var http = Client(null);

        using var document = JsonDocument.Parse(await http.GetStringAsync(".well-known/openid-configuration", Cancel));

        Assert.True(document.RootElement.GetProperty("tls_client_certificate_bound_access_tokens").GetBoolean());
        Assert.Contains("self_signed_tls_client_auth", document.RootElement.GetProperty("token_endpoint_auth_methods_supported").EnumerateArray().Select(one => one.GetString()));
    }

    private Task RegisterAsync(string certificate) => _gateway.RegisterAsync(
        new ClientOptions("partner", "시험 시스템", "hongje-homecare", "홍제 재택의료센터", null, "system/Patient.r") { Certificates = [certificate] }, "test", Cancel);

    private async Task<string> TokenAsync(X509Certificate2 certificate)
    {
        using var answer = await AskAsync(certificate);
        using var document = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancel));
        Assert.True(answer.IsSuccessStatusCode, document.RootElement.ToString());
        return document.RootElement.GetProperty("access_token").GetString()!;
    }

    private async Task<string?> RefusalAsync(X509Certificate2? certificate)
    {
        using var answer = await AskAsync(certificate);
        using var document = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancel));
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        return document.RootElement.GetProperty("error").GetString();
    }

    private async Task<HttpResponseMessage> AskAsync(X509Certificate2? certificate)
    {
        using var http = Client(certificate);
        var fields = new Dictionary<string, string>(StringComparer.Ordinal) { ["grant_type"] = "client_credentials", ["client_id"] = "partner", ["scope"] = "system/Patient.r" };
        using var form = new FormUrlEncodedContent(fields);
        return await http.PostAsync("connect/token", form, Cancel);
    }

    // Nobody has the id: 404 says that the token was good.
    private async Task<HttpStatusCode> ReadAsync(string token, X509Certificate2? certificate, Gateway? gateway = null)
    {
        using var http = Client(certificate, gateway);
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await http.GetAsync("fhir/Patient/nobody", Cancel);
        return answer.StatusCode;
    }

    private HttpClient Client(X509Certificate2? certificate, Gateway? gateway = null)
    {
        var handler = new SocketsHttpHandler
        {
            SslOptions = new SslClientAuthenticationOptions
            {
                RemoteCertificateValidationCallback = (_, shown, _, _) => shown?.GetRawCertData().AsSpan().SequenceEqual(_server.RawDataMemory.Span) == true,
                ClientCertificates = certificate is null ? null : [certificate],
            },
        };
        return new HttpClient(handler) { BaseAddress = (gateway ?? _gateway).Address };
    }

    private static X509Certificate2 Certificate(string name, DateTimeOffset? until = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero), until ?? new(2090, 1, 1, 0, 0, 0, TimeSpan.Zero));
        // A key made in memory alone is not offered in a handshake on every platform.
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
    }
}
