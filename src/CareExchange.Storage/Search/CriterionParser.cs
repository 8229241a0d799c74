using CareExchange.Fhir.Outcomes;
using CareExchange.Storage.Indexing;

namespace CareExchange.Storage.Search;

/// <summary>One parameter of a query, with its chains, as a criterion on one type.</summary>
internal sealed class CriterionParser(IndexCatalog catalog, SearchValueParser values)
{
    // A chain without types may lead to every target at each step: this many ends are enough for any honest question.
    private const int MaximumEnds = 100;

    /// <summary>Reads one parameter.</summary>
    /// <returns>The criterion; or <c>search-parameter-unknown</c>, <c>search-modifier-unknown</c>, <c>search-value</c>, <c>search-chain</c>.</returns>
    public Outcome<SearchCriterion> Parse(IndexedType type, string name, string value)
    {
        var ends = MaximumEnds;
        return Criterion(type, name, value, SearchLink.MaximumDepth, ref ends);
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
        var understood = new List<SearchValue>();
        foreach (var text in SearchValueParser.Split(value, ','))
        {
            if (Value(kind, parameter, modifier, text) is not { } one) return SearchIssues.MalformedValue(name, Expected(modifier ?? kind));
            understood.Add(one);
        }

        return modifier == "missing" && understood.Count > 1 ? SearchIssues.MalformedValue(name, Expected(modifier)) : new SearchCriterion(code, kind, modifier, understood);
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
            var inner = Criterion(catalog.Find(target)!, tail, value, depth - 1, ref ends);
            if (inner.Value is { } criterion) found.Add(new(target, criterion));
            else first ??= inner.Issues[0];
        }

        return found.Count == 0 && first is not null ? first : new SearchCriterion(parts[0], "reference", null, []) { Link = new(IsReverse: false, found) };
    }

    // R4 search.html#has: _has:Observation:patient:code, from the type that refers to this one.
    private Outcome<SearchCriterion> Reverse(IndexedType type, string name, string value, int depth, ref int ends)
    {
        if (name.Split(':', 4) is not [_, var source, var code, { Length: > 0 } tail]) return SearchIssues.MalformedHas(name);
        if (catalog.Find(source) is not { } other) return SearchIssues.UnknownType(source);
        if (other.Parameters.GetValueOrDefault(code) is not { } parameter) return SearchIssues.UnknownParameter(other, code);
        if (parameter.Type != "reference" || depth == 0 || ends-- <= 0) return SearchIssues.Chain(name, depth == 0);
        if (!Targets(parameter).Contains(type.Name)) return SearchIssues.UnknownModifier(code, type.Name, Targets(parameter));
        var inner = Criterion(other, tail, value, depth - 1, ref ends);
        return inner.Value is { } criterion
            ? new SearchCriterion(code, "reference", null, []) { Link = new(IsReverse: true, [new(source, criterion)]) }
            : Outcome.Failure<SearchCriterion>(inner.Issues);
    }

    private IReadOnlyList<string> Targets(IndexedParameter parameter) =>
        parameter.Targets is [] or ["Resource"] ? catalog.Names : parameter.Targets;

    private SearchValue? Value(string kind, IndexedParameter? parameter, string? modifier, string text) => (kind, modifier) switch
    {
        (_, "missing") => text is "true" or "false" ? new SearchValue { Text = text } : null,
        ("id", _) => text.Length is > 0 and <= 64 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.') ? new SearchValue { Text = text } : null,
        ("token", _) or ("reference", "identifier") => SearchValueParser.Token(text),
        ("reference", _) => values.Reference(text, parameter!, modifier),
        ("string", _) => SearchValueParser.Text(text),
        ("date", _) => values.Date(text),
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

    private static string Expected(string what) => what switch
    {
        "missing" => "true or false, once",
        "id" => "ids of letters, digits, '-' and '.'",
        "date" => "eq, ne, gt, lt, ge, le, sa, eb or ap, then YYYY, YYYY-MM, YYYY-MM-DD or YYYY-MM-DDThh:mm[:ss[.fff]][offset]",
        "number" => "a prefix and a number",
        "quantity" => "[prefix]number or [prefix]number|system|code",
        "token" or "identifier" => "code, system|code, |code or system|",
        "reference" => "id, Type/id or an absolute URL",
        _ => "a value of the parameter's type",
    };
}
