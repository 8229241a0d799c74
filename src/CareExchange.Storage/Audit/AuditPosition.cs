using System.Globalization;

namespace CareExchange.Storage.Audit;

/// <summary>The place of an entry among all, by time and then by its place in its chain.</summary>
/// <param name="Recorded">µs since 1970.</param>
/// <param name="Shard">Which chain.</param>
/// <param name="Sequence">Its number there.</param>
public readonly record struct AuditPosition(long Recorded, int Shard, long Sequence)
{
    /// <summary>Reads what <see cref="ToString"/> wrote; null for anything else.</summary>
    public static AuditPosition? Parse(string? text)
    {
        if (text?.Split('.') is not [var recorded, var shard, var sequence]) return null;
        return long.TryParse(recorded, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var time)
            && int.TryParse(shard, NumberStyles.None, CultureInfo.InvariantCulture, out var chain)
            && long.TryParse(sequence, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new AuditPosition(time, chain, number)
            : null;
    }

    /// <summary>The three numbers with dots between them.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Recorded}.{Shard}.{Sequence}");
}
