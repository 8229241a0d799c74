namespace CareExchange.Exchange.Consent;

/// <summary>One dimension of a provision: any of the values, nothing stated meaning everything.</summary>
/// <typeparam name="T">What is listed.</typeparam>
/// <param name="Values">The values that could be read.</param>
/// <param name="Unreadable">True where a value stands there that could not be read.</param>
public sealed record Condition<T>(IReadOnlyList<T> Values, bool Unreadable = false)
{
    /// <summary>Nothing is stated.</summary>
    public static readonly Condition<T> Any = new([]);

    /// <summary>True where the provision says something about this dimension.</summary>
    public bool IsStated => Values.Count > 0 || Unreadable;

    /// <summary>Whether any of the values applies; <see cref="Match.Yes"/> where nothing is stated.</summary>
    /// <param name="judge">Judges one value.</param>
    public Match Judge(Func<T, Match> judge)
    {
        if (!IsStated) return Match.Yes;
        var best = Unreadable ? Match.Unknown : Match.No;
        foreach (var value in Values)
        {
            var match = judge(value);
            if (match == Match.Yes) return Match.Yes;
            if (match > best) best = match;
        }

        return best;
    }
}
