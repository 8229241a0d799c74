using CareExchange.Fhir.Outcomes;
using CareExchange.Storage.Indexing;

namespace CareExchange.Storage.Search;

/// <summary>One parameter of a query, with its chains, as a criterion on one type.</summary>
internal sealed class CriterionParser(IndexCatalog catalog, SearchValueParser values, TerminologyCodes codes)
{
    // A chain without types may lead to every target at each step: this many ends are enough for any honest question.
    private const int MaximumEnds = 100;

    private readonly ListCriteria _lists = new(catalog, values);
    private readonly ReferenceHierarchies _hierarchies = new(catalog, values);

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
        switch (code)
        {
            case "_list" when modifier is null:
                return _lists.Parse(type, name, value);
            case "_text" or "_content" when modifier is null:
                return TextQuery.Parse(value) is not null
                    ? new SearchCriterion(code, "text", null, [new SearchValue { Text = value }])
                    : SearchIssues.MalformedValue(name, "words, \"phrases\", word*, joined by and, or and parentheses");
            case "_filter" when modifier is null:
                return new FilterParser(catalog, values, codes, value).Parse(type);
        }

        var parameter = type.Parameters.GetValueOrDefault(code);
        var kind = code switch
        {
            "_id" => "id",
            "_lastUpdated" => "date",
            _ => parameter?.Type,
        };
        if (kind is null) return SearchIssues.UnknownParameter(type, code);
        if (modifier is not null && SearchModifiers.Of(code, parameter, catalog) is var supported && !supported.Contains(modifier)) return SearchIssues.UnknownModifier(code, modifier, supported);
        if (modifier is "above" or "below" && kind == "reference") return _hierarchies.Parse(parameter!, modifier == "below", name, value);
        if (modifier is "below" && MediaTypes.Are(parameter)) return MediaTypes.Below(code, value) ?? Malformed(name, modifier, parameter);
        if (modifier is null && kind == "uri" && CanonicalVersions.Split(type, code, value) is { } parts) return Versioned(type, code, name, parts);
        return Values(kind, parameter, modifier, name, value);
    }

    // R4 search.html#uri: of a canonical the part behind the bar asks for the version.
    private Outcome<SearchCriterion> Versioned(IndexedType type, string code, string name, IReadOnlyList<(string Url, string? Version)> parts)
    {
        var members = new List<SearchCriterion>();
        foreach (var (url, version) in parts)
        {
            var located = Values("uri", type.Parameters[code], null, name, url);
            if (located.Value is not { } at || !located.Succeeded) return located;
            members.Add(version is null ? at : SearchCriterion.Of(SearchGroupKind.All, [at, new SearchCriterion(CanonicalVersions.Code, "token", null, [new SearchValue { Text = version }])]));
        }

        return members is [var only] ? only : SearchCriterion.Of(SearchGroupKind.Any, members);
    }

    private static Outcome<SearchCriterion> Malformed(string name, string? what, IndexedParameter? parameter) => SearchIssues.MalformedValue(name, SearchModifiers.Expected(what ?? "", parameter));

    private Outcome<SearchCriterion> Values(string kind, IndexedParameter? parameter, string? modifier, string name, string value)
    {
        var (code, understood) = (name.Split(':')[0], new List<SearchValue>());
        if (modifier == "missing" && code is "_id" or "_lastUpdated") return Always(value, name);
        if (!SearchValueParser.IsEscaped(value)) return SearchIssues.MalformedValue(name, @"a backslash only before ',', '|', '$' or another backslash");
        foreach (var text in SearchValueParser.Split(value, ','))
        {
            if (modifier is "in" or "not-in" or "above" or "below" && kind == "token")
            {
                var meant = Coded(modifier, text, name);
                if (meant.Value is not { } list || !meant.Succeeded) return Outcome.Failure<SearchCriterion>(meant.Issues);
                understood.AddRange(list);
            }
            else if (values.Value(kind, parameter, modifier, text) is { } one)
            {
                understood.Add(one);
                if (kind == "string" && modifier is null or "contains" && Hangul.AsTyped(one.Text) is { } typed) understood.Add(new SearchValue { Text = typed, IsInitials = true });
            }
            else
            {
                return SearchIssues.MalformedValue(name, SearchModifiers.Expected(modifier ?? kind, parameter));
            }
        }

        return modifier == "missing" && understood.Count > 1
            ? SearchIssues.MalformedValue(name, SearchModifiers.Expected(modifier, parameter))
            : new SearchCriterion(code, kind, modifier, understood);
    }

    // Every resource has an id and a time: :missing=true finds none of them.
    private Outcome<SearchCriterion> Always(string value, string name) => value is "true" or "false"
        ? new SearchCriterion("_lastUpdated", "date", null, [values.Date(value == "true" ? "lt1000" : "ge1000")!])
        : SearchIssues.MalformedValue(name, SearchModifiers.Expected("missing", null));

    private Outcome<IReadOnlyList<SearchValue>> Coded(string modifier, string text, string name)
    {
        if (modifier is "in" or "not-in") return codes.In(SearchValueParser.Unescape(text));
        return SearchValueParser.Token(text) is { } token ? codes.Subsumed(token, modifier == "below") : SearchIssues.MalformedValue(name, "system|code");
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

    private IReadOnlyList<string> Targets(IndexedParameter parameter) => SearchModifiers.Targets(parameter, catalog.Names);
}
