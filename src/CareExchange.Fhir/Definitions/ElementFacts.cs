namespace CareExchange.Fhir.Definitions;

/// <summary>Facts whose absence cannot be seen from their value: which of them a definition states itself.</summary>
[Flags]
public enum ElementFacts
{
    /// <summary>None of them.</summary>
    None = 0,

    /// <summary><c>min</c>.</summary>
    Min = 1,

    /// <summary><c>max</c>.</summary>
    Max = 2,

    /// <summary><c>isSummary</c>.</summary>
    IsSummary = 4,

    /// <summary><c>isModifier</c>.</summary>
    IsModifier = 8,

    /// <summary><c>mustSupport</c>.</summary>
    MustSupport = 16,

    /// <summary><c>sliceIsConstraining</c>.</summary>
    SliceIsConstraining = 32,
}
