using CareExchange.Fhir.Definitions;

namespace CareExchange.Validation.Snapshots;

/// <summary>Which types a profile may give an element, and which of them its content comes from.</summary>
internal static class TypeRules
{
    /// <summary>True where the base permits the type, or one it derives from.</summary>
    public static bool IsPermitted(ElementType type, IReadOnlyList<ElementType> of, SnapshotGenerator generator)
    {
        if (of.Count == 0) return true;
        foreach (var known in of)
        {
            if (known.Code == type.Code || known.Code is "Element" or "*") return true;
            if (generator.Find(type.Code)?.IsA(known.Code) == true) return true;
        }

        return false;
    }

    /// <summary>The type whose elements stand inside: what several types share is Element.</summary>
    public static string ContentType(ElementDefinition facts)
    {
        if (facts.Types.Count == 0) return "Element";
        var first = facts.Types[0].Code;
        for (var i = 1; i < facts.Types.Count; i++)
        {
            if (facts.Types[i].Code != first) return "Element";
        }

        return first;
    }
}
