namespace CareExchange.Storage.Loading;

/// <summary>Which resources a load has seen since it began, in a bounded set that may take one for seen that was not, and never the other way round (a Bloom filter). Used by one flow.</summary>
/// <remarks>Where the database was empty when the load began, what it has not seen cannot stand: nobody has to look for it. Whoever else creates it meanwhile is met when it is written.
/// Some five million are told apart well; beyond, more and more are looked for that need not be.</remarks>
public sealed class LoadedKeys
{
    private const int Bits = 1 << 26;
    private const int Probes = 5;
    private readonly ulong[] _seen = new ulong[Bits / 64];

    /// <summary>Adds a resource.</summary>
    /// <returns>False where it was certainly not seen before.</returns>
    public bool Add(string type, string id)
    {
        var (place, step) = ((uint)id.GetHashCode(StringComparison.Ordinal), (uint)HashCode.Combine(type, id) | 1);
        var wasSeen = true;
        for (var probe = 0; probe < Probes; probe++, place += step)
        {
            ref var word = ref _seen[(place % Bits) / 64];
            var bit = 1UL << (int)(place % 64);
            wasSeen &= (word & bit) != 0;
            word |= bit;
        }

        return wasSeen;
    }
}
