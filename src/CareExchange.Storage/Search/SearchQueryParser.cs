using System.Buffers;
using System.Globalization;
using System.Text;
using CareExchange.Fhir.Outcomes;
using CareExchange.Storage.Database;
using CareExchange.Storage.Indexing;

namespace CareExchange.Storage.Search;

/// <summary>Turns a query string's parameters into a checked request. Thread-safe.</summary>
public sealed class SearchQueryParser
{
    internal static readonly string[] Control = ["_count", "_cursor", "_include", "_revinclude", "_sort", "_total", "_type"];

    private const string CursorName = "_cursor";

    private readonly StorageDatabase _database;
    private readonly IndexCatalog _catalog;
    private readonly CriterionParser _criteria;
    private readonly IncludeParser _includes;
    private readonly CompartmentParser _compartments;
    private readonly TerminologyCodes _codes;

    /// <summary>A parser for the searches of an open database.</summary>
    public SearchQueryParser(StorageDatabase database)
    {
        _database = database;
        _catalog = IndexCatalog.Of(database);
        _codes = new TerminologyCodes(_catalog.Schema);
        _criteria = new CriterionParser(_catalog, new SearchValueParser(_catalog, database.Zone, database.Clock), _codes);
        _includes = new IncludeParser(_catalog);
        _compartments = new CompartmentParser(_catalog, _criteria);
    }

    /// <summary>Where stored value sets and code systems are known; null where only those of the packs count. Set once, before the first query.</summary>
    public Func<CancellationToken, Task<SearchTerminology>>? Terminology { get; set; }

    /// <summary>Brings what is stored of terminology up to date where a query asks by it; to be awaited before <see cref="Parse"/> by whoever answers requests.</summary>
    public ValueTask LearnAsync(IReadOnlyList<KeyValuePair<string, string>> query, CancellationToken cancellationToken)
    {
        if (Terminology is not { } learn) return ValueTask.CompletedTask;
        for (var at = 0; at < query.Count; at++)
        {
            if (AsksTerminology(query[at].Key, query[at].Value)) return LearnAsync(learn, cancellationToken);
        }

        return ValueTask.CompletedTask;
    }

    private async ValueTask LearnAsync(Func<CancellationToken, Task<SearchTerminology>> learn, CancellationToken cancellationToken) => _codes.Learn(await learn(cancellationToken));

    // A filter's operators stand in its value; a cursor carries a query that was read before, by this node or by another one.
    private bool AsksTerminology(string name, string value) => name switch
    {
        "_filter" => true,
        CursorName => !_codes.HasLearnt,
        _ => name.EndsWith(":in", StringComparison.Ordinal) || name.EndsWith(":not-in", StringComparison.Ordinal) || name.EndsWith(":above", StringComparison.Ordinal) || name.EndsWith(":below", StringComparison.Ordinal),
    };

    /// <summary>The parameters of a type that can be asked for, in the order of their names; none for a type that is not known.</summary>
    public IReadOnlyList<SearchOffer> Offers(string resourceType) => _catalog.Find(resourceType) is not { } type ? [] :
    [
        .. type.Parameters.Values.Select(parameter => new SearchOffer(parameter.Code, parameter.Type, parameter.Targets) { Definition = parameter.IsStored ? parameter.Definition : null })
            .Concat([new("_id", "token", []), new("_lastUpdated", "date", []), new("_content", "string", []), new("_text", "string", []), new("_list", "string", []), new("_filter", "string", [])])
            .DistinctBy(offer => offer.Code, StringComparer.Ordinal)
            .OrderBy(offer => offer.Code, StringComparer.Ordinal),
    ];

    /// <summary>Reads a query: what is not understood is an issue that names what is.</summary>
    /// <param name="resourceType">The type searched; null for a search of the system, whose types <c>_type</c> names (R4 http.html#search).</param>
    /// <param name="query">Decoded name and value pairs in their order; <c>_format</c>, <c>_pretty</c> and the like are the door's and must be taken out before.
    /// A <c>_cursor</c> must stand alone: it carries the whole query.</param>
    /// <param name="requesterKey">Who asks; next-page cursors are bound to it.</param>
    /// <param name="isLenient">True to leave out parameters and modifiers that are not known, and to say so in <see cref="SearchRequest.Ignored"/>
    /// (R4 search.html#errors); a value that cannot be understood is refused all the same.</param>
    /// <param name="compartment">What the search stays within; without a <paramref name="resourceType"/> every type that can be in it is searched.</param>
    /// <param name="address">The server's own address: a reference below it is asked for as <c>Type/id</c>. Null for none.</param>
    /// <param name="mayOrder">True where a search that asks for no order may come in that of the range of time it asks for, which costs least in a large store (<see cref="SearchRequest.Sort"/> then says so).</param>
    /// <returns>The request; or issues <c>not-supported</c> (unknown parameter or modifier), <c>value</c> (malformed value), <c>security</c>/<c>cursor-invalid</c>.</returns>
    public Outcome<SearchRequest> Parse(
        string? resourceType, IEnumerable<KeyValuePair<string, string>> query, string requesterKey, bool isLenient = false, SearchCompartment? compartment = null, string? address = null, bool mayOrder = false)
    {
        if (resourceType is not null && _catalog.Find(resourceType) is null) return SearchIssues.UnknownType(resourceType);
        KeyValuePair<string, string>[] pairs = [.. query];
        if (!Array.Exists(pairs, static pair => pair.Key == CursorName)) return ParseAll(resourceType, pairs, requesterKey, isLenient, compartment, address, mayOrder);

        // A page may be of another size than the one before: clients that page by themselves say their own.
        var sizes = Array.FindAll(pairs, pair => pair.Key == "_count");
        if (pairs.Length > 1 + sizes.Length) return SearchIssues.CursorNotAlone();
        if (SearchCursor.Read(_database.Keys, SearchRequest.ScopeOf(resourceType, compartment), requesterKey, pairs.First(pair => pair.Key == CursorName).Value) is not { } cursor) return SearchIssues.CursorInvalid();
        KeyValuePair<string, string>[] whole = sizes.Length == 0 ? [.. Decode(cursor.Query)] : [.. Decode(cursor.Query).Where(pair => pair.Key != "_count"), .. sizes];
        var parsed = ParseAll(resourceType, whole, requesterKey, isLenient: false, compartment, address, mayOrder);
        if (parsed.Value is not { } request) return parsed;

        // A link from before an upgrade may say less about its place than is needed now.
        return cursor.Position.Keys?.Count == request.Sort.Count ? request with { After = cursor.Position } : SearchIssues.CursorInvalid();
    }

    /// <summary>So many parameters, and of each so many values, one query may have: what is more is not one question, and no database plans it.</summary>
    internal const int MostConditions = 400;

    private static List<Issue>? TooMany(KeyValuePair<string, string>[] pairs)
    {
        List<Issue>? issues = null;
        if (pairs.Length > MostConditions) (issues = []).Add(SearchIssues.TooMany("", MostConditions));
        foreach (var (name, value) in pairs)
        {
            // Ids are looked up as a list, however many; of a filter each word could begin a comparison.
            if (value.Length < MostConditions || name == "_id") continue;
            if (name == "_filter" ? value.AsSpan().Count(' ') > 4 * MostConditions : value.AsSpan().Count(',') >= MostConditions) (issues ??= []).Add(SearchIssues.TooMany(name, MostConditions));
        }

        return issues;
    }

    private Outcome<SearchRequest> ParseAll(string? resourceType, KeyValuePair<string, string>[] pairs, string requesterKey, bool isLenient, SearchCompartment? compartment, string? address, bool mayOrder)
    {
        if (TooMany(pairs) is { } tooMany) return Outcome.Failure<SearchRequest>(tooMany);
        var named = Types(resourceType, pairs, compartment);
        if (named.Value is not { } types || !named.Succeeded) return Outcome.Failure<SearchRequest>(named.Issues);
        List<SearchCriterion>[] criteria = [.. types.Select(_ => new List<SearchCriterion>())];
        var (issues, ignored) = (new List<Issue>(), new List<Issue>());
        var includes = new List<SearchInclude>();
        var done = new List<KeyValuePair<string, string>>(pairs.Length);
        var request = new SearchRequest([.. types.Select((type, index) => new SearchBranch(type.Name, criteria[index]))])
        {
            IsSystem = resourceType is null, IsEveryType = resourceType is null && !Array.Exists(pairs, static pair => pair.Key == "_type"), RequesterKey = requesterKey, Includes = includes, Ignored = ignored, Compartment = compartment,
        };
        if (compartment is not null && WithinIssues(types, criteria, compartment) is { Count: > 0 } outside) return Outcome.Failure<SearchRequest>(outside);
        HashSet<string>? seen = null;
        foreach (var (name, value) in pairs)
        {
            IReadOnlyList<Issue> wrong = [];
            var written = value;
            if (IncludeParser.IsInclude(name))
            {
                var include = _includes.Parse(types, name, value);
                if (include.Value is { } followed && include.Succeeded) includes.Add(followed);
                wrong = include.Issues;
            }
            else if (name is "_contained" or "_containedType")
            {
                // R4 search.html#contained: false is what is done unless somebody asks otherwise; contained resources are no matches of their own here.
                if (name == "_contained" && value != "false") wrong = [value is "true" or "both" ? SearchIssues.Contained(value) : SearchIssues.MalformedValue(name, "false")];
                if (name == "_containedType" && value is not ("container" or "contained")) wrong = [SearchIssues.MalformedValue(name, "container or contained")];
            }
            else if (!Control.Contains(name) || (name == "_type" && resourceType is not null))
            {
                wrong = Criteria(types, criteria, name, value, address);
            }
            else if (!(seen ??= new(StringComparer.Ordinal)).Add(name))
            {
                wrong = [SearchIssues.Repeated(name)];
            }
            else if (name != "_type")
            {
                var changed = WithControl(request, types, name, value, isLenient ? ignored : null);
                if (changed.Value is { } next && changed.Succeeded) (request, written) = (next.Request, next.Written);
                wrong = changed.Issues;
            }

            if (wrong.Count == 0 && (written.Length > 0 || value.Length == 0)) done.Add(new(name, written));
            if (isLenient && wrong.Count > 0 && wrong.All(IsUnknown)) ignored.AddRange(wrong.Select(issue => SearchIssues.Ignored(name, issue)));
            else if (wrong.Count > 0) issues.AddRange(wrong);
        }

        if (issues.Count > 0) return Outcome.Failure<SearchRequest>(issues);
        request = request with { Query = Encode(done) };
        return mayOrder && RangeOrder.Of(request, _catalog) is { } implied ? request with { Sort = [implied] } : request;
    }

    // What R4 lets a server leave out: parameters and modifiers it does not know. A known one with a bad value is a mistake to tell.
    private static bool IsUnknown(Issue issue) => issue.Rule is "search-parameter-unknown" or "search-parameter-building" or "search-modifier-unknown";

    private Outcome<IReadOnlyList<IndexedType>> Types(string? resourceType, KeyValuePair<string, string>[] pairs, SearchCompartment? compartment)
    {
        if (resourceType is not null) return Outcome.Success<IReadOnlyList<IndexedType>>([_catalog.Find(resourceType)!]);
        var types = new List<IndexedType>();
        foreach (var name in pairs.Where(pair => pair.Key == "_type").SelectMany(pair => pair.Value.Split(',')).Distinct(StringComparer.Ordinal))
        {
            if (_catalog.Find(name) is not { } type) return Outcome.Failure<IReadOnlyList<IndexedType>>([SearchIssues.UnknownType(name)]);
            types.Add(type);
        }

        return Outcome.Success<IReadOnlyList<IndexedType>>(types.Count > 0 ? types : [.. (compartment is null ? _catalog.Names : _compartments.Members(compartment) ?? []).Select(name => _catalog.Find(name)!)]);
    }

    private IReadOnlyList<Issue> WithinIssues(IReadOnlyList<IndexedType> types, List<SearchCriterion>[] criteria, SearchCompartment compartment)
    {
        if (_compartments.Members(compartment) is null) return [SearchIssues.UnknownCompartment(compartment.Type, _catalog.Schema.Compartments.Select(definition => definition.Code))];
        if (compartment.Id.Length is 0 or > 64 || !compartment.Id.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '.')) return [SearchIssues.MalformedValue("_id", "an id of letters, digits, '-' and '.'")];
        for (var index = 0; index < types.Count; index++)
        {
            var within = _compartments.Parse(compartment, types[index]);
            if (within.Value is not { } criterion || !within.Succeeded) return within.Issues;
            criteria[index].Add(criterion);
        }

        return [];
    }

    // R4 search.html#all: what is asked of several types must be known to each of them.
    private IReadOnlyList<Issue> Criteria(IReadOnlyList<IndexedType> types, List<SearchCriterion>[] criteria, string name, string value, string? address)
    {
        var understood = new List<SearchCriterion>(types.Count);

        // A value set may be named as any resource may, below the server's own address.
        if (address is not null && (name.EndsWith(":in", StringComparison.Ordinal) || name.EndsWith(":not-in", StringComparison.Ordinal))) value = value.Replace($"{address}/ValueSet/", "ValueSet/", StringComparison.Ordinal);
        foreach (var type in types)
        {
            var criterion = _criteria.Parse(type, name, value);
            if (criterion.Value is not { } one || !criterion.Succeeded) return criterion.Issues;
            understood.Add(address is not null && value.Contains(address, StringComparison.Ordinal) ? OwnReference.In(one, address) : one);
        }

        for (var index = 0; index < understood.Count; index++) criteria[index].Add(understood[index]);
        return [];
    }

    // The request with the control, and the value as it is carried out.
    private static Outcome<(SearchRequest Request, string Written)> WithControl(SearchRequest request, IReadOnlyList<IndexedType> types, string name, string value, List<Issue>? ignored)
    {
        switch (name)
        {
            case "_count" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var count):
                // R4 search.html#count: a page of none is asked for its total.
                var kept = Math.Min(count, SearchRequest.MaximumCount);
                return (request with { Count = kept, Total = kept == 0 ? SearchTotal.Accurate : request.Total }, kept.ToString(CultureInfo.InvariantCulture));
            case "_total" when value == "none":
                return (request, value);
            case "_total" when value is "accurate" or "estimate":
                return (request with { Total = SearchTotal.Accurate }, "accurate");
            case "_sort":
                var sort = SortParser.Parse(types, value, ignored);
                return sort.Value is { } keys && sort.Succeeded
                    ? (request with { Sort = keys }, string.Join(',', keys.Select(key => (key.IsDescending ? "-" : "") + key.Code)))
                    : Outcome.Failure<(SearchRequest, string)>(sort.Issues);
            default:
                return SearchIssues.MalformedValue(name, name == "_count" ? "a whole number from 0 on" : "none, estimate or accurate");
        }
    }

    internal static string Encode(IReadOnlyList<KeyValuePair<string, string>> pairs)
    {
        var text = new StringBuilder(128);
        for (var at = 0; at < pairs.Count; at++)
        {
            if (at > 0) text.Append('&');
            var (name, value) = pairs[at];
            text.Append(IsPlain(name) ? name : Uri.EscapeDataString(name).Replace("%3A", ":", StringComparison.Ordinal)).Append('=').Append(Uri.EscapeDataString(value));
        }

        return text.ToString();
    }

    // Names are letters with signs that stand in an address as they are.
    private static bool IsPlain(string name) => !name.AsSpan().ContainsAnyExcept(PlainLetters);

    private static readonly SearchValues<char> PlainLetters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.:");

    internal static KeyValuePair<string, string>[] Decode(string query) =>
        [.. query.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2)).Select(pair => KeyValuePair.Create(Uri.UnescapeDataString(pair[0]), Uri.UnescapeDataString(pair[1])))];
}
