using System.Buffers.Text;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using CareExchange.Journeys.Tests.World;
using CareExchange.Server.Hosting;
using Microsoft.AspNetCore.WebUtilities;

namespace CareExchange.Journeys.Tests.Durability;

/// <summary>An app with a certificate over two nodes: its code and its refresh tokens are taken once, by either, over its own certificate only (RFC 8705, RFC 9700 §4.14), and what ends at one ends at both.</summary>
[Trait("scenario", "S16")]
public sealed partial class BoundRefreshTests : IAsyncDisposable
{
    private const string Public = "https://gateway.example";
    private const string Redirect = "https://app.example/back";
    private const string Verifier = "a-verifier-of-more-than-forty-three-characters-0123456789";
    private const string Password = "a-long-enough-password-to-sign-in";
    private static readonly string[] Both = ["left", "right"];

    private readonly X509Certificate2 _server = BoundTokensTests.Certificate("CN=127.0.0.1");
    private readonly X509Certificate2 _own = BoundTokensTests.Certificate("CN=app");
    private readonly X509Certificate2 _other = BoundTokensTests.Certificate("CN=stranger");
    private readonly Dictionary<string, Gateway> _nodes = [];
    private ProcessWorld? _world;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private ClientOptions App => new("app", "시험 앱", "hongje-homecare", "홍제 재택의료센터", "", "user/*.rs openid offline_access") { RedirectUris = [Redirect], Certificates = [_own.ExportCertificatePem()] };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_refresh_token_of_an_app_with_a_certificate_is_taken_once_by_one_of_two_nodes(bool isPostgres)
    {
        Assert.SkipWhen(isPostgres && !ProcessWorld.HasPostgres, "No PostgreSQL to test with.");
        await StartAsync(isPostgres);

        // 1. A code that one node gave is taken by the other, over the app's certificate only; who shows another one does not use it up.
        var code = await AllowAsync("left");
        foreach (var wrong in (X509Certificate2?[])[null, _other]) Assert.Equal(HttpStatusCode.Unauthorized, (await RedeemAsync("right", code, wrong)).Status);
        var first = (await RedeemAsync("right", code, _own)).Tokens!;
        await IsBoundAsync(first.Access);

        // 2. So is each refresh token, which is another one each time.
        var last = first;
        foreach (var node in (string[])["left", "right", "right", "left"])
        {
            foreach (var wrong in (X509Certificate2?[])[null, _other]) Assert.Equal(HttpStatusCode.Unauthorized, (await RefreshAsync(node, last.Refresh, wrong)).Status);
            var next = (await RefreshAsync(node, last.Refresh, _own)).Tokens!;
            Assert.NotEqual(last.Refresh, next.Refresh);
            await IsBoundAsync(next.Access);
            last = next;
        }

        // 3. Sent to both at once it is taken once at most; that two had it ends everything that was given, at both.
        var sent = await Task.WhenAll(Enumerable.Range(0, 8).Select(number => RefreshAsync(Both[number % 2], last.Refresh, _own)));
        var taken = sent.Where(answer => answer.Status == HttpStatusCode.OK).ToList();
        Assert.True(taken.Count <= 1, $"{taken.Count} were taken");
        foreach (var access in (string[])[first.Access, last.Access, .. taken.Select(answer => answer.Tokens!.Access)]) await EndsAsync(access);
        foreach (var refresh in (string[])[last.Refresh, .. taken.Select(answer => answer.Tokens!.Refresh)])
        {
            foreach (var node in Both) Assert.Equal(HttpStatusCode.BadRequest, (await RefreshAsync(node, refresh, _own)).Status);
        }

        // 4. A certificate that is replaced at one node ends what was bound to it at both; the new one goes on with the same refresh token.
        var kept = (await RedeemAsync("left", await AllowAsync("right"), _own)).Tokens!;
        await IsBoundAsync(kept.Access);
        await _nodes["right"].RegisterAsync(App with { Certificates = [_other.ExportCertificatePem()] }, "test", Cancel);
        await EndsAsync(kept.Access);
        foreach (var node in Both) Assert.Equal(HttpStatusCode.Unauthorized, (await RefreshAsync(node, kept.Refresh, _own)).Status);
        var replaced = (await RefreshAsync("left", kept.Refresh, _other)).Tokens!;
        foreach (var node in Both) Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.Unauthorized), (await ReadAsync(node, replaced.Access, _other), await ReadAsync(node, replaced.Access, _own)));

        // 5. Revoked at one it is ended at the other.
        Assert.Equal(HttpStatusCode.OK, (await PostAsync("right", "connect/revoke", _other, ("token", replaced.Refresh), ("client_id", "app"))).Status);
        await EndsAsync(replaced.Access, _other);
        foreach (var node in Both) Assert.Equal(HttpStatusCode.BadRequest, (await RefreshAsync(node, replaced.Refresh, _other)).Status);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes.Values) await node.DisposeAsync();
        if (_world is not null) await _world.DisposeAsync();
        foreach (var certificate in (X509Certificate2[])[_server, _own, _other]) certificate.Dispose();
    }

    private async Task StartAsync(bool isPostgres)
    {
        _world = await ProcessWorld.OpenAsync(isPostgres);
        var (certificate, key) = (Path.Combine(_world.Folder, "tls.crt"), Path.Combine(_world.Folder, "tls.key"));
        await File.WriteAllTextAsync(certificate, _server.ExportCertificatePem(), Cancel);
        await File.WriteAllTextAsync(key, _server.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem(), Cancel);
        var options = new GatewayOptions
        {
            DataFolder = Path.Combine(_world.Folder, "data"), PostgresConnection = _world.Postgres, Url = "https://127.0.0.1:0", PublicUrl = Public, ClientCertificates = true,
            CertificateFile = certificate, CertificateKeyFile = key,
        };
        Directory.CreateDirectory(options.DataFolder);
        foreach (var node in Both) _nodes[node] = await Gateway.StartAsync(options, TimeProvider.System, Cancel);
        await _nodes["left"].RegisterAsync(App, "test", Cancel);
        await _nodes["left"].RegisterAsync(new StaffOptions("nurse", "나눔(가명)", Password, "clinic-nurse", "hongje-homecare", "홍제 재택의료센터"), "test", Cancel);
    }

    // The nurse signs in at a node and allows what the app asks; the code that goes back to the app.
    private async Task<string> AllowAsync(string node)
    {
        using var http = Client(node, null);
        var signIn = await http.GetStringAsync("signin", Cancel);
        using var signed = await http.PostAsync("signin", Form(("returnUrl", "/persons"), ("name", "nurse"), ("password", Password), ("form-token", Field("form-token", signIn))), Cancel);
        Assert.Equal(HttpStatusCode.SeeOther, signed.StatusCode);
        (string Name, string Value)[] request =
        [
            ("response_type", "code"), ("client_id", "app"), ("redirect_uri", Redirect), ("scope", App.Scopes), ("state", "s"), ("aud", $"{Public}/fhir"),
            ("code_challenge", Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier)))), ("code_challenge_method", "S256"),
        ];
        var page = await http.GetStringAsync(QueryHelpers.AddQueryString("connect/authorize", request.Select(one => KeyValuePair.Create(one.Name, (string?)one.Value))), Cancel);
        using var allowed = await http.PostAsync(
            "connect/authorize", Form([.. request.Select(one => ("request." + one.Name, one.Value)), ("decision", "allow"), ("form-token", Field("form-token", page))]), Cancel);
        Assert.Equal(HttpStatusCode.SeeOther, allowed.StatusCode);
        return QueryHelpers.ParseQuery(allowed.Headers.Location!.Query)["code"]!;
    }

    private async Task<(HttpStatusCode Status, Given? Tokens)> RedeemAsync(string node, string code, X509Certificate2? certificate) => Read(await PostAsync(
        node, "connect/token", certificate, ("grant_type", "authorization_code"), ("client_id", "app"), ("code", code), ("redirect_uri", Redirect), ("code_verifier", Verifier)));

    private async Task<(HttpStatusCode Status, Given? Tokens)> RefreshAsync(string node, string refresh, X509Certificate2? certificate) =>
        Read(await PostAsync(node, "connect/token", certificate, ("grant_type", "refresh_token"), ("client_id", "app"), ("refresh_token", refresh)));

    private static (HttpStatusCode Status, Given? Tokens) Read((HttpStatusCode Status, string Body) answer)
    {
        if (answer.Status != HttpStatusCode.OK) return (answer.Status, null);
        using var document = JsonDocument.Parse(answer.Body);
        return (answer.Status, new(document.RootElement.GetProperty("access_token").GetString()!, document.RootElement.GetProperty("refresh_token").GetString()!));
    }

    // Nobody has the id: 404 says that the token was good.
    private async Task IsBoundAsync(string access)
    {
        foreach (var node in Both)
        {
            Assert.Equal(
                (node, HttpStatusCode.NotFound, HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized),
                (node, await ReadAsync(node, access, _own), await ReadAsync(node, access, _other), await ReadAsync(node, access, null)));
        }
    }

    private async Task EndsAsync(string access, X509Certificate2? certificate = null)
    {
        foreach (var node in Both)
        {
            while (await ReadAsync(node, access, certificate ?? _own) != HttpStatusCode.Unauthorized) await Task.Yield();
        }
    }

    private async Task<HttpStatusCode> ReadAsync(string node, string access, X509Certificate2? certificate)
    {
        using var http = Client(node, certificate);
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", access);
        using var answer = await http.GetAsync("fhir/Patient/nobody", Cancel);
        return answer.StatusCode;
    }

    private async Task<(HttpStatusCode Status, string Body)> PostAsync(string node, string path, X509Certificate2? certificate, params (string Name, string Value)[] fields)
    {
        using var http = Client(node, certificate);
        using var answer = await http.PostAsync(path, Form(fields), Cancel);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Cancel));
    }

    private HttpClient Client(string node, X509Certificate2? certificate) => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        SslOptions = new SslClientAuthenticationOptions
        {
            RemoteCertificateValidationCallback = (_, shown, _, _) => shown?.GetRawCertData().AsSpan().SequenceEqual(_server.RawDataMemory.Span) == true,
            ClientCertificates = certificate is null ? null : [certificate],
        },
    }) { BaseAddress = _nodes[node].Address };

    private static FormUrlEncodedContent Form(params (string Name, string Value)[] fields) => new(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));

    private static string Field(string name, string page) =>
        WebUtility.HtmlDecode(Inputs().Matches(page).First(input => input.Groups[1].Value == name).Groups[2].Value);

    [GeneratedRegex("<input[^>]*name=\"([^\"]+)\"[^>]*value=\"([^\"]*)\"", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Inputs();

    private sealed record Given(string Access, string Refresh);
}
