using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text;

namespace CareExchange.Storage.Database.Sqlite;

/// <summary>Many texts as bytes in which one is found by halving: a list that is asked row by row is bound as it is, and nothing is built of it for a query.</summary>
/// <remarks>Format: the number of texts, where each ends (from the first text on), then the texts in the order of their bytes. Numbers are little-endian, 32 bits.</remarks>
internal static class SortedTexts
{
    private const int Word = sizeof(int);

    // Whoever asks for the same list again and again, as an index of persons does, has it written once.
    private static readonly ConditionalWeakTable<IReadOnlyList<string>, byte[]> Written = [];

    /// <summary>The bytes of a list; the list does not change afterwards.</summary>
    public static byte[] Of(IReadOnlyList<string> values) => Written.GetValue(values, Write);

    /// <summary>Whether the text is one of them.</summary>
    /// <param name="texts">As <see cref="Of"/> gave them.</param>
    /// <param name="text">UTF-8.</param>
    public static bool Contains(ReadOnlySpan<byte> texts, ReadOnlySpan<byte> text)
    {
        if (texts.Length < Word) return false;
        var count = BinaryPrimitives.ReadInt32LittleEndian(texts);
        var ends = texts[Word..];
        var all = ends[(count * Word)..];
        var (low, high) = (0, count - 1);
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            var order = all[End(ends, middle - 1)..End(ends, middle)].SequenceCompareTo(text);
            if (order == 0) return true;
            if (order < 0) low = middle + 1;
            else high = middle - 1;
        }

        return false;
    }

    private static int End(ReadOnlySpan<byte> ends, int place) => place < 0 ? 0 : BinaryPrimitives.ReadInt32LittleEndian(ends[(place * Word)..]);

    private static byte[] Write(IReadOnlyList<string> values)
    {
        var texts = values.Select(Encoding.UTF8.GetBytes).ToArray();
        Array.Sort(texts, static (one, other) => one.AsSpan().SequenceCompareTo(other));
        var written = new byte[((texts.Length + 1) * Word) + texts.Sum(text => text.Length)];
        BinaryPrimitives.WriteInt32LittleEndian(written, texts.Length);
        var (start, end) = ((texts.Length + 1) * Word, 0);
        for (var place = 0; place < texts.Length; place++)
        {
            texts[place].CopyTo(written.AsSpan(start + end));
            end += texts[place].Length;
            BinaryPrimitives.WriteInt32LittleEndian(written.AsSpan((place + 1) * Word), end);
        }

        return written;
    }
}
