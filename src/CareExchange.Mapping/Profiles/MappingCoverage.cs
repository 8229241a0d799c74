namespace CareExchange.Mapping.Profiles;

/// <summary>How much of a message its map has read.</summary>
/// <param name="Mapped">Populated fields that a rule read; reading in <c>where</c> or <c>check</c> alone does not count.</param>
/// <param name="Populated">Fields with a value, without those that the manifest says to ignore.</param>
public readonly record struct MappingCoverage(int Mapped, int Populated)
{
    /// <summary>From 0 to 1; 1 for a message without fields.</summary>
    public double Ratio => Populated == 0 ? 1 : (double)Mapped / Populated;
}
