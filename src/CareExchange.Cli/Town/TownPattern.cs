using System.Text.Json;

namespace CareExchange.Cli.Town;

/// <summary>One of the 45 cases as a pattern: what its persons have in common.</summary>
/// <param name="No">The case it was taken from (<c>tests/Data/cases</c>).</param>
/// <param name="Age">Age in the case; persons of the pattern are a few years older or younger.</param>
/// <param name="Sex">M or F.</param>
/// <param name="Household">Household type, as the municipality writes it and as the guide codes it.</param>
/// <param name="Housing">Kind of housing.</param>
/// <param name="Economy">Economic status.</param>
/// <param name="Referral">How the person was found.</param>
/// <param name="Prescreen">Scores of the seven activities.</param>
/// <param name="AsIs">Present state, Korean.</param>
/// <param name="ToBe">Goal, Korean.</param>
/// <param name="Existing">Services received already.</param>
/// <param name="Services">Services of the plan.</param>
internal sealed record TownPattern(
    int No, int Age, string Sex, TownCode Household, TownCode Housing, TownCode Economy, TownCode Referral, int[] Prescreen, string AsIs, string ToBe, TownService[] Existing, TownService[] Services)
{
    /// <summary>Another partner that sends messages about such persons (a folder of <c>mappings/</c>); null for the municipality alone.</summary>
    public string? Sender { get; init; }

    /// <summary>What that partner's messages are about: a KCD-8 code.</summary>
    public TownCode? Diagnosis { get; init; }

    /// <summary>All patterns, in the order of the cases.</summary>
    public static IReadOnlyList<TownPattern> All { get; } = Read();

    private static TownPattern[] Read()
    {
        using var stream = typeof(TownPattern).Assembly.GetManifestResourceStream("town.patterns.json")
            ?? throw new InvalidOperationException("The assembly was built without Town/patterns.json.");
        return JsonSerializer.Deserialize<TownPattern[]>(stream, JsonSerializerOptions.Web)!;
    }
}
