using System.Security.Claims;
using System.Text.Json;
using CareExchange.Identity.Claims;
using CareExchange.Server.Callers;

namespace CareExchange.Server.Rest;

/// <summary>A request that is carried out later for whoever sent it: everything its endpoint will look at. Kept encrypted, as the state of its job.</summary>
/// <param name="Method">The method.</param>
/// <param name="Scheme">The scheme it came by, for links.</param>
/// <param name="Host">The host it asked, for links.</param>
/// <param name="Path">The address below <c>/fhir</c>, decoded.</param>
/// <param name="Query">What stands behind the question mark, encoded.</param>
/// <param name="Headers">The headers that say what is asked for.</param>
/// <param name="Body">The body as it came.</param>
/// <param name="Claims">Who the caller was found to be: type and value, in their order.</param>
/// <param name="RequestId">The request's id, for the audit.</param>
/// <param name="Address">Where it came from, for the audit.</param>
internal sealed record AsyncRequest(
    string Method,
    string Scheme,
    string Host,
    string Path,
    string Query,
    IReadOnlyDictionary<string, string> Headers,
    byte[] Body,
    IReadOnlyList<KeyValuePair<string, string>> Claims,
    string RequestId,
    string? Address)
{
    private static readonly string[] Kept = ["Content-Type", "Content-Encoding", "If-None-Match", "If-Modified-Since", "If-None-Exist"];

    /// <summary>The process that began to carry it out; null before. What changes something is begun once.</summary>
    public string? BegunBy { get; init; }

    /// <summary>True where carrying it out twice is no harm.</summary>
    public bool IsRead => HttpMethods.IsGet(Method) || Path.EndsWith("_search", StringComparison.Ordinal);

    /// <summary>The request with its body.</summary>
    public static AsyncRequest Of(HttpContext http, ReadOnlyMemory<byte> body)
    {
        var request = http.Request;
        var preferences = Preferences.Of(request);
        var headers = Kept.Where(name => request.Headers[name].Count > 0).ToDictionary(name => name, name => request.Headers[name].ToString(), StringComparer.OrdinalIgnoreCase);
        var rest = string.Join(", ", ((string?[])[preferences.Return is { } form ? $"return={form}" : null, preferences.Handling is { } handling ? $"handling={handling}" : null]).OfType<string>());
        if (rest.Length > 0) headers["Prefer"] = rest;
        return new(
            request.Method,
            request.Scheme,
            request.Host.Value ?? "",
            (request.Path.Value ?? "")["/fhir".Length..].TrimStart('/'),
            (request.QueryString.Value ?? "").TrimStart('?'),
            headers,
            body.ToArray(),
            ClaimsOf(http.User),
            http.RequestId,
            http.Connection.RemoteIpAddress?.ToString());
    }

    /// <summary>Who a caller was found to be.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> ClaimsOf(ClaimsPrincipal caller) => [.. caller.Claims.Select(claim => KeyValuePair.Create(claim.Type, claim.Value))];

    /// <summary>By which scopes and for which purpose claims ask: what the same requester was answered by others is not theirs by these.</summary>
    public static string MeansOf(IEnumerable<KeyValuePair<string, string>> claims) =>
        string.Join('\n', claims.Where(claim => claim.Key is IdentityClaims.Scope or IdentityClaims.PurposeOfUse).Select(claim => $"{claim.Key} {claim.Value}").Order(StringComparer.Ordinal));

    /// <summary>As a job keeps it.</summary>
    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this);

    /// <summary>Undoes <see cref="Write"/>.</summary>
    public static AsyncRequest Read(ReadOnlySpan<byte> state) => JsonSerializer.Deserialize<AsyncRequest>(state) ?? throw new JsonException("The state of an asynchronous request is empty.");

    /// <summary>The request as the dispatcher carries it out.</summary>
    public EntryRequest ToEntry()
    {
        var headers = new HeaderDictionary();
        foreach (var (name, value) in Headers) headers[name] = value;
        if (Body.Length > 0) headers.ContentLength = Body.Length;
        return new EntryRequest(Method, Path, Query, Body, headers);
    }

    /// <summary>The caller as they were found to be.</summary>
    public ClaimsPrincipal Caller() => new(new ClaimsIdentity(Claims.Select(claim => new Claim(claim.Key, claim.Value)), "deferred"));
}
