using System.Globalization;
using CareExchange.Fhir.Outcomes;
using CareExchange.Storage.Database;
using CareExchange.Storage.Indexing;

namespace CareExchange.Storage.Search;

/// <summary>Turns the parameters of a history (R4 http.html#history) into a checked request. Thread-safe.</summary>
public sealed class HistoryQueryParser(StorageDatabase database)
{
    private static readonly string[] Names = ["_at", "_count", "_cursor", "_since", "_sort"];

    // R4 http.html#history has no _type; clients that follow everything ask for it all the same, as R5 lets them.
    private static readonly string[] OfEverything = [.. Names, "_type"];

    private readonly IndexCatalog _catalog = IndexCatalog.Of(database);

    /// <summary>Reads a query, strictly.</summary>
    /// <param name="resourceType">The type, or null for everything.</param>
    /// <param name="id">One resource, or null.</param>
    /// <param name="query">Decoded name and value pairs; a <c>_cursor</c> must stand alone.</param>
    /// <param name="requesterKey">Who asks; next-page cursors are bound to it.</param>
    /// <returns>The request; or issues <c>search-parameter-unknown</c>, <c>search-value</c>, <c>resource-type-unknown</c>, <c>search-repeated</c>, <c>cursor-invalid</c>.</returns>
    public Outcome<HistoryRequest> Parse(string? resourceType, string? id, IEnumerable<KeyValuePair<string, string>> query, string requesterKey)
    {
        var request = new HistoryRequest(resourceType, id) { RequesterKey = requesterKey };
        KeyValuePair<string, string>[] pairs = [.. query];
        if (!pairs.Any(pair => pair.Key == "_cursor")) return ParseAll(request, pairs);
        if (pairs.Length > 1) return SearchIssues.CursorNotAlone();
        if (SearchCursor.Read(database.Keys, request.Scope, requesterKey, pairs[0].Value) is not { } cursor) return SearchIssues.CursorInvalid();
        var parsed = ParseAll(request, SearchQueryParser.Decode(cursor.Query));
        return parsed.Value is { } known ? known with { After = cursor.Position } : parsed;
    }

    private Outcome<HistoryRequest> ParseAll(HistoryRequest request, KeyValuePair<string, string>[] pairs)
    {
        var issues = new List<Issue>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        request = request with { Query = SearchQueryParser.Encode(pairs) };
        var known = request.ResourceType is null ? OfEverything : Names;
        foreach (var (name, value) in pairs)
        {
            if (!known.Contains(name)) issues.Add(SearchIssues.UnknownHistoryParameter(name, known));
            else if (!seen.Add(name)) issues.Add(SearchIssues.Repeated(name));
            else if (name == "_type" && value.Split(',').FirstOrDefault(type => _catalog.Find(type) is null) is { } unknown) issues.Add(SearchIssues.UnknownType(unknown));
            else if (With(request, name, value) is { } changed) request = changed;
            else issues.Add(SearchIssues.MalformedValue(name, Expected(name)));
        }

        return issues.Count > 0 ? Outcome.Failure<HistoryRequest>(issues) : request;
    }

    private static string Expected(string name) => name switch
    {
        "_count" => "a whole number from 0 on",
        "_sort" => "-_lastUpdated, _lastUpdated or none",
        _ => "YYYY, YYYY-MM, YYYY-MM-DD or YYYY-MM-DDThh:mm[:ss[.fff]][offset]",
    };

    private HistoryRequest? With(HistoryRequest request, string name, string value) => name switch
    {
        "_count" => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? request with { Count = Math.Min(count, SearchRequest.MaximumCount) } : null,
        "_sort" => value is "-_lastUpdated" or "_lastUpdated" or "none" ? request with { IsOldestFirst = value == "_lastUpdated" } : null,
        "_type" => request with { Types = [.. value.Split(',').Distinct(StringComparer.Ordinal)] },
        "_since" => DateRange.Parse(value, database.Zone) is { } since ? request with { Since = since.Low } : null,
        _ => DateRange.Parse(value, database.Zone) is { } at ? request with { At = (at.Low, at.High) } : null,
    };
}
