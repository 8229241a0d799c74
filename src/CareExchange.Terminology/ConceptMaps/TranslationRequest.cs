using CareExchange.Fhir.Definitions;

namespace CareExchange.Terminology.ConceptMaps;

/// <summary>What is to be translated: the in-parameters of R4 ConceptMap/$translate.</summary>
/// <param name="System">The code's system; null where the map is asked for the code in whichever.</param>
/// <param name="Code">The code.</param>
public sealed record TranslationRequest(string? System, string Code)
{
    /// <summary>Canonical of the map; null to ask all maps that fit.</summary>
    public string? Map { get; init; }

    /// <summary>Only maps from this value set, or null.</summary>
    public string? SourceValueSet { get; init; }

    /// <summary>Only maps to this value set, or null.</summary>
    public string? TargetValueSet { get; init; }

    /// <summary>Only targets in this system, or null.</summary>
    public string? TargetSystem { get; init; }

    /// <summary>True to go from target to source.</summary>
    public bool IsReverse { get; init; }

    /// <summary>What is known beside the code, for mappings that depend on it.</summary>
    public IReadOnlyList<ConceptMapDependency> Dependencies { get; init; } = [];
}
