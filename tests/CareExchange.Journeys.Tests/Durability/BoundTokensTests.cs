using System.Buffers.Text;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using CareExchange.Journeys.Tests.World;
using CareExchange.Server.Hosting;

namespace CareExchange.Journeys.Tests.Durability;

/// <summary>Tokens bound to a certificate (RFC 8705) over two nodes: given out by one, good and ended at both, and of a proof (RFC 7523) one of them takes the first sending only.</summary>
[Trait("scenario", "S16")]
public sealed class BoundTokensTests
{
    private const string Public = "https://gateway.example";
    private static readonly string[] Both = ["left", "right"];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_bound_token_and_its_proof_are_one_nodes_as_they_are_the_others(bool isPostgres)
    {
        Assert.SkipWhen(isPostgres && !ProcessWorld.HasPostgres, "No PostgreSQL to test with.");
        await using var world = await ProcessWorld.OpenAsync(isPostgres);
        using var server = Certificate("CN=127.0.0.1");
        using var own = Certificate("CN=partner");
        using var other = Certificate("CN=stranger");
        await File.WriteAllTextAsync(Path.Combine(world.Folder, "tls.crt"), server.ExportCertificatePem(), Cancel);
        await File.WriteAllTextAsync(Path.Combine(world.Folder, "tls.key"), server.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem(), Cancel);
        var options = new GatewayOptions
        {
            DataFolder = Path.Combine(world.Folder, "data"), PostgresConnection = world.Postgres, Url = "https://127.0.0.1:0", PublicUrl = Public, ClientCertificates = true,
            CertificateFile = Path.Combine(world.Folder, "tls.crt"), CertificateKeyFile = Path.Combine(world.Folder, "tls.key"),
        };
        Directory.CreateDirectory(options.DataFolder);
        await using var left = await Gateway.StartAsync(options, TimeProvider.System, Cancel);
        await using var right = await Gateway.StartAsync(options, TimeProvider.System, Cancel);
        var client = new ClientOptions("partner", "시험 시스템", "hongje-homecare", "홍제 재택의료센터", Keys(world.Key), "system/Patient.r") { Certificates = [own.ExportCertificatePem()] };
        await left.RegisterAsync(client, "test", Cancel);

        // 1. Of one proof that is sent to both at once one answers, and only over the certificate.
        var proof = Assertion(world.Key);
        Assert.Equal(HttpStatusCode.Unauthorized, (await AskAsync("left", Assertion(world.Key), other)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await AskAsync("right", Assertion(world.Key), null)).Status);
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(number => AskAsync(Both[number % 2], proof, own)));
        var token = Assert.Single(answers, answer => answer.Status == HttpStatusCode.OK).Token!;
        foreach (var node in Both) Assert.Equal(HttpStatusCode.Unauthorized, (await AskAsync(node, proof, own)).Status);

        // 2. It is good at both over its certificate, and over no other and without one at neither; so is the next, which the other node gives out.
        foreach (var good in (string[])[token, (await AskAsync("right", Assertion(world.Key), own)).Token!])
        {
            foreach (var node in (string[])["left", "right", "left", "right"])
            {
                Assert.Equal((node, HttpStatusCode.NotFound), (node, await ReadAsync(node, good, own)));
                Assert.Equal((node, HttpStatusCode.Unauthorized), (node, await ReadAsync(node, good, other)));
                Assert.Equal((node, HttpStatusCode.Unauthorized), (node, await ReadAsync(node, good, null)));
            }
        }

        // 3. Revoked at the one that did not give it out it ends at both, and is told to be no token.
        Assert.Equal(HttpStatusCode.OK, (await FormAsync("right", "revoke", own, ("token", token))).Status);
        foreach (var node in Both)
        {
            while (await ReadAsync(node, token, own) != HttpStatusCode.Unauthorized) await Task.Yield();
            using var told = JsonDocument.Parse((await FormAsync(node, "introspect", own, ("token", token))).Body);
            Assert.False(told.RootElement.GetProperty("active").GetBoolean());
        }

        // 4. A certificate that is taken out at one ends every token that was bound to it at both.
        var last = (await AskAsync("left", Assertion(world.Key), own)).Token!;
        Assert.Equal(HttpStatusCode.NotFound, await ReadAsync("right", last, own));
        await right.RegisterAsync(client with { Certificates = [other.ExportCertificatePem()] }, "test", Cancel);
        foreach (var node in Both)
        {
            while (await ReadAsync(node, last, own) != HttpStatusCode.Unauthorized) await Task.Yield();
            Assert.Equal(HttpStatusCode.Unauthorized, (await AskAsync(node, Assertion(world.Key), own)).Status);
        }

        async Task<(HttpStatusCode Status, string? Token)> AskAsync(string node, string assertion, X509Certificate2? certificate)
        {
            var (status, body) = await PostAsync(node, "token", certificate, ("grant_type", "client_credentials"), ("scope", "system/Patient.r"), ("client_assertion", assertion));
            using var document = JsonDocument.Parse(body);
            return (status, document.RootElement.TryGetProperty("access_token", out var given) ? given.GetString() : null);
        }

        Task<(HttpStatusCode Status, string Body)> FormAsync(string node, string endpoint, X509Certificate2 certificate, params (string Name, string Value)[] fields) =>
            PostAsync(node, endpoint, certificate, [.. fields, ("client_assertion", Assertion(world.Key))]);

        async Task<(HttpStatusCode Status, string Body)> PostAsync(string node, string endpoint, X509Certificate2? certificate, params (string Name, string Value)[] fields)
        {
            using var http = Client(node, certificate);
            using var form = new FormUrlEncodedContent([.. fields.Select(field => KeyValuePair.Create(field.Name, field.Value)), new("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer")]);
            using var answer = await http.PostAsync($"connect/{endpoint}", form, Cancel);
            return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Cancel));
        }

        // Nobody has the id: 404 says that the token was good.
        async Task<HttpStatusCode> ReadAsync(string node, string bearer, X509Certificate2? certificate)
        {
            using var http = Client(node, certificate);
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
            using var answer = await http.GetAsync("fhir/Patient/nobody", Cancel);
            return answer.StatusCode;
        }

        HttpClient Client(string node, X509Certificate2? certificate) => new(new SocketsHttpHandler
        {
            SslOptions = new SslClientAuthenticationOptions
            {
                RemoteCertificateValidationCallback = (_, shown, _, _) => shown?.GetRawCertData().AsSpan().SequenceEqual(server.RawDataMemory.Span) == true,
                ClientCertificates = certificate is null ? null : [certificate],
            },
        }) { BaseAddress = (node == "left" ? left : right).Address };
    }

    private static string Keys(ECDsa key)
    {
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        return JsonSerializer.Serialize(new { keys = new[] { new { kty = "EC", crv = "P-384", x = Base64Url.EncodeToString(point.X), y = Base64Url.EncodeToString(point.Y), alg = "ES384", use = "sig", kid = "1" } } });
    }

    private static string Assertion(ECDsa key)
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var claims = new { iss = "partner", sub = "partner", aud = $"{Public}/connect/token", jti = Guid.NewGuid().ToString("N"), iat = now, exp = now + 240 };
        var text = $"{Encode(new { alg = "ES384", typ = "JWT", kid = "1" })}.{Encode(claims)}";
        return $"{text}.{Base64Url.EncodeToString(key.SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA384))}";

        static string Encode(object part) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(part));
    }

    internal static X509Certificate2 Certificate(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero), new(2090, 1, 1, 0, 0, 0, TimeSpan.Zero));

        // A key made in memory alone is not offered in a handshake on every platform.
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
    }
}
