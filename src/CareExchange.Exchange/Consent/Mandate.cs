namespace CareExchange.Exchange.Consent;

/// <summary>What somebody may do for a person beside reading: as the person, by law, or as the person allowed.</summary>
/// <param name="Kind">On what it rests.</param>
/// <param name="MayChange">May give and take back consents.</param>
/// <param name="MayReadLooks">May read who looked, and ask about it.</param>
public sealed record Mandate(MandateKind Kind, bool MayChange, bool MayReadLooks)
{
    /// <summary>None at all: staff, systems, and those whose mandate ended.</summary>
    public static readonly Mandate None = new(MandateKind.None, false, false);
}
