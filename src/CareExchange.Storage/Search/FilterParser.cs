using CareExchange.Fhir.Outcomes;
using CareExchange.Storage.Indexing;

namespace CareExchange.Storage.Search;

/// <summary>The value of <c>_filter</c> (R4 search_filter.html) as criteria: and before or, not with parentheses, paths through references.</summary>
internal sealed class FilterParser(IndexCatalog catalog, SearchValueParser values, TerminologyCodes codes, string text)
{
    // Each level is a level of SQL: deeper ones are no honest question.
    private const int MaximumDepth = 16;
    private const int MaximumTerms = 2_000;

    // A reference to anything leads to every type: one such step is enough, two would ask every pair of types.
    private const int MaximumEnds = 300;

    private readonly FilterComparison _comparison = new(values, codes);
    private FilterLexer _lexer = new(text);
    private int _terms;
    private int _ends;

    /// <summary>Reads the filter for one type.</summary>
    /// <returns>One criterion; or <c>search-filter</c> with the position, <c>search-parameter-unknown</c>, <c>search-value</c>.</returns>
    public Outcome<SearchCriterion> Parse(IndexedType type)
    {
        _lexer = new(text);
        (_terms, _ends) = (0, 0);
        var filter = Or(type, 0);
        if (!filter.Succeeded) return filter;
        return _lexer.IsAtEnd ? filter : SearchIssues.Filter("the end or 'and' or 'or' is expected", _lexer.Position);
    }

    private Outcome<SearchCriterion> Or(IndexedType type, int depth) => Joined(type, depth, "or", SearchGroupKind.Any, And);

    private Outcome<SearchCriterion> And(IndexedType type, int depth) => Joined(type, depth, "and", SearchGroupKind.All, Term);

    private Outcome<SearchCriterion> Joined(IndexedType type, int depth, string word, SearchGroupKind kind, Func<IndexedType, int, Outcome<SearchCriterion>> part)
    {
        var members = new List<SearchCriterion>();
        do
        {
            var member = part(type, depth);
            if (member.Value is not { } one || !member.Succeeded) return member;
            members.Add(one);
        }
        while (_lexer.Takes(word));
        return members is [var only] ? only : SearchCriterion.Of(kind, members);
    }

    private Outcome<SearchCriterion> Term(IndexedType type, int depth)
    {
        if (depth > MaximumDepth || ++_terms > MaximumTerms) return SearchIssues.Filter("the filter is nested too deep or too long", _lexer.Position);
        if (_lexer.TakesNot())
        {
            var denied = Inside(type, depth);
            return denied.Value is { } one && denied.Succeeded ? SearchCriterion.Of(SearchGroupKind.None, [one]) : denied;
        }

        return _lexer.IsAt('(') ? Inside(type, depth) : Path(type, depth);
    }

    private Outcome<SearchCriterion> Inside(IndexedType type, int depth)
    {
        if (!_lexer.Takes('(')) return SearchIssues.Filter("'(' is expected", _lexer.Position);
        var inner = Or(type, depth + 1);
        if (!inner.Succeeded) return inner;
        return _lexer.Takes(')') ? inner : SearchIssues.Filter("')' is expected", _lexer.Position);
    }

    // name, name.path, or name[filter].path: the filter and the path are asked of the same resource at the other end.
    private Outcome<SearchCriterion> Path(IndexedType type, int depth)
    {
        var at = _lexer.Position;
        if (_lexer.Name() is not { } name) return SearchIssues.Filter("the name of a search parameter is expected", at);
        if (!_lexer.IsAt('.') && !_lexer.IsAt('[')) return Comparison(type, name);
        if (type.Parameters.GetValueOrDefault(name) is not { } parameter) return SearchIssues.UnknownParameter(type, name);
        if (parameter.Type != "reference") return SearchIssues.Chain(name, isTooLong: false);
        if (depth >= SearchLink.MaximumDepth) return SearchIssues.Chain(name, isTooLong: true);

        // The same text is read once for every type the reference may lead to; those that know its parameters count.
        var start = _lexer;
        var ends = new List<SearchLinkEnd>();
        var after = _lexer;
        Issue? first = null;
        foreach (var target in SearchModifiers.Targets(parameter, catalog.Names))
        {
            if (++_ends > MaximumEnds) return SearchIssues.Chain(name, isTooLong: true);
            _lexer = start;
            var rest = Rest(catalog.Find(target)!, depth + 1);
            if (rest.Value is { } one && rest.Succeeded) (ends, after) = ([.. ends, new SearchLinkEnd(target, one)], _lexer);
            else if (rest.Issues.FirstOrDefault(issue => issue.Rule == "search-filter") is { } broken) return broken;
            else first ??= rest.Issues[0];
        }

        _lexer = after;
        return ends.Count == 0 && first is not null ? first : new SearchCriterion(name, "reference", null, []) { Link = new(IsReverse: false, ends) };
    }

    private Outcome<SearchCriterion> Rest(IndexedType type, int depth)
    {
        SearchCriterion? gate = null;
        if (_lexer.Takes('['))
        {
            var inner = Or(type, depth);
            if (inner.Value is not { } one || !inner.Succeeded) return inner;
            if (!_lexer.Takes(']')) return SearchIssues.Filter("']' is expected", _lexer.Position);
            gate = one;
        }

        if (!_lexer.Takes('.')) return SearchIssues.Filter("'.' is expected", _lexer.Position);
        var path = Path(type, depth);
        return gate is null || path.Value is not { } then || !path.Succeeded ? path : SearchCriterion.Of(SearchGroupKind.All, [gate, then]);
    }

    private Outcome<SearchCriterion> Comparison(IndexedType type, string name)
    {
        var at = _lexer.Position;
        if (_lexer.Name() is not { } operation) return SearchIssues.Filter("an operator is expected", at);
        at = _lexer.Position;
        if (_lexer.Value() is not { } value) return SearchIssues.Filter("a value is expected", at);
        return _comparison.Of(type, name, operation, value);
    }
}
