using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.FhirPath;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Storage.Indexing;

/// <summary>Whether an active SearchParameter can be indexed and asked for beside those that are there (R4 searchparameter.html). Pure.</summary>
internal static class SearchParameterCheck
{
    private static readonly string[] Types = ["number", "date", "string", "token", "reference", "composite", "quantity", "uri"];

    /// <summary>What is wrong, each with its path; nothing for one that is no active SearchParameter, and for a restatement of a parameter that is known.</summary>
    public static IReadOnlyList<Issue> Check(Element root, IndexCatalog catalog)
    {
        if (root.TypeName != "SearchParameter" || StoredParameter.Of(root) is not { Status: "active" } stored) return [];
        var (definition, issues) = (stored.Definition, new List<Issue>());
        if (!IsCode(definition.Code)) issues.Add(Wrong("SearchParameter.code", "searchparameter-code", "letters, digits, '-' and '_', not the name of a result parameter", definition.Code));
        if (!Types.Contains(definition.Type)) issues.Add(Wrong("SearchParameter.type", "searchparameter-type", string.Join(", ", Types), definition.Type));
        var bases = new List<string>();
        for (var index = 0; index < definition.Base.Count; index++)
        {
            if (TypesOf(definition.Base[index], catalog) is { Count: > 0 } types) bases.AddRange(types);
            else issues.Add(Wrong($"SearchParameter.base[{index}]", "searchparameter-base", "a resource type", definition.Base[index]));
        }

        for (var index = 0; index < definition.Target.Count; index++)
        {
            if (TypesOf(definition.Target[index], catalog).Count == 0) issues.Add(Wrong($"SearchParameter.target[{index}]", "searchparameter-target", "a resource type", definition.Target[index]));
        }

        if (issues.Count == 0) issues.AddRange(Clashes(stored, bases, catalog));
        if (issues.Count == 0 && !bases.All(type => Restates(stored, type, catalog))) issues.AddRange(Expressions(definition, bases, catalog));
        return issues;
    }

    // FHIRPath that cannot be compiled, a composite of parts that nobody knows.
    private static IEnumerable<Issue> Expressions(SearchParameterDefinition definition, List<string> bases, IndexCatalog catalog)
    {
        if (string.IsNullOrWhiteSpace(definition.Expression))
        {
            yield return Wrong("SearchParameter.expression", "searchparameter-expression", "a FHIRPath expression", "none");
            yield break;
        }

        if (FhirPathExpression.Compile(definition.Expression) is { Succeeded: false, Issues: var found })
        {
            foreach (var issue in found) yield return issue with { Code = "business-rule", Rule = "searchparameter-expression", Expression = "SearchParameter.expression" };
            yield break;
        }

        for (var index = 0; index < definition.Components.Count; index++)
        {
            var (part, path) = (definition.Components[index], $"SearchParameter.component[{index}]");
            if (!Knows(part.Definition, catalog)) yield return Wrong(path + ".definition", "searchparameter-component", "the canonical of a search parameter that is known here", part.Definition);
            if (FhirPathExpression.Compile(part.Expression) is { Succeeded: false }) yield return Wrong(path + ".expression", "searchparameter-expression", "a FHIRPath expression", part.Expression);
        }

        if (definition.Type == "composite" && definition.Components.Count is not (2 or 3)) yield return Wrong("SearchParameter.component", "searchparameter-component", "two or three parts", $"{definition.Components.Count}");
        else if (bases.Exists(type => IndexTypeCompiler.Compile(catalog.Schema, type, definition, isStored: true) is null)) yield return Wrong("SearchParameter", "searchparameter-type", "a definition that an index can hold", definition.Type);
    }

    // One code has one meaning: a definition that says otherwise would change the answers of everybody who asks already.
    private static IEnumerable<Issue> Clashes(StoredParameter stored, IEnumerable<string> bases, IndexCatalog catalog)
    {
        var code = stored.Definition.Code;
        foreach (var name in bases.Distinct(StringComparer.Ordinal))
        {
            if (Restates(stored, name, catalog)) continue;
            var type = catalog.Schema.FindType(name)!;
            var known = catalog.Schema.FindSearchParameter(name, code)?.Url ?? (IndexTypeCompiler.IsColumn(code) ? code : null);
            var other = catalog.Current.Of(type).FirstOrDefault(one => one.Definition.Code == code && one.Id != stored.Id);
            if ((known ?? other?.Definition.Url) is not { } clash) continue;
            yield return Issue.Error("business-rule", "searchparameter-code", $"{name} has a search parameter '{code}' of another meaning.", $"{name}에는 뜻이 다른 검색 매개변수 '{code}'이(가) 이미 있습니다.") with
            {
                Expression = "SearchParameter.code", Expected = $"a code that {name} does not have, or a definition derived from {clash}", Found = code,
            };
            yield break;
        }
    }

    // Packages bring parameters of the specification along, some with narrower words: they are stored and change nothing.
    private static bool Restates(StoredParameter stored, string type, IndexCatalog catalog) =>
        catalog.Schema.FindSearchParameter(type, stored.Definition.Code) is { } known
        && known.Type == stored.Definition.Type
        && (known.Url == stored.Definition.Url || known.Url == stored.DerivedFrom || known.Expression == stored.Definition.Expression
            || (known.Expression is { } old && stored.Definition.Expression is { } own && SearchExpression.For(type, old) == SearchExpression.For(type, own)));

    private static bool Knows(string canonical, IndexCatalog catalog) => catalog.Schema.SearchParameters.Any(parameter => parameter.Url == canonical);

    private static IReadOnlyList<string> TypesOf(string name, IndexCatalog catalog) => name switch
    {
        "Resource" or "DomainResource" => catalog.Names,
        _ => catalog.Names.Contains(name) ? [name] : [],
    };

    private static bool IsCode(string code) =>
        code.Length is > 0 and <= 64 && code.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_') && code is not ("_count" or "_cursor" or "_include" or "_revinclude" or "_sort" or "_total" or "_type" or "_has" or "_elements" or "_summary" or "_format" or "_pretty" or "_contained" or "_containedType" or "_explain" or "_list" or "_filter" or "_text" or "_content");

    private static Issue Wrong(string path, string rule, string expected, string found) =>
        Issue.Error("business-rule", rule, "The search parameter cannot be used.", "이 검색 매개변수는 사용할 수 없습니다.") with { Expression = path, Expected = expected, Found = found };
}
