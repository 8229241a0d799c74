namespace CareExchange.Exchange.Consent;

/// <summary>Whether a condition of a consent applies; unknown where it cannot be read or judged.</summary>
/// <remarks>Three values are what keeps a malformed consent closed: a permit needs <see cref="Yes"/>, a refusal only loses by <see cref="No"/>.</remarks>
public enum Match
{
    /// <summary>It does not apply.</summary>
    No,

    /// <summary>Nobody can tell.</summary>
    Unknown,

    /// <summary>It applies.</summary>
    Yes,
}
