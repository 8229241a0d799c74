using CareExchange.Exchange.Interactions;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace CareExchange.Server.Rest;

/// <summary>The headers that make a request conditional on versions (R4 http.html#cread, #concurrency; RFC 7232).</summary>
internal static class Preconditions
{
    /// <summary>True where the caller already has this version: 304.</summary>
    /// <remarks>RFC 7232 3.3: If-Modified-Since says nothing beside If-None-Match. Its clock ticks in seconds, ours in milliseconds.</remarks>
    public static bool HasCurrent(HttpRequest request, long version, DateTimeOffset lastUpdated)
    {
        var known = request.Headers.IfNoneMatch;
        if (known.Count > 0) return known.Any(header => (header ?? "").Split(',').Any(tag => tag.AsSpan().Trim() is "*" || VersionChoice.Version(tag) == version));
        return request.Headers.IfModifiedSince is [{ Length: > 0 } text, ..]
            && HeaderUtilities.TryParseDate(text, out var since)
            && lastUpdated.ToUnixTimeSeconds() <= since.ToUnixTimeSeconds();
    }

    /// <summary>The version that must be current: null where any may be, <see cref="UpdateInteraction.ExistingVersion"/> where there must be one (If-Match: *), 0 where there must be none (If-None-Match: *), -1 where an ETag cannot be read.</summary>
    public static long? Expected(HttpRequest request) =>
        request.Headers.IfMatch is [{ Length: > 0 } text, ..] ? text.Trim() == "*" ? UpdateInteraction.ExistingVersion : VersionChoice.Version(text) ?? VersionChoice.Never : IsNoneExpected(request.Headers.IfNoneMatch) ? 0 : null;

    /// <summary>The same where If-Match names several versions: the one of them that is current.</summary>
    /// <param name="request">The request.</param>
    /// <param name="type">Resource type.</param>
    /// <param name="id">Logical id; null where a condition finds the resource: then <see cref="Several"/> is asked of what it finds.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static async ValueTask<long?> ExpectedAsync(HttpRequest request, string type, string? id, CancellationToken cancellationToken)
    {
        if (request.Headers.IfMatch.Count == 0) return Expected(request);
        if (Several(request) is { Count: > 0 } several) return id is null ? VersionChoice.Never : await request.HttpContext.RequestServices.GetRequiredService<VersionChoice>().OfAsync(type, id, several, cancellationToken);
        return request.Headers.IfMatch.ToString().Split(',', StringSplitOptions.TrimEntries) is { Length: > 1 } tags && tags.Contains("*") ? UpdateInteraction.ExistingVersion : Expected(request);
    }

    /// <summary>The versions of If-Match where it names several; empty otherwise.</summary>
    public static IReadOnlyList<long> Several(HttpRequest request) => request.Headers.IfMatch.Count == 0 ? [] : VersionChoice.Several(request.Headers.IfMatch.ToString());

    private static bool IsNoneExpected(StringValues ifNoneMatch) => ifNoneMatch is [var text] && text?.Trim() == "*";
}
