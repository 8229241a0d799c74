using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text;

namespace CareExchange.Storage.Database.Sqlite;

/// <summary>Many texts of which SQLite asks row by row (<see cref="SqliteFunctions.OneOf"/>): a statement is bound to the number of the set, and nothing is built or copied for it.</summary>
/// <remarks>Whoever runs the statement holds the set until it has ended (<see cref="SqliteCommands"/>). A list that was made of another shares what they have in common. Immutable, thread-safe.</remarks>
internal sealed class TextSet
{
    // Whoever asks for the same list again and again, as an index of persons does, has it written once.
    private static readonly ConditionalWeakTable<object, TextSet> Written = [];

    // A number keeps no set alive: of those that are gone the numbers are forgotten now and then.
    private static readonly ConcurrentDictionary<long, WeakReference<TextSet>> Known = new();
    private const int Between = 64;

    // No text stands at 0, which is an empty bucket.
    private const int First = 1;
    private static long s_last;

    private readonly TextSet? _base;
    private readonly TextSet? _removed;

    // Where a text's length stands, and behind it the text: a look goes to two places of the memory, which for a hundred thousand texts is what it costs.
    private readonly int[] _buckets;
    private readonly byte[] _texts;

    private TextSet(IReadOnlyCollection<string> values, TextSet? shared = null, TextSet? removed = null)
    {
        (_base, _removed) = (shared, removed);
        _texts = new byte[First + values.Sum(static value => sizeof(int) + Encoding.UTF8.GetByteCount(value))];
        _buckets = new int[(int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(2, values.Count * 2))];
        var place = First;
        foreach (var value in values)
        {
            var length = Encoding.UTF8.GetBytes(value, _texts.AsSpan(place + sizeof(int)));
            BitConverter.TryWriteBytes(_texts.AsSpan(place), length);
            Keep(place);
            place += sizeof(int) + length;
        }

        Number = Interlocked.Increment(ref s_last);
        Known[Number] = new(this);
        if (Number % Between == 0) Forget();
    }

    /// <summary>The number that stands for the set in a statement.</summary>
    public long Number { get; }

    /// <summary>The set of a list; the list does not change afterwards.</summary>
    public static TextSet Of(IReadOnlyList<string> values) => Written.GetValue(values, static list =>
    {
        if (list is not NameList names) return new((IReadOnlyList<string>)list);
        var shared = Written.GetValue(names.Base, static all => new((IReadOnlySet<string>)all));
        return names.Added.Count + names.Removed.Count == 0 ? shared : new(names.Added, shared, names.Removed.Count == 0 ? null : new(names.Removed));
    });

    /// <summary>The set of a number that somebody holds; null where it is no such number.</summary>
    public static TextSet? Find(long number) => Known.TryGetValue(number, out var known) && known.TryGetTarget(out var set) ? set : null;

    /// <summary>Whether the text is one of them.</summary>
    /// <param name="text">UTF-8.</param>
    public bool Contains(ReadOnlySpan<byte> text)
    {
        var hash = Hash(text);
        if (_base is null) return Has(text, hash);
        return _base.Has(text, hash) ? _removed?.Has(text, hash) != true : Has(text, hash);
    }

    private static void Forget()
    {
        foreach (var (number, set) in Known)
        {
            if (!set.TryGetTarget(out _)) Known.TryRemove(number, out _);
        }
    }

    // Seeded anew by every process: nobody can choose ids that fall together.
    private static int Hash(ReadOnlySpan<byte> text)
    {
        var hash = default(HashCode);
        hash.AddBytes(text);
        return hash.ToHashCode();
    }

    private void Keep(int place)
    {
        var text = TextOf(place);
        for (var at = Hash(text) & (_buckets.Length - 1); ; at = (at + 1) & (_buckets.Length - 1))
        {
            if (_buckets[at] == 0) _buckets[at] = place;
            else if (!TextOf(_buckets[at]).SequenceEqual(text)) continue;
            return;
        }
    }

    private bool Has(ReadOnlySpan<byte> text, int hash)
    {
        for (var at = hash & (_buckets.Length - 1); _buckets[at] != 0; at = (at + 1) & (_buckets.Length - 1))
        {
            if (TextOf(_buckets[at]).SequenceEqual(text)) return true;
        }

        return false;
    }

    private ReadOnlySpan<byte> TextOf(int place) => _texts.AsSpan(place + sizeof(int), Unsafe.ReadUnaligned<int>(ref _texts[place]));
}
