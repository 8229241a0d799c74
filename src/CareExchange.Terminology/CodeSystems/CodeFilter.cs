using System.Text.RegularExpressions;
using CareExchange.Fhir.Definitions;

namespace CareExchange.Terminology.CodeSystems;

/// <summary>The filters of R4 ValueSet.compose over one code system (http://hl7.org/fhir/R4/valueset-filter-operator.html).</summary>
internal static class CodeFilter
{
    // Patterns come from definitions, which strangers may bring with a package: matching has to stay linear.
    private const RegexOptions Linear = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;

    /// <summary>Which concepts pass; null where the operator or its value makes no sense here, so that nothing can be said.</summary>
    public static Func<int, bool>? Compile(CodeSystem system, ValueSetFilter filter) => filter.Op switch
    {
        "is-a" => Below(system, filter.Value, itself: true, passes: true),
        "is-not-a" => Below(system, filter.Value, itself: true, passes: false),
        "descendent-of" => Below(system, filter.Value, itself: false, passes: true),
        "child-of" => system.IndexOf(filter.Value) is >= 0 and var parent ? index => system.Parents(index).Contains(parent) : null,
        "generalizes" => Above(system, filter.Value),
        "=" => index => Values(system, index, filter.Property).Contains(filter.Value, Comparer(system, filter.Property)),
        "in" => Listed(system, filter, passes: true),
        "not-in" => Listed(system, filter, passes: false),
        "regex" => Pattern(filter.Value) is { } pattern ? index => Values(system, index, filter.Property).Any(pattern.IsMatch) : null,
        "exists" when filter.Value is "true" or "false" => index => Values(system, index, filter.Property).Any() == (filter.Value == "true"),
        _ => null,
    };

    /// <summary>The expression as a pattern that the whole code has to match; null where it is not an expression we can run.</summary>
    public static Regex? Pattern(string expression)
    {
        try
        {
            return new Regex($"^(?:{expression})$", Linear);
        }
        catch (Exception problem) when (problem is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    private static Func<int, bool>? Below(CodeSystem system, string ancestor, bool itself, bool passes) =>
        system.IndexOf(ancestor) is >= 0 and var top ? index => (system.IsA(index, top) && (itself || index != top)) == passes : null;

    private static Func<int, bool>? Above(CodeSystem system, string descendant) =>
        system.IndexOf(descendant) is >= 0 and var bottom ? index => system.IsA(bottom, index) : null;

    private static Func<int, bool> Listed(CodeSystem system, ValueSetFilter filter, bool passes)
    {
        var listed = filter.Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .ToHashSet(Comparer(system, filter.Property));
        return index => Values(system, index, filter.Property).Any(listed.Contains) == passes;
    }

    private static StringComparer Comparer(CodeSystem system, string property) =>
        property is "code" or "concept" or "parent" or "child" ? system.Comparer : StringComparer.Ordinal;

    private static IEnumerable<string> Values(CodeSystem system, int index, string property) => property switch
    {
        "code" or "concept" => [system.Concepts.Code(index)],
        "display" => system.Concepts.Display(index) is { } display ? [display] : [],
        "parent" => Codes(system, system.Parents(index)),
        "child" => Codes(system, system.Children(index)),
        _ => system.Concepts.Properties(index).Where(entry => entry.Code == property).Select(entry => entry.Value),
    };

    private static string[] Codes(CodeSystem system, ReadOnlySpan<int> indexes)
    {
        var codes = new string[indexes.Length];
        for (var i = 0; i < codes.Length; i++) codes[i] = system.Concepts.Code(indexes[i]);
        return codes;
    }
}
