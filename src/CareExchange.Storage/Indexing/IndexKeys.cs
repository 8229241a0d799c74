using System.Buffers.Binary;

namespace CareExchange.Storage.Indexing;

/// <summary>The rows of the tables clustered by value, written beside the resource so that they can be named for removal, and what they were extracted by.</summary>
/// <remarks>What was written is removed, whatever today's definitions would extract. Format: version, the hash of the type's parameters
/// (<see cref="IndexedType.Hash"/>), then the rows as an <see cref="IndexSet"/> has them: the table's place in <see cref="IndexTables.ByValue"/>, the
/// parameter, and the texts.</remarks>
internal static class IndexKeys
{
    /// <summary>How many bytes say what the rows were extracted by (<see cref="HashOf"/>).</summary>
    public const int HeadLength = 1 + sizeof(long);

    private const byte Version = 2;

    // As written before the parameters had a hash.
    private const byte VersionWithoutHash = 1;

    /// <summary>Written for a version without any.</summary>
    public static byte[] None { get; } = [VersionWithoutHash];

    public static byte[] Write(IndexSet rows, long hash) => Write(rows, hash, static length => new byte[length]).Array!;

    /// <summary>The same in a piece of an array that is asked for by its length.</summary>
    public static ArraySegment<byte> Write(IndexSet rows, long hash, Func<int, ArraySegment<byte>> room)
    {
        var length = HeadLength;
        var end = 0;
        while (rows.Next(ref end, out var row)) length += Covers(row) ? row.Bytes.Length : 0;
        var keys = room(length);
        keys[0] = Version;
        BinaryPrimitives.WriteInt64LittleEndian(keys.AsSpan(1), hash);
        (length, end) = (HeadLength, 0);
        while (rows.Next(ref end, out var row))
        {
            if (!Covers(row)) continue;
            row.Bytes.CopyTo(keys.AsSpan(length));
            length += row.Bytes.Length;
        }

        return keys;
    }

    public static IReadOnlyList<IndexRow> Read(byte[] keys) => keys switch
    {
        [] => [],
        [VersionWithoutHash, ..] => [.. new IndexSet(keys[1..], 0)],
        [Version, ..] => [.. new IndexSet(keys[HeadLength..], 0)],
        _ => throw new InvalidDataException("Index keys of an unknown version."),
    };

    /// <summary>The hash of the parameters that the rows were extracted by, read from the first <see cref="HeadLength"/> bytes; null where they do not say.</summary>
    public static long? HashOf(ReadOnlySpan<byte> head) => head.Length >= HeadLength && head[0] == Version ? BinaryPrimitives.ReadInt64LittleEndian(head[1..]) : null;

    /// <summary>True for a row that is written here.</summary>
    public static bool Covers(IndexRow row) => row.Bytes[0] < IndexTables.ByValue.Count;
}
