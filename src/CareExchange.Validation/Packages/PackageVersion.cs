using CareExchange.Fhir.Definitions;

namespace CareExchange.Validation.Packages;

/// <summary>Whether a package's version is one that is asked for.</summary>
internal static class PackageVersion
{
    private static readonly string[] AnyLabels = ["latest", "current", "dev", "*", "x", ""];

    /// <summary>True for an exact version, for ranges as package.json has them (<c>4.0.x</c>, <c>^1.2.0</c>, <c>~1.2.0</c>), and for every version where a label is asked for.</summary>
    /// <remarks><c>current</c> and <c>dev</c> name builds that nobody published; what is loaded stands for them.</remarks>
    public static bool Matches(string version, string asked)
    {
        asked = asked.Trim();
        if (version == asked || AnyLabels.Contains(asked) || asked.StartsWith("current$", StringComparison.Ordinal)) return true;
        if (asked.StartsWith(">=", StringComparison.Ordinal)) return VersionOrder.Instance.Compare(version, asked[2..].Trim()) >= 0;
        if (asked.StartsWith('^')) return StartsEqual(version, asked[1..], 1) && VersionOrder.Instance.Compare(version, asked[1..]) >= 0;
        if (asked.StartsWith('~')) return StartsEqual(version, asked[1..], 2) && VersionOrder.Instance.Compare(version, asked[1..]) >= 0;
        var steps = asked.Split('.');
        var wildcard = Array.FindIndex(steps, step => step is "x" or "X" or "*");
        return wildcard >= 0 && StartsEqual(version, asked, wildcard);
    }

    private static bool StartsEqual(string left, string right, int steps) =>
        left.Split('.', '-').Take(steps).SequenceEqual(right.Split('.', '-').Take(steps), StringComparer.Ordinal);
}
