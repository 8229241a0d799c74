using System.Globalization;

namespace CareExchange.Fhir.Definitions;

/// <summary>The order of business and package versions: number by number, a release after its candidates, none before all.</summary>
public sealed class VersionOrder : IComparer<string?>
{
    private VersionOrder()
    {
    }

    /// <summary>The one instance.</summary>
    public static VersionOrder Instance { get; } = new();

    /// <inheritdoc/>
    public int Compare(string? x, string? y)
    {
        if (x is null || y is null) return x is null ? y is null ? 0 : -1 : 1;
        if (string.Equals(x, y, StringComparison.Ordinal)) return 0;
        var (left, leftLabel) = Split(x);
        var (right, rightLabel) = Split(y);
        for (var i = 0; i < Math.Max(left.Length, right.Length); i++)
        {
            var order = ComparePart(i < left.Length ? left[i] : "0", i < right.Length ? right[i] : "0");
            if (order != 0) return order;
        }

        // 1.0.0-ballot comes before 1.0.0.
        if (leftLabel is null || rightLabel is null) return leftLabel is null ? rightLabel is null ? 0 : 1 : -1;
        return string.CompareOrdinal(leftLabel, rightLabel);
    }

    /// <summary>The first two numbers, <c>4.0</c> of <c>4.0.1</c>; null where the version does not begin with two numbers.</summary>
    public static string? MajorMinor(string version)
    {
        var first = version.IndexOf('.', StringComparison.Ordinal);
        if (first <= 0) return null;
        var end = first + 1;
        while (end < version.Length && char.IsAsciiDigit(version[end])) end++;
        if (end == first + 1 || (end < version.Length && version[end] is not ('.' or '-'))) return null;
        return version.AsSpan(0, first).ContainsAnyExceptInRange('0', '9') ? null : version[..end];
    }

    private static (string[] Numbers, string? Label) Split(string version)
    {
        var dash = version.IndexOf('-', StringComparison.Ordinal);

        // 2018-08-12 is a date and not a release with a label.
        if (dash == 4 && version.Length >= 7 && !version.AsSpan(0, 4).ContainsAnyExceptInRange('0', '9')) return (version.Split('-', '.'), null);
        return dash < 0 ? (version.Split('.'), null) : (version[..dash].Split('.'), version[(dash + 1)..]);
    }

    private static int ComparePart(string left, string right) =>
        long.TryParse(left, NumberStyles.None, CultureInfo.InvariantCulture, out var a) && long.TryParse(right, NumberStyles.None, CultureInfo.InvariantCulture, out var b)
            ? a.CompareTo(b)
            : string.CompareOrdinal(left, right);
}
