using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Exchange.Interactions;

/// <summary>One entry of a transaction or batch, taken apart.</summary>
/// <param name="Index">Its place in the Bundle, from 0.</param>
/// <param name="Method">GET, HEAD, POST, PUT, PATCH or DELETE.</param>
/// <param name="Path">The URL up to the question mark, below the server's address.</param>
/// <param name="Query">What stands behind the question mark, or null.</param>
/// <param name="FullUrl">How other entries speak of it, or null.</param>
/// <param name="IfMatch">The ETag that must be current, or null.</param>
/// <param name="IfNoneExist">The query that must find nothing, or null.</param>
/// <param name="Resource">The resource, of PATCH the patch; absent for GET, HEAD and DELETE.</param>
public sealed record BundleEntry(
    int Index, string Method, string Path, string? Query, string? FullUrl, string? IfMatch, string? IfNoneExist, Element Resource)
{
    private readonly string[] _segments = Path.Split('/');

    /// <summary>The resource type that the URL names.</summary>
    public string Type => _segments[0];

    /// <summary>The id that the URL names, or null.</summary>
    public string? Id => _segments.Length > 1 ? _segments[1] : null;

    /// <summary>The version that the URL names, or null.</summary>
    public string? Version => _segments is [_, _, "_history", var version] ? version : null;

    /// <summary>The ETag that the caller has, or <c>*</c>; or null.</summary>
    public string? IfNoneMatch { get; private init; }

    /// <summary>When the caller last looked, as an instant; or null.</summary>
    public string? IfModifiedSince { get; private init; }

    /// <summary>The version that must be current: null for any, 0 where there must be none (ifNoneMatch <c>*</c>), -1 where the ETag cannot be read.</summary>
    public long? IfMatchVersion =>
        IfMatch is null or "*" ? IfNoneMatch == "*" ? 0 : null : long.TryParse(IfMatch.Replace("W/", "", StringComparison.Ordinal).Trim('"'), out var version) ? version : -1;

    /// <summary>The resource as a text of its own: a part of the Bundle's, not copied.</summary>
    public ResourceBody Body => new(Resource.Document.Utf8.Slice(Resource.Start, Resource.Raw.Length));

    /// <summary>Where issues about it point.</summary>
    public string Place => $"Bundle.entry[{Index}]";

    /// <summary>An issue about the resource's own text, told where that stands in the Bundle's: path, line and column.</summary>
    public Issue At(Issue issue)
    {
        var start = Resource.Position;

        // The lines of an XML Bundle are not those of the JSON it was read into: there the resource's own beginning has to do.
        if (Resource.Exists && Resource.Document.IsFromXml) return issue with { Expression = PathOf(issue.Expression), Line = start.Line, Column = start.Column };
        return issue with
        {
            Expression = PathOf(issue.Expression),
            Line = issue.Line + start.Line - 1,
            Column = issue.Line == 1 ? issue.Column + start.Column - 1 : issue.Column,
        };
    }

    /// <summary>A path that begins at the resource, as one that begins at the Bundle: <c>Patient.name</c> becomes <c>Bundle.entry[0].resource.name</c>.</summary>
    public string PathOf(string? expression) =>
        $"{Place}.resource{(expression?.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot ? expression[dot..] : "")}";

    /// <summary>Issues about the entry as a whole.</summary>
    internal IReadOnlyList<Issue> AtPlace(IReadOnlyList<Issue> issues) => [.. issues.Select(issue => issue with { Expression = Place })];

    /// <summary>The search of a whole type, to ask whether somebody may search it.</summary>
    internal static BundleEntry Search(string type) => new(0, "GET", type, null, null, null, null, default);

    /// <summary>Takes the entries of a transaction apart.</summary>
    /// <returns>The entries in their order; or issues <c>bundle-request</c>, one for each entry that cannot be carried out with others.</returns>
    public static Outcome<IReadOnlyList<BundleEntry>> Read(Element bundle)
    {
        IReadOnlyList<Outcome<BundleEntry>> entries = [.. ReadEach(bundle).Select((entry, index) => entry.Value is { IsForTransaction: false } ? Malformed(index) : entry)];
        Issue[] issues = [.. entries.SelectMany(entry => entry.Issues)];
        return issues.Length > 0 ? Outcome.Failure<IReadOnlyList<BundleEntry>>(issues) : Outcome.Success<IReadOnlyList<BundleEntry>>([.. entries.Select(entry => entry.Value!)]);
    }

    /// <summary>Takes the entries of a Bundle apart that may hold no requests, such as a document: each is the conditional update that is named beside it.</summary>
    /// <returns>The entries in their order; or an issue <c>bundle-request</c> for each that has no resource or no request.</returns>
    internal static Outcome<IReadOnlyList<BundleEntry>> Read(Element bundle, IReadOnlyList<string?> requests)
    {
        List<BundleEntry> entries = [];
        List<Issue> issues = [];
        var index = 0;
        foreach (var entry in bundle.Children("entry"))
        {
            var url = index < requests.Count ? requests[index] : null;
            if (url is null || !entry["resource"].Exists) issues.Add(Malformed(index));
            else entries.Add(url.Split('?', 2) is [var path, var query] ? new(index, "PUT", path, query, entry["fullUrl"].Text, null, null, entry["resource"]) : new(index, "PUT", url, null, entry["fullUrl"].Text, null, null, entry["resource"]));
            index++;
        }

        return issues.Count > 0 ? Outcome.Failure<IReadOnlyList<BundleEntry>>(issues) : entries;
    }

    /// <summary>Takes a Bundle's entries apart, each for itself.</summary>
    /// <returns>In their order the entries, or the issue <c>bundle-request</c> in the place of one that cannot be understood.</returns>
    public static IReadOnlyList<Outcome<BundleEntry>> ReadEach(Element bundle)
    {
        var entries = new List<Outcome<BundleEntry>>();
        foreach (var entry in bundle.Children("entry")) entries.Add(Read(entry, entries.Count) is { } read ? read : Malformed(entries.Count));
        return entries;
    }

    /// <summary>One entry taken apart; null where its request cannot be understood.</summary>
    internal static BundleEntry? ReadOne(Element entry, int index) => Read(entry, index);

    // Reads of any kind, and writes that name a type or a resource, with the resource exactly where there must be one.
    private bool IsForTransaction =>
        (_segments.Length <= 2 || (Method is "GET" or "HEAD" && Version is not null)) && Method is "POST" or "PUT" or "PATCH" == Resource.Exists;

    private static BundleEntry? Read(Element entry, int index)
    {
        var request = entry["request"];
        if (request["method"].Text is not ("GET" or "HEAD" or "POST" or "PUT" or "DELETE" or "PATCH") || request["url"].Text is not { Length: > 0 } url) return null;
        var mark = url.IndexOf('?', StringComparison.Ordinal);
        var path = (mark < 0 ? url : url[..mark]).Trim('/');
        return path.Length == 0 && mark < 0 ? null : new(
            index, request["method"].Text!, path, mark < 0 ? null : url[(mark + 1)..],
            entry["fullUrl"].Text, request["ifMatch"].Text, request["ifNoneExist"].Text, entry["resource"])
        {
            IfNoneMatch = request["ifNoneMatch"].Text,
            IfModifiedSince = request["ifModifiedSince"].Text,
        };
    }

    /// <summary>That an entry cannot be carried out as it stands.</summary>
    internal static Issue Malformed(int index) =>
        Issue.Error("invalid", "bundle-request", "The entry's request cannot be carried out.", "항목의 요청을 처리할 수 없습니다.") with
        {
            Expression = $"Bundle.entry[{index}].request",
            Expected = "method, a url of the form Type, Type/id or Type?query, and a resource exactly for POST, PUT and PATCH",
        };
}
