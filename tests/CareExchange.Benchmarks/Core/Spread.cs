namespace CareExchange.Benchmarks.Core;

/// <summary>Chooses a few of many persons evenly.</summary>
internal static class Spread
{
    /// <summary>The person in this place, one of every so many; whatever goes by remainders of a person's number, such as names and codes, is spread as in a town of as many as are chosen.</summary>
    public static int Over(int place, int every) => (place * every) + (place % every);
}
