using System.Collections.Frozen;

namespace CareExchange.Fhir.FhirPath.Values;

/// <summary>The UCUM units that care records of this gateway carry, each as a multiple of base units.</summary>
/// <remarks>The seam to a complete UCUM: only this table and <see cref="UcumUnit"/> know unit codes. A unit outside it still equals itself.</remarks>
internal static class UcumAtoms
{
    private static readonly FrozenDictionary<string, decimal> s_prefixes = new Dictionary<string, decimal>(StringComparer.Ordinal)
    {
        ["G"] = 1_000_000_000m,
        ["M"] = 1_000_000m,
        ["k"] = 1_000m,
        ["h"] = 100m,
        ["da"] = 10m,
        ["d"] = 0.1m,
        ["c"] = 0.01m,
        ["m"] = 0.001m,
        ["u"] = 0.000_001m,
        ["n"] = 0.000_000_001m,
        ["p"] = 0.000_000_000_001m,
    }.ToFrozenDictionary();

    // Base units name themselves; the others are a factor on an expression of base units (UCUM tables 2 to 5).
    private static readonly FrozenDictionary<string, (decimal Factor, string Base, bool IsMetric)> s_atoms =
        new Dictionary<string, (decimal, string, bool)>(StringComparer.Ordinal)
        {
            ["m"] = (1, "m", true),
            ["s"] = (1, "s", true),
            ["g"] = (1, "g", true),
            ["K"] = (1, "K", true),
            ["C"] = (1, "C", true),
            ["cd"] = (1, "cd", true),
            ["rad"] = (1, "rad", true),
            ["[iU]"] = (1, "[iU]", true),
            ["mol"] = (6.022_136_7e23m, "1", true),
            ["%"] = (0.01m, "1", false),
            ["min"] = (60, "s", false),
            ["h"] = (3_600, "s", false),
            ["d"] = (86_400, "s", false),
            ["wk"] = (604_800, "s", false),
            ["mo"] = (2_629_800, "s", false),
            ["a"] = (31_557_600, "s", false),
            ["L"] = (0.001m, "m3", true),
            ["l"] = (0.001m, "m3", true),
            ["t"] = (1_000_000, "g", true),
            ["N"] = (1_000, "g.m/s2", true),
            ["Pa"] = (1_000, "g/m/s2", true),
            ["J"] = (1_000, "g.m2/s2", true),
            ["W"] = (1_000, "g.m2/s3", true),
            ["Hz"] = (1, "/s", true),
            ["bar"] = (100_000_000, "g/m/s2", true),
            ["m[Hg]"] = (133_322_000, "g/m/s2", true),
            ["cal"] = (4_184, "g.m2/s2", true),
            ["eq"] = (6.022_136_7e23m, "1", true),
            ["kat"] = (6.022_136_7e23m, "/s", true),
            ["U"] = (10_036_894_500_000_000m, "/s", true),
            ["[in_i]"] = (0.025_4m, "m", false),
            ["[ft_i]"] = (0.304_8m, "m", false),
            ["[lb_av]"] = (453.592_37m, "g", false),
            ["[oz_av]"] = (28.349_523_125m, "g", false),
        }.ToFrozenDictionary();

    /// <summary>The factor and base expression of one unit with or without a metric prefix; false for a unit outside the table.</summary>
    public static bool TryFind(string code, out decimal factor, out string baseUnits)
    {
        if (s_atoms.TryGetValue(code, out var atom))
        {
            (factor, baseUnits, _) = atom;
            return true;
        }

        for (var length = 1; length <= 2 && length < code.Length; length++)
        {
            if (!s_prefixes.TryGetValue(code[..length], out var prefix)
                || !s_atoms.TryGetValue(code[length..], out atom)
                || !atom.IsMetric) continue;
            factor = prefix * atom.Factor;
            baseUnits = atom.Base;
            return true;
        }

        (factor, baseUnits) = (0, "");
        return false;
    }
}
