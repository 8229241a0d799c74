using System.Runtime.CompilerServices;
using CareExchange.Storage.Indexing;

namespace CareExchange.Storage.Search;

/// <summary>Which elements of a resource a search parameter tells of: who may not see one of them may not ask by it.</summary>
internal static class ParameterElements
{
    // Of meta a reader of some elements sees versions, profiles, source and security labels; tags are replaced.
    private static readonly HashSet<string> AlwaysSeen = new(StringComparer.Ordinal) { "_id", "_lastUpdated", "_profile", "_security", "_source" };

    private static readonly HashSet<string> Kept = new(StringComparer.Ordinal) { "id", "implicitRules", "language" };

    private static readonly ConditionalWeakTable<IndexedParameter, Known> Parameters = [];

    /// <summary>True where everything that a parameter looks at is among the elements.</summary>
    /// <param name="type">The type that is asked.</param>
    /// <param name="code">The parameter's code; one that is none of the type's (<c>_text</c>, <c>_content</c>) looks at everything.</param>
    /// <param name="elements">Elements such as <c>Patient.name</c>.</param>
    public static bool IsWithin(IndexedType type, string code, IReadOnlyList<string> elements)
    {
        if (type.Within is { } within) return IsWithin(within.Container, within.Code, elements) && elements.Contains($"{type.Name}.contained", StringComparer.Ordinal);
        var parameter = type.Parameters.GetValueOrDefault(code);
        if (AlwaysSeen.Contains(code) && parameter?.IsStored != true) return true;
        if (parameter is null || Parameters.GetValue(parameter, one => new Known(Of(type.Name, one))).Names is not { } names) return false;
        foreach (var name in names)
        {
            if (!Kept.Contains(name) && !elements.Contains($"{type.Name}.{name}", StringComparer.Ordinal)) return false;
        }

        return true;
    }

    /// <summary>The names of the resource's elements that a parameter looks at; null where it may look at any.</summary>
    public static IReadOnlySet<string>? Of(string type, IndexedParameter parameter)
    {
        if (parameter.Composites.Count == 0) return Of(type, parameter.Expression);
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var composite in parameter.Composites)
        {
            if (composite.NeedsResource || Of(type, composite.Expression, names) is not { } isResource) return null;
            foreach (var part in composite.Parts.Where(_ => isResource))
            {
                if (Of(type, part.Expression, names) is not false) return null;
            }
        }

        return names;
    }

    private static IReadOnlySet<string>? Of(string type, Fhir.FhirPath.FhirPathExpression expression)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        return Of(type, expression, names) is false ? names : null;
    }

    // True where the expression finds the resource itself; null where it may look at anything.
    private static bool? Of(string type, Fhir.FhirPath.FhirPathExpression expression, HashSet<string> names)
    {
        if (expression.FocusChildren(name => name == type || name is "Resource" or "DomainResource") is not { } found) return null;
        names.UnionWith(found.Where(name => name.Length > 0));
        return found.Contains("");
    }

    private sealed record Known(IReadOnlySet<string>? Names);
}
