using System.Buffers.Text;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CareExchange.Server.Hosting;

namespace CareExchange.Journeys.Tests.World;

/// <summary>Somebody's system outside the gateway: its key, its token, its requests. It shares no code with the gateway.</summary>
public sealed class Machine : IDisposable
{
    private readonly District _district;
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP384);
    private string? _token;

    private Machine(District district, string id, string organization, string scopes) =>
        (_district, Id, Organization, Scopes) = (district, id, organization, scopes);

    /// <summary>Its client id.</summary>
    public string Id { get; }

    /// <summary>The organisation it acts for.</summary>
    public string Organization { get; }

    /// <summary>What it may ask for.</summary>
    public string Scopes { get; }

    /// <summary>A machine that the gateway's operator knows; the id is its own, so that its audit entries can be told apart.</summary>
    public static async Task<Machine> RegisterAsync(District district, string organization, string scopes = "system/*.cruds")
    {
        var machine = new Machine(district, $"{organization}-{Guid.NewGuid():N}", organization, scopes);
        await district.Run.Gateway.RegisterAsync(
            new ClientOptions(machine.Id, "시험 시스템", organization, "시험 기관", machine.PublicKeys(), scopes), "test", TestContext.Current.CancellationToken);
        return machine;
    }

    /// <summary>A machine that sends a partner's messages.</summary>
    public static Task<Machine> PartnerAsync(District district, string partner) => RegisterAsync(district, partner, "system/messages.c");

    /// <summary>A client assertion as SMART backend services asks for, or with claims changed.</summary>
    public string Assertion(Action<Dictionary<string, object>>? change = null, string algorithm = "ES384", ECDsa? key = null)
    {
        var now = _district.Clock.GetUtcNow().ToUnixTimeSeconds();
        var claims = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["iss"] = Id,
            ["sub"] = Id,
            ["aud"] = new Uri(_district.Run.Gateway.Address, "connect/token").ToString(),
            ["jti"] = Guid.NewGuid().ToString("N"),
            ["iat"] = now,
            ["exp"] = now + 240,
        };
        change?.Invoke(claims);
        var text = $"{Encode(new { alg = algorithm, typ = "JWT", kid = "1" })}.{Encode(claims)}";
        return algorithm == "none" ? $"{text}." : $"{text}.{Base64Url.EncodeToString((key ?? _key).SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA384))}";
    }

    /// <summary>Asks for a token with an assertion.</summary>
    public async Task<Answer> AskTokenAsync(string assertion, string? scopes = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "connect/token")
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["grant_type"] = "client_credentials",
                ["scope"] = scopes ?? Scopes,
                ["client_assertion_type"] = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
                ["client_assertion"] = assertion,
            }),
        };
        return await SendAsync(request);
    }

    /// <summary>A token, fetched once.</summary>
    public async Task<string> TokenAsync()
    {
        if (_token is not null) return _token;
        var answer = await AskTokenAsync(Assertion());
        return _token = answer.Is(System.Net.HttpStatusCode.OK).Text("access_token")!;
    }

    /// <summary>Goes on with a token of other scopes.</summary>
    public async Task UseAsync(string scopes) => _token = (await AskTokenAsync(Assertion(), scopes)).Is(System.Net.HttpStatusCode.OK).Text("access_token")!;

    /// <summary>Forgets its token, as after the clock moved.</summary>
    public void ForgetToken() => _token = null;

    /// <summary>One request with its token.</summary>
    public async Task<Answer> SendAsync(
        HttpMethod method, string path, byte[]? body = null, string contentType = "application/fhir+json", string? fileName = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await TokenAsync());
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
            if (fileName is not null) request.Content.Headers.ContentDisposition = new("attachment") { FileNameStar = fileName };
        }

        foreach (var (name, value) in headers) Assert.True(request.Headers.TryAddWithoutValidation(name, value) || request.Content?.Headers.TryAddWithoutValidation(name, value) == true);
        return await SendAsync(request);
    }

    /// <summary>A read or search below <c>/fhir</c>.</summary>
    public Task<Answer> GetAsync(string path, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Get, $"fhir/{path}", headers: headers);

    /// <summary>A create below <c>/fhir</c>.</summary>
    public Task<Answer> PostAsync(string path, string json, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Post, $"fhir/{path}", Encoding.UTF8.GetBytes(json), headers: headers);

    /// <summary>An update below <c>/fhir</c>.</summary>
    public Task<Answer> PutAsync(string path, string json, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Put, $"fhir/{path}", Encoding.UTF8.GetBytes(json), headers: headers);

    /// <summary>A message into a partner's inbox.</summary>
    public Task<Answer> DeliverAsync(string partner, byte[] content, string contentType = "application/json", string? fileName = null) =>
        SendAsync(HttpMethod.Post, $"partners/{partner}/messages", content, contentType, fileName);

    /// <inheritdoc/>
    public void Dispose() => _key.Dispose();

    private async Task<Answer> SendAsync(HttpRequestMessage request)
    {
        var response = await _district.Http.SendAsync(request, TestContext.Current.CancellationToken);
        return new(response.StatusCode, response, await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>Its public keys as a set.</summary>
    public string Keys => PublicKeys();

    private string PublicKeys()
    {
        var point = _key.ExportParameters(includePrivateParameters: false).Q;
        var key = new { kty = "EC", crv = "P-384", use = "sig", alg = "ES384", kid = "1", x = Base64Url.EncodeToString(point.X), y = Base64Url.EncodeToString(point.Y) };
        return JsonSerializer.Serialize(new { keys = new[] { key } });
    }

    private static string Encode(object value) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(value));
}
