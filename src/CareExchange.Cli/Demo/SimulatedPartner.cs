using System.Buffers.Text;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CareExchange.Server.Hosting;

namespace CareExchange.Cli.Demo;

/// <summary>A partner's own system as the gateway sees it: its key, its token, its messages, all over HTTP.</summary>
/// <remarks>It shares no code with the gateway on purpose: what it can do, any partner can.</remarks>
internal sealed class SimulatedPartner(PartnerOptions partner, HttpClient http, TimeProvider clock) : IDisposable
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP384);
    private string? _token;

    /// <summary>What the gateway's operator registers.</summary>
    public ClientOptions Registration => new(
        ClientId, $"{partner.OrganizationDisplay} 연계 시스템", partner.OrganizationId, partner.OrganizationDisplay, PublicKeys(), "system/messages.c");

    private string ClientId => $"{partner.Id}-system";

    /// <summary>Sends one message.</summary>
    /// <returns>The status and the answered Parameters or OperationOutcome.</returns>
    public async Task<(HttpStatusCode Status, JsonElement Body)> SendAsync(byte[] content, string contentType, string fileName, CancellationToken cancellationToken)
    {
        _token ??= await FetchTokenAsync(cancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Post, $"partners/{partner.Id}/messages") { Content = new ByteArrayContent(content) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _token);
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        request.Content.Headers.ContentDisposition = new("attachment") { FileNameStar = fileName };
        using var response = await http.SendAsync(request, cancellationToken);
        if (response.Headers.Location is { } report && response.Content.Headers.ContentType?.MediaType?.EndsWith("json", StringComparison.Ordinal) != true) return await AskAsync(report, cancellationToken);
        using var body = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(cancellationToken));
        return (response.StatusCode, body.RootElement.Clone());
    }

    // HL7 v2 is answered with its acknowledgment; what became of the message in full stands where the answer says.
    private async Task<(HttpStatusCode Status, JsonElement Body)> AskAsync(Uri report, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, report);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _token);
        using var response = await http.SendAsync(request, cancellationToken);
        using var body = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(cancellationToken));
        return (response.StatusCode, body.RootElement.Clone());
    }

    /// <inheritdoc/>
    public void Dispose() => _key.Dispose();

    private async Task<string> FetchTokenAsync(CancellationToken cancellationToken)
    {
        var endpoint = new Uri(http.BaseAddress!, "connect/token").ToString();
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["grant_type"] = "client_credentials",
            ["scope"] = "system/messages.c",
            ["client_assertion_type"] = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            ["client_assertion"] = Assertion(endpoint),
        });
        using var response = await http.PostAsync(new Uri("connect/token", UriKind.Relative), form, cancellationToken);
        response.EnsureSuccessStatusCode();
        using var body = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(cancellationToken));
        return body.RootElement.GetProperty("access_token").GetString()!;
    }

    // SMART backend services: iss = sub = client id, aud = token endpoint, a fresh jti, five minutes at most.
    private string Assertion(string endpoint)
    {
        var now = clock.GetUtcNow().ToUnixTimeSeconds();
        var head = Encode(new { alg = "ES384", typ = "JWT", kid = partner.Id });
        var claims = Encode(new { iss = ClientId, sub = ClientId, aud = endpoint, jti = Guid.NewGuid().ToString("N"), iat = now, exp = now + 240 });
        var signature = _key.SignData(Encoding.ASCII.GetBytes($"{head}.{claims}"), HashAlgorithmName.SHA384);
        return $"{head}.{claims}.{Base64Url.EncodeToString(signature)}";
    }

    private string PublicKeys()
    {
        var point = _key.ExportParameters(includePrivateParameters: false).Q;
        var key = new { kty = "EC", crv = "P-384", use = "sig", alg = "ES384", kid = partner.Id, x = Base64Url.EncodeToString(point.X), y = Base64Url.EncodeToString(point.Y) };
        return JsonSerializer.Serialize(new { keys = new[] { key } });
    }

    private static string Encode(object value) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(value));
}
