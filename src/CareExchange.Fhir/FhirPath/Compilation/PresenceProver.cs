using CareExchange.Fhir.FhirPath.Syntax;

namespace CareExchange.Fhir.FhirPath.Compilation;

/// <summary>Tree → <see cref="PresenceProof"/>: asks the analysis once for every combination of the children that matter.</summary>
internal static class PresenceProver
{
    private const int Bits = 64;

    /// <summary>The proof; null where no combination proves anything, or too many children matter.</summary>
    public static PresenceProof? Prove(Node tree, Func<string, bool> isType, IReadOnlyList<string> children)
    {
        var asked = new HashSet<string>(StringComparer.Ordinal);
        new PresenceAnalysis(isType, name =>
        {
            asked.Add(name);
            return null;
        }).Of(tree);
        int[] relevant = [.. Enumerable.Range(0, Math.Min(children.Count, Bits)).Where(index => asked.Contains(children[index]))];
        if (relevant.Length is 0 or > PresenceProof.MaximumChildren) return null;
        var table = 0UL;
        for (var combination = 0; combination < 1 << relevant.Length; combination++)
        {
            var present = combination;
            var analysis = new PresenceAnalysis(isType, name => Array.FindIndex(relevant, index => children[index] == name) is >= 0 and var place
                ? (present & (1 << place)) != 0
                : null);
            if (analysis.Of(tree) == Possible.True) table |= 1UL << combination;
        }

        return table == 0 ? null : new(relevant.Aggregate(0UL, (mask, index) => mask | (1UL << index)), table);
    }
}
