using System.Collections.Frozen;

namespace CareExchange.Fhir.FhirPath.Functions;

/// <summary>Every function by name. The type functions <c>is</c>, <c>as</c> and <c>ofType</c> are compiled as operators and stand in none of the sections.</summary>
internal static class FunctionTable
{
    private static readonly FrozenDictionary<string, Function> s_functions = new[]
    {
        Existence.Functions,
        Filtering.Functions,
        Subsetting.Functions,
        Combining.Functions,
        Conversion.Functions,
        Strings.Functions,
        StringEncoding.Functions,
        MathFunctions.Functions,
        Boundaries.Functions,
        Tree.Functions,
        Utility.Functions,
        Aggregates.Functions,
        FhirAdditions.Functions,
        References.Functions,
        DefinitionFunctions.Functions,
    }.SelectMany(section => section).ToFrozenDictionary(function => function.Name, StringComparer.Ordinal);

    public static IEnumerable<string> Names => s_functions.Keys;

    public static Function? Find(string name) => s_functions.GetValueOrDefault(name);
}
