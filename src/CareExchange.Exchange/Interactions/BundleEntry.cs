using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;
using CareExchange.Storage.Resources;

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

    /// <summary>True for every other look than the read and search of one type, and for every operation: in a transaction they are carried out when all of it is stored.</summary>
    public bool IsAfterwards => Method switch
    {
        "GET" or "HEAD" => (_segments.Length > 2 && Version is null) || (_segments.Length == 2 && _segments[1][0] is '_' or '$') || _segments[0] is "" or "metadata" || _segments[0][0] is '_' or '$' || SaysHow(Query),
        "POST" => _segments[^1] == "_search" || _segments[^1].StartsWith('$'),
        _ => false,
    };

    // How an answer is to be written (_summary, _elements, _format, _pretty) the door knows, which carries out what comes afterwards.
    private static bool SaysHow(string? query) => query is not null && Written.Any(name => query.StartsWith(name, StringComparison.Ordinal) || query.Contains("&" + name, StringComparison.Ordinal));

    private static readonly string[] Written = ["_summary=", "_elements=", "_format=", "_pretty="];

    /// <summary>The ETag that the caller has, or <c>*</c>; or null.</summary>
    public string? IfNoneMatch { get; private init; }

    /// <summary>When the caller last looked, as an instant; or null.</summary>
    public string? IfModifiedSince { get; private init; }

    /// <summary>The version that must be current: null for any or none, <see cref="VersionCondition.Existing"/> for any there is, 0 where there must be none (ifNoneMatch <c>*</c>), -1 where the ETag cannot be read, or where there are several: <see cref="TransactionStep.Expected"/> chooses.</summary>
    public long? IfMatchVersion =>
        IfMatch is null ? IfNoneMatch == "*" ? 0 : null : IfMatch.Split(',', StringSplitOptions.TrimEntries).Contains("*") ? VersionCondition.Existing : VersionChoice.Version(IfMatch) ?? VersionChoice.Never;

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
    /// <param name="bundle">The Bundle.</param>
    /// <param name="address">The server's own address: an entry may name it in full (R4 bundle.html#transaction).</param>
    /// <returns>The entries in their order; or issues <c>bundle-request</c>, one for each entry that cannot be carried out with others.</returns>
    public static Outcome<IReadOnlyList<BundleEntry>> Read(Element bundle, string? address = null)
    {
        IReadOnlyList<Outcome<BundleEntry>> entries = [.. ReadEach(bundle, address).Select((entry, index) => entry.Value is { IsForTransaction: false } ? Malformed(index) : entry)];
        Issue[] issues = [.. entries.SelectMany(entry => entry.Issues)];
        return issues.Length > 0 ? Outcome.Failure<IReadOnlyList<BundleEntry>>(issues) : Outcome.Success<IReadOnlyList<BundleEntry>>([.. entries.Select(entry => entry.Value!)]);
    }

    /// <summary>One entry of a Bundle that may hold no requests, such as a document: the conditional update that is named beside it.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="index">Its place in the Bundle.</param>
    /// <param name="request">What it stands for, <c>Type?query</c>; null for nothing.</param>
    /// <returns>The entry; null where it stands for nothing.</returns>
    internal static BundleEntry? ReadOne(Element entry, int index, string? request)
    {
        if (request is null) return null;
        return request.Split('?', 2) is [var path, var query]
            ? new(index, "PUT", path, query, entry["fullUrl"].Text, null, null, entry["resource"])
            : new(index, "PUT", request, null, entry["fullUrl"].Text, null, null, entry["resource"]);
    }

    /// <summary>Takes a Bundle's entries apart, each for itself.</summary>
    /// <param name="bundle">The Bundle.</param>
    /// <param name="address">The server's own address: an entry may name it in full.</param>
    /// <returns>In their order the entries, or the issue <c>bundle-request</c> in the place of one that cannot be understood.</returns>
    public static IReadOnlyList<Outcome<BundleEntry>> ReadEach(Element bundle, string? address = null)
    {
        var entries = new List<Outcome<BundleEntry>>();
        foreach (var entry in bundle.Children("entry")) entries.Add(Read(entry, entries.Count, address) is { } read ? read : Malformed(entries.Count));
        return entries;
    }

    /// <summary>One entry taken apart; null where its request cannot be understood.</summary>
    internal static BundleEntry? ReadOne(Element entry, int index) => Read(entry, index, null);

    // Reads of any kind, and writes that name a type or (who creates does not) a resource, with the body exactly where there must be one.
    private bool IsForTransaction => IsAfterwards
        || ((_segments.Length <= (Method == "POST" ? 1 : 2) || (Method is "GET" or "HEAD" && Version is not null)) && Method is "POST" or "PUT" or "PATCH" == Resource.Exists);

    private static BundleEntry? Read(Element entry, int index, string? address)
    {
        var request = entry["request"];
        if (request["method"].Text is not ("GET" or "HEAD" or "POST" or "PUT" or "DELETE" or "PATCH") || request["url"].Text is not { Length: > 0 } url) return null;
        if (address is not null && url.StartsWith(address, StringComparison.Ordinal) && (url.Length == address.Length || url[address.Length] is '/' or '?')) url = url[address.Length..];
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
