using CareExchange.Fhir.Definitions;

namespace CareExchange.Terminology.ValueSets;

/// <summary>Value sets that nobody defines, because their canonical says it all (R4 terminologies-systems.html).</summary>
internal static class ImplicitValueSet
{
    private static readonly Dictionary<string, string> WholeSystems = new(StringComparer.Ordinal)
    {
        ["http://unitsofmeasure.org/vs"] = "http://unitsofmeasure.org",
        ["http://loinc.org/vs"] = "http://loinc.org",
        ["http://snomed.info/sct?fhir_vs"] = "http://snomed.info/sct",
    };

    /// <summary>A set implied by a canonical; null where it implies none.</summary>
    public static ValueSetDefinition? Find(string url)
    {
        if (WholeSystems.TryGetValue(url, out var system)) return AllOf(url, system);

        // What follows is a query of SNOMED CT or LOINC, whose hierarchies are not at hand: the set is known, its members are not evaluated.
        if (url.StartsWith("http://snomed.info/sct", StringComparison.Ordinal) && url.Contains("?fhir_vs", StringComparison.Ordinal)) return Query(url, "http://snomed.info/sct");
        return url.StartsWith("http://loinc.org/vs/", StringComparison.Ordinal) ? Query(url, "http://loinc.org") : null;
    }

    /// <summary>The set of all codes of a system.</summary>
    public static ValueSetDefinition AllOf(string url, string system) => new(url, null, [new(system, null, [], [], [])], []);

    /// <summary>The present canonical of a v2 table or v3 set that is named as STU3 named it; null for any other.</summary>
    public static string? Renamed(string url)
    {
        const string Old = "http://hl7.org/fhir/ValueSet/v";
        return url.StartsWith(Old, StringComparison.Ordinal) && url.Length > Old.Length + 2 && url[Old.Length] is '2' or '3'
            ? string.Concat("http://terminology.hl7.org/ValueSet/v", url.AsSpan(Old.Length))
            : null;
    }

    private static ValueSetDefinition Query(string url, string system) => new(url, null, [new(system, null, [], [new("concept", "implied", url)], [])], []);
}
