using CareExchange.Fhir.Elements;

namespace CareExchange.Mapping.Maps;

/// <summary>A ConceptMap ready to be asked.</summary>
internal sealed class CodeMap(string url, IReadOnlyList<CodeMapGroup> groups)
{
    public string Url { get; } = url;

    public IReadOnlyList<CodeMapGroup> Groups { get; } = groups;

    /// <summary>What a code becomes; null where no group knows it and none says what to do with unknown ones.</summary>
    /// <param name="system">The code's system; null asks every group.</param>
    /// <param name="code">The code.</param>
    public CodeTranslation? Translate(string? system, string code) => Translate(system, code, 0);

    private CodeTranslation? Translate(string? system, string code, int depth)
    {
        CodeTranslation? known = null;
        foreach (var group in Groups)
        {
            if ((system is not null && group.Source is not null && group.Source != system) || !group.Codes.TryGetValue(code, out var found)) continue;
            if (found.Code is not null) return found;
            known ??= found;
        }

        if (known is not null) return known;

        foreach (var group in Groups)
        {
            if (system is not null && group.Source is not null && group.Source != system) continue;
            if (group.Unmapped == CodeMapUnmapped.Provided) return new(group.Target ?? group.Source, code, null) { SourceSystem = group.Source, ByDefault = true };
            if (group.Unmapped == CodeMapUnmapped.Fixed) return new(group.Target, group.FixedCode, group.FixedDisplay) { SourceSystem = group.Source, ByDefault = true };

            // Lists may point at each other; a circle ends as "unknown".
            if (group.Other is { } other && depth < 8 && other.Translate(system, code, depth + 1) is { } elsewhere) return elsewhere;
        }

        return null;
    }
}

internal enum CodeMapUnmapped
{
    None,
    Provided,
    Fixed,
}

internal sealed class CodeMapGroup(string? source, string? target)
{
    public string? Source { get; } = source;

    public string? Target { get; } = target;

    public Dictionary<string, CodeTranslation> Codes { get; } = new(StringComparer.Ordinal);

    public CodeMapUnmapped Unmapped { get; init; }

    public string? FixedCode { get; init; }

    public string? FixedDisplay { get; init; }

    /// <summary>The list to ask next (mode other-map), set when all lists are read.</summary>
    public CodeMap? Other { get; set; }

    public string? OtherUrl { get; init; }
}

/// <summary>What a code becomes.</summary>
/// <param name="System">The target's code system.</param>
/// <param name="Code">The target; null where the list says that there is none.</param>
/// <param name="Display">The target's display.</param>
internal sealed record CodeTranslation(string? System, string? Code, string? Display)
{
    public string? SourceSystem { get; init; }

    public string? SourceDisplay { get; init; }

    /// <summary>The target as a Coding, made when it is first asked for; null before, and where there is no target.</summary>
    public ElementTemplate? Coding { get; set; }

    /// <summary>The target and the source as a CodeableConcept, made when it is first asked for.</summary>
    public ElementTemplate? Concept { get; set; }

    /// <summary>True where the list does not know the code and this is its rule for such codes.</summary>
    public bool ByDefault { get; init; }
}
