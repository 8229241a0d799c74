using CareExchange.Storage.Database;

namespace CareExchange.Storage.Indexing;

/// <summary>The rows of the tables clustered by value, written beside the resource so that they can be named for removal.</summary>
/// <remarks>What was written is removed, whatever today's definitions would extract. Format: version, then the rows as an <see cref="IndexSet"/>
/// has them: the table's place in <see cref="IndexTables.ByValue"/>, the parameter, and the texts.</remarks>
internal static class IndexKeys
{
    private const byte Version = 1;

    /// <summary>Written for a version without any.</summary>
    public static byte[] None { get; } = [Version];

    public static byte[] Write(IndexSet rows)
    {
        var length = 1;
        var end = 0;
        while (rows.Next(ref end, out var row)) length += Covers(row) ? row.Bytes.Length : 0;
        if (length == 1) return None;
        var keys = new byte[length];
        keys[0] = Version;
        (length, end) = (1, 0);
        while (rows.Next(ref end, out var row))
        {
            if (!Covers(row)) continue;
            row.Bytes.CopyTo(keys.AsSpan(length));
            length += row.Bytes.Length;
        }

        return keys;
    }

    public static IReadOnlyList<IndexRow> Read(byte[] keys)
    {
        if (keys.Length == 0) return [];
        if (keys[0] != Version) throw new InvalidDataException("Index keys of an unknown version.");
        return [.. new IndexSet(keys[1..], 0)];
    }

    /// <summary>True for a row that is written here.</summary>
    public static bool Covers(IndexRow row) => row.Bytes[0] < IndexTables.ByValue.Count;
}
