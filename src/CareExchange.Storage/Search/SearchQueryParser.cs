using System.Globalization;
using CareExchange.Fhir.Outcomes;
using CareExchange.Storage.Database;
using CareExchange.Storage.Indexing;

namespace CareExchange.Storage.Search;

/// <summary>Turns a query string's parameters into a checked request. Thread-safe.</summary>
public sealed class SearchQueryParser
{
    internal static readonly string[] Control = ["_count", "_cursor", "_sort", "_total"];
    private const string CursorName = "_cursor";

    private readonly StorageDatabase _database;
    private readonly IndexCatalog _catalog;
    private readonly SearchValueParser _values;

    /// <summary>A parser for the searches of an open database.</summary>
    public SearchQueryParser(StorageDatabase database)
    {
        _database = database;
        _catalog = IndexCatalog.Of(database.Options.Schema);
        _values = new SearchValueParser(_catalog, database.Zone, database.Clock);
    }

    /// <summary>Reads a query, strictly: what is not understood is an issue that names what is.</summary>
    /// <param name="resourceType">The type searched.</param>
    /// <param name="query">Decoded name and value pairs in their order; <c>_format</c>, <c>_pretty</c> and the like are the door's and must be taken out before.
    /// A <c>_cursor</c> must stand alone: it carries the whole query.</param>
    /// <param name="requesterKey">Who asks; next-page cursors are bound to it.</param>
    /// <returns>The request; or issues <c>not-supported</c> (unknown parameter or modifier), <c>value</c> (malformed value), <c>security</c>/<c>cursor-invalid</c>.</returns>
    public Outcome<SearchRequest> Parse(string resourceType, IEnumerable<KeyValuePair<string, string>> query, string requesterKey)
    {
        if (_catalog.Find(resourceType) is not { } type) return SearchIssues.UnknownType(resourceType);
        KeyValuePair<string, string>[] pairs = [.. query];
        if (!pairs.Any(pair => pair.Key == CursorName)) return ParseAll(type, pairs, requesterKey);
        if (pairs.Length > 1) return SearchIssues.CursorNotAlone();
        if (SearchCursor.Read(_database.Keys, resourceType, requesterKey, pairs[0].Value) is not { } cursor) return SearchIssues.CursorInvalid();
        var parsed = ParseAll(type, Decode(cursor.Query), requesterKey);
        return parsed.Value is { } request ? request with { After = cursor.Position } : parsed;
    }

    private Outcome<SearchRequest> ParseAll(IndexedType type, KeyValuePair<string, string>[] pairs, string requesterKey)
    {
        var issues = new List<Issue>();
        var criteria = new List<SearchCriterion>();
        var request = new SearchRequest(type.Name, criteria) { RequesterKey = requesterKey, Query = Encode(pairs) };
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (name, value) in pairs)
        {
            if (!Control.Contains(name))
            {
                var criterion = Criterion(type, name, value);
                if (criterion.Value is { } understood) criteria.Add(understood);
                issues.AddRange(criterion.Issues);
                continue;
            }

            if (!seen.Add(name)) issues.Add(SearchIssues.Repeated(name));
            else if (WithControl(request, name, value) is { } changed) request = changed;
            else issues.Add(SearchIssues.MalformedValue(name, Expected(name)));
        }

        return issues.Count > 0 ? Outcome.Failure<SearchRequest>(issues) : request;
    }

    private Outcome<SearchCriterion> Criterion(IndexedType type, string name, string value)
    {
        var colon = name.IndexOf(':', StringComparison.Ordinal);
        var code = colon < 0 ? name : name[..colon];
        var modifier = colon < 0 ? null : name[(colon + 1)..];
        if (name.Contains('.', StringComparison.Ordinal) || code == "_has") return SearchIssues.Chain(name);
        var parameter = type.Parameters.GetValueOrDefault(code);
        var kind = code switch
        {
            "_id" => "id",
            "_lastUpdated" => "date",
            _ => parameter?.Type,
        };
        if (kind is null) return SearchIssues.UnknownParameter(type, code);
        if (modifier is not null && Modifiers(code, parameter) is var supported && !supported.Contains(modifier)) return SearchIssues.UnknownModifier(code, modifier, supported);
        var values = new List<SearchValue>();
        foreach (var text in SearchValueParser.Split(value, ','))
        {
            if (Value(kind, parameter, modifier, text) is not { } understood) return SearchIssues.MalformedValue(name, Expected(modifier ?? kind));
            values.Add(understood);
        }

        return modifier == "missing" && values.Count > 1 ? SearchIssues.MalformedValue(name, Expected(modifier)) : new SearchCriterion(code, kind, modifier, values);
    }

    private SearchValue? Value(string kind, IndexedParameter? parameter, string? modifier, string text) => (kind, modifier) switch
    {
        (_, "missing") => text is "true" or "false" ? new SearchValue { Text = text } : null,
        ("id", _) => text.Length is > 0 and <= 64 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.') ? new SearchValue { Text = text } : null,
        ("token", _) or ("reference", "identifier") => SearchValueParser.Token(text),
        ("reference", _) => _values.Reference(text, parameter!, modifier),
        ("string", _) => SearchValueParser.Text(text),
        ("date", _) => _values.Date(text),
        ("number", _) => SearchValueParser.Number(text),
        ("quantity", _) => SearchValueParser.Quantity(text),
        _ => SearchValueParser.Uri(text),
    };

    private static IReadOnlyList<string> Modifiers(string code, IndexedParameter? parameter) => parameter switch
    {
        null => [],
        { Type: "token" } => ["missing", "not"],
        { Type: "string" } => ["missing", "exact", "contains"],
        { Type: "reference" } => ["missing", "identifier", .. parameter.Targets],
        { Type: "uri" } => ["missing", "below"],
        _ => code[0] == '_' ? [] : ["missing"],
    };

    private static SearchRequest? WithControl(SearchRequest request, string name, string value) => (name, value) switch
    {
        ("_count", _) when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var count) => request with { Count = Math.Min(count, SearchRequest.MaximumCount) },
        ("_sort", "_id") => request with { Sort = SearchSort.Id },
        ("_sort", "-_id") => request with { Sort = SearchSort.IdDescending },
        ("_sort", "_lastUpdated") => request with { Sort = SearchSort.LastUpdated },
        ("_sort", "-_lastUpdated") => request with { Sort = SearchSort.LastUpdatedDescending },
        ("_total", "none") => request,
        ("_total", "accurate" or "estimate") => request with { Total = SearchTotal.Accurate },
        _ => null,
    };

    private static string Expected(string what) => what switch
    {
        "_count" => "a whole number from 0 on",
        "_sort" => "_id, -_id, _lastUpdated or -_lastUpdated",
        "_total" => "none, estimate or accurate",
        "missing" => "true or false, once",
        "id" => "ids of letters, digits, '-' and '.'",
        "date" => "eq, ne, gt, lt, ge, le, sa, eb or ap, then YYYY, YYYY-MM, YYYY-MM-DD or YYYY-MM-DDThh:mm[:ss[.fff]][offset]",
        "number" => "a prefix and a number",
        "quantity" => "[prefix]number or [prefix]number|system|code",
        "token" or "identifier" => "code, system|code, |code or system|",
        "reference" => "id, Type/id or an absolute URL",
        _ => "a value of the parameter's type",
    };

    private static string Encode(KeyValuePair<string, string>[] pairs) =>
        string.Join('&', pairs.Select(pair => $"{Uri.EscapeDataString(pair.Key).Replace("%3A", ":", StringComparison.Ordinal)}={Uri.EscapeDataString(pair.Value)}"));

    private static KeyValuePair<string, string>[] Decode(string query) =>
        [.. query.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2)).Select(pair => KeyValuePair.Create(Uri.UnescapeDataString(pair[0]), Uri.UnescapeDataString(pair[1])))];
}
