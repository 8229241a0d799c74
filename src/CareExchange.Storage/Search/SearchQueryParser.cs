using System.Globalization;
using CareExchange.Fhir.Outcomes;
using CareExchange.Storage.Database;
using CareExchange.Storage.Indexing;

namespace CareExchange.Storage.Search;

/// <summary>Turns a query string's parameters into a checked request. Thread-safe.</summary>
public sealed class SearchQueryParser
{
    internal static readonly string[] Control = ["_count", "_cursor", "_include", "_revinclude", "_sort", "_total"];

    // A chain without types may lead to every target at each step: this many ends are enough for any honest question.
    private const int MaximumEnds = 100;
    private const string CursorName = "_cursor";

    private readonly StorageDatabase _database;
    private readonly IndexCatalog _catalog;
    private readonly SearchValueParser _values;
    private readonly IncludeParser _includes;

    /// <summary>A parser for the searches of an open database.</summary>
    public SearchQueryParser(StorageDatabase database)
    {
        _database = database;
        _catalog = IndexCatalog.Of(database.Options.Schema);
        _values = new SearchValueParser(_catalog, database.Zone, database.Clock);
        _includes = new IncludeParser(_catalog);
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
        var includes = new List<SearchInclude>();
        var request = new SearchRequest(type.Name, criteria) { RequesterKey = requesterKey, Query = Encode(pairs), Includes = includes };
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (name, value) in pairs)
        {
            if (IncludeParser.IsInclude(name))
            {
                var include = _includes.Parse(type.Name, name, value);
                if (include.Value is { } followed) includes.Add(followed);
                issues.AddRange(include.Issues);
                continue;
            }

            if (!Control.Contains(name))
            {
                var ends = MaximumEnds;
                var criterion = Criterion(type, name, value, SearchLink.MaximumDepth, ref ends);
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

    private Outcome<SearchCriterion> Criterion(IndexedType type, string name, string value, int depth, ref int ends)
    {
        if (name.StartsWith("_has:", StringComparison.Ordinal)) return Reverse(type, name, value, depth, ref ends);
        if (name.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot) return Chain(type, name[..dot], name[(dot + 1)..], value, depth, ref ends);
        var colon = name.IndexOf(':', StringComparison.Ordinal);
        var code = colon < 0 ? name : name[..colon];
        var modifier = colon < 0 ? null : name[(colon + 1)..];
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

    // R4 search.html#chaining: subject:Patient.name, or subject.name, which asks every target that has such a parameter.
    private Outcome<SearchCriterion> Chain(IndexedType type, string head, string tail, string value, int depth, ref int ends)
    {
        var parts = head.Split(':', 2);
        if (type.Parameters.GetValueOrDefault(parts[0]) is not { } parameter) return SearchIssues.UnknownParameter(type, parts[0]);
        if (parameter.Type != "reference" || depth == 0) return SearchIssues.Chain(head, depth == 0);
        if (parts is [_, var one] && !Targets(parameter).Contains(one)) return SearchIssues.UnknownModifier(parts[0], one, Targets(parameter));
        var found = new List<SearchLinkEnd>();
        Issue? first = null;
        foreach (var target in parts is [_, var only] ? [only] : Targets(parameter))
        {
            if (ends-- <= 0) return SearchIssues.Chain(head, isTooLong: true);
            var inner = Criterion(_catalog.Find(target)!, tail, value, depth - 1, ref ends);
            if (inner.Value is { } criterion) found.Add(new(target, criterion));
            else first ??= inner.Issues[0];
        }

        return found.Count == 0 && first is not null ? first : new SearchCriterion(parts[0], "reference", null, []) { Link = new(IsReverse: false, found) };
    }

    // R4 search.html#has: _has:Observation:patient:code, from the type that refers to this one.
    private Outcome<SearchCriterion> Reverse(IndexedType type, string name, string value, int depth, ref int ends)
    {
        if (name.Split(':', 4) is not [_, var source, var code, { Length: > 0 } tail]) return SearchIssues.MalformedHas(name);
        if (_catalog.Find(source) is not { } other) return SearchIssues.UnknownType(source);
        if (other.Parameters.GetValueOrDefault(code) is not { } parameter) return SearchIssues.UnknownParameter(other, code);
        if (parameter.Type != "reference" || depth == 0 || ends-- <= 0) return SearchIssues.Chain(name, depth == 0);
        if (!Targets(parameter).Contains(type.Name)) return SearchIssues.UnknownModifier(code, type.Name, Targets(parameter));
        var inner = Criterion(other, tail, value, depth - 1, ref ends);
        return inner.Value is { } criterion
            ? new SearchCriterion(code, "reference", null, []) { Link = new(IsReverse: true, [new(source, criterion)]) }
            : Outcome.Failure<SearchCriterion>(inner.Issues);
    }

    private IReadOnlyList<string> Targets(IndexedParameter parameter) =>
        parameter.Targets is [] or ["Resource"] ? _catalog.Names : parameter.Targets;

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

    internal static string Encode(KeyValuePair<string, string>[] pairs) =>
        string.Join('&', pairs.Select(pair => $"{Uri.EscapeDataString(pair.Key).Replace("%3A", ":", StringComparison.Ordinal)}={Uri.EscapeDataString(pair.Value)}"));

    internal static KeyValuePair<string, string>[] Decode(string query) =>
        [.. query.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2)).Select(pair => KeyValuePair.Create(Uri.UnescapeDataString(pair[0]), Uri.UnescapeDataString(pair[1])))];
}
