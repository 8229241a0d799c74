using System.Globalization;
using CareExchange.Exchange.Interactions;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Server.Rest;

/// <summary>An entry of a batch as the request it stands for (R4 http.html#transaction): its headers are those of a request alone.</summary>
/// <param name="Method">The method that is routed.</param>
/// <param name="Path">The address below <c>/fhir</c>, decoded.</param>
/// <param name="Query">What stands behind the question mark, encoded, or null.</param>
/// <param name="Body">The resource as JSON, or a patch; empty where there is none.</param>
/// <param name="Headers">Its headers.</param>
internal sealed record EntryRequest(string Method, string Path, string? Query, byte[] Body, IHeaderDictionary Headers)
{
    /// <summary>True where only the headers are asked for.</summary>
    public bool IsHead { get; private init; }

    /// <summary>The request that an entry stands for.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="preferences">What the sender of the Bundle prefers: it holds for each entry.</param>
    /// <returns>The request; or <c>patch-request</c> for a patch that is none.</returns>
    public static Outcome<EntryRequest> Of(BundleEntry entry, Preferences preferences)
    {
        // An answer to a write inside a Bundle is short unless somebody asks for more.
        IHeaderDictionary headers = new HeaderDictionary
        {
            ["Prefer"] = $"return={preferences.Return ?? "minimal"}{(preferences.Handling is { } handling ? $", handling={handling}" : "")}",
        };
        if (entry.IfMatch is { } ifMatch) headers.IfMatch = ifMatch;
        if (entry.IfNoneMatch is { } ifNoneMatch) headers.IfNoneMatch = ifNoneMatch;
        if (entry.IfNoneExist is { } ifNoneExist) headers["If-None-Exist"] = ifNoneExist;
        if (DateTimeOffset.TryParse(entry.IfModifiedSince, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var since)) headers.IfModifiedSince = since.ToString("R", CultureInfo.InvariantCulture);
        var body = Array.Empty<byte>();
        if (entry.Method == "PATCH")
        {
            var patch = ResourcePatch.Of(entry.Resource);
            if (!patch.Succeeded) return Outcome.Failure<EntryRequest>(patch.Issues);
            body = patch.Value.Body.Bytes.ToArray();
            headers.ContentType = patch.Value.Kind switch
            {
                ResourcePatchKind.Json => "application/json-patch+json",
                ResourcePatchKind.Xml => "application/xml-patch+xml",
                _ => "application/fhir+json",
            };
        }
        else if (entry.Resource.Exists)
        {
            body = entry.Body.Bytes.ToArray();
            headers.ContentType = "application/fhir+json";
        }
        else if (entry.Path.EndsWith("_search", StringComparison.Ordinal))
        {
            headers.ContentType = FhirMedia.Form;
        }

        if (body.Length > 0) headers.ContentLength = body.Length;
        return new EntryRequest(entry.Method == "HEAD" ? "GET" : entry.Method, Uri.UnescapeDataString(entry.Path), entry.Query, body, headers) { IsHead = entry.Method == "HEAD" };
    }
}
