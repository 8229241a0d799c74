using System.Collections;
using CareExchange.Storage.Database;

namespace CareExchange.Storage.Indexing;

/// <summary>The index rows of one resource in one piece of an array. Thread-safe.</summary>
internal sealed class IndexSet(ArraySegment<byte> bytes, int count) : IReadOnlyCollection<IndexRow>
{
    /// <summary>No rows.</summary>
    public static IndexSet Empty { get; } = new([], 0);

    /// <summary>How many rows there are.</summary>
    public int Count => count;

    /// <summary>The rows one after the other, each with its table's number before it.</summary>
    public ReadOnlySpan<byte> Bytes => bytes;

    public IEnumerator<IndexRow> GetEnumerator()
    {
        for (var start = 0; start < bytes.Count;)
        {
            var length = LengthAt(start);
            yield return new(bytes.Array!, bytes.Offset + start, length);
            start += length;
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Goes on to the next row; false behind the last.</summary>
    /// <param name="end">0 before the first row; then where the row ends that was given.</param>
    /// <param name="row">The row.</param>
    public bool Next(ref int end, out IndexRow row)
    {
        row = default;
        if (end >= bytes.Count) return false;
        var length = LengthAt(end);
        row = new(bytes.Array!, bytes.Offset + end, length);
        end += length;
        return true;
    }

    private int LengthAt(int start)
    {
        var rest = (ReadOnlySpan<byte>)bytes.AsSpan(start);
        var reader = new PackedReader(rest);
        var columns = IndexTables.All[reader.Byte()].Columns;
        for (var column = 0; column < columns.Count - 1; column++) reader.Skip(columns[column].Kind);
        return rest.Length - reader.Length;
    }
}
