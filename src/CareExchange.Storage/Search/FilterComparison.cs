using CareExchange.Fhir.Outcomes;
using CareExchange.Storage.Indexing;

namespace CareExchange.Storage.Search;

/// <summary>One comparison of a filter, "parameter operator value", as a criterion (R4 search_filter.html, table of operators).</summary>
internal sealed class FilterComparison(SearchValueParser values, TerminologyCodes codes)
{
    private static readonly string[] Numeric = ["eq", "ne", "gt", "lt", "ge", "le", "ap", "sa", "eb"];

    public Outcome<SearchCriterion> Of(IndexedType type, string code, string operation, FilterValue value)
    {
        var parameter = type.Parameters.GetValueOrDefault(code);
        var kind = code switch
        {
            "_id" => "id",
            "_lastUpdated" => "date",
            _ => parameter?.Type,
        };
        if (kind is null) return SearchIssues.UnknownParameter(type, code);
        var supported = parameter is { IsContact: true } ? ["eq", "ne", "pr"] : Operations(kind);
        if (!supported.Contains(operation)) return SearchIssues.UnknownOperator(code, operation, supported);
        if (operation == "pr")
        {
            if (value.Text is not ("true" or "false")) return SearchIssues.MalformedValue(code, "true or false");
            return new SearchCriterion(code, kind, "missing", [new SearchValue { Text = value.Text == "true" ? "false" : "true" }]);
        }

        return kind switch
        {
            "id" => Id(code, operation, value.Text),
            "token" when operation is "in" or "ss" or "sb" => Coded(code, operation, value.Text),
            "string" => Found(code, kind, operation, SearchValueParser.Text(Escaped(value.Text))),
            "date" or "number" or "quantity" => Compared(code, kind, operation, value.Text),
            _ => Found(code, kind, operation, values.Value(kind, parameter, null, kind is "token" or "composite" ? value.Text : Escaped(value.Text))),
        };
    }

    private static IReadOnlyList<string> Operations(string kind) => kind switch
    {
        "id" => ["eq", "ne"],
        "token" => ["eq", "ne", "co", "sw", "ew", "pr", "in", "ss", "sb"],
        "string" => ["eq", "ne", "co", "sw", "ew", "pr"],
        "uri" => ["eq", "ne", "co", "sw", "ew", "pr"],
        "date" => [.. Numeric, "po", "pr"],
        "number" or "quantity" => [.. Numeric, "pr"],
        "reference" => ["eq", "ne", "re", "pr"],
        _ => ["eq"],
    };

    private Outcome<SearchCriterion> Id(string code, string operation, string id)
    {
        if (values.Value("id", null, null, id) is not { } value) return SearchIssues.MalformedValue(code, SearchModifiers.Expected("id", null));
        var criterion = new SearchCriterion(code, "id", null, [value]);
        return operation == "eq" ? criterion : SearchCriterion.Of(SearchGroupKind.None, [criterion]);
    }

    // ss: the value subsumes a concept of the resource, which is :below; sb: it is subsumed by one, which is :above.
    private Outcome<SearchCriterion> Coded(string code, string operation, string text)
    {
        var modifier = operation switch { "in" => "in", "ss" => "below", _ => "above" };
        if (modifier != "in" && SearchValueParser.Token(text) is null) return SearchIssues.MalformedValue(code, "system|code");
        var meant = modifier == "in" ? codes.In(text) : codes.Subsumed(SearchValueParser.Token(text)!, modifier == "below");
        return meant.Value is { } list && meant.Succeeded ? new SearchCriterion(code, "token", modifier, list) : Outcome.Failure<SearchCriterion>(meant.Issues);
    }

    private Outcome<SearchCriterion> Compared(string code, string kind, string operation, string text)
    {
        // po asks for an overlap with the period as written; ap would widen it first.
        var isOverlap = operation == "po";
        var written = (isOverlap ? "eq" : operation) + text;
        if (values.Value(kind, null, null, written) is not { } value) return SearchIssues.MalformedValue(code, SearchModifiers.Expected(kind, null));
        return new SearchCriterion(code, kind, null, [isOverlap ? value with { Prefix = SearchPrefix.Ap } : value]);
    }

    private static Outcome<SearchCriterion> Found(string code, string kind, string operation, SearchValue? value)
    {
        if (value is null) return SearchIssues.MalformedValue(code, SearchModifiers.Expected(kind, null));
        var modifier = operation switch
        {
            "ne" => "unequal",
            "co" => "contains",
            "ew" => "ends",
            "sw" when kind != "string" => "starts",
            "eq" when kind == "string" => "equals",
            _ => null,
        };
        return new SearchCriterion(code, kind, modifier, [value]);
    }

    // A filter's text has no separators to escape: what looks like an escape is meant as written.
    private static string Escaped(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal);
}
