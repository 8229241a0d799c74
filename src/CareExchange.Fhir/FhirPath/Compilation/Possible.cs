namespace CareExchange.Fhir.FhirPath.Compilation;

/// <summary>What a step can give, as a set: what is known of it before any value is read.</summary>
[Flags]
internal enum Possible : byte
{
    /// <summary>Nothing at all; no step gives this.</summary>
    None = 0,

    /// <summary>No items.</summary>
    Empty = 1,

    /// <summary>The one item true.</summary>
    True = 2,

    /// <summary>The one item false.</summary>
    False = 4,

    /// <summary>Other items.</summary>
    Other = 8,

    /// <summary>The evaluation fails.</summary>
    Failure = 16,

    /// <summary>True or false.</summary>
    Truth = True | False,

    /// <summary>At least one item.</summary>
    Items = True | False | Other,

    /// <summary>Anything but a failure.</summary>
    Safe = Empty | Items,

    /// <summary>Anything.</summary>
    Anything = Safe | Failure,
}
