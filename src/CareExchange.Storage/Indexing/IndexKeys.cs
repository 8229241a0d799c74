using System.Buffers.Binary;
using System.Text;

namespace CareExchange.Storage.Indexing;

/// <summary>The rows of the tables clustered by value, written beside the resource so that they can be named for removal, and what they were extracted by.</summary>
/// <remarks>What was written is removed, whatever today's definitions would extract. Format: version, the hash of the type's parameters
/// (<see cref="IndexedType.Hash"/>), then per row the table's place in <see cref="IndexTables.ByValue"/>, the parameter, and the texts.</remarks>
internal static class IndexKeys
{
    /// <summary>How many bytes say what the rows were extracted by (<see cref="HashOf"/>).</summary>
    public const int HeadLength = 1 + sizeof(long);

    private const byte Version = 2;

    // As written before the parameters had a hash.
    private const byte VersionWithoutHash = 1;

    /// <summary>Written for a version without any.</summary>
    public static byte[] None { get; } = [VersionWithoutHash];

    public static byte[] Write(IReadOnlyCollection<IndexRow> rows, long hash)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        writer.Write(Version);
        writer.Write(hash);
        foreach (var row in rows)
        {
            var table = Place(row);
            if (table < 0) continue;
            writer.Write((byte)table);
            writer.Write((int)row.Values[0]);
            for (var index = 1; index < row.Values.Length - 1; index++) writer.Write((string)row.Values[index]);
        }

        return stream.ToArray();
    }

    public static IReadOnlyList<IndexRow> Read(byte[] keys)
    {
        var rows = new List<IndexRow>();
        if (keys.Length == 0) return rows;
        using var reader = new BinaryReader(new MemoryStream(keys), Encoding.UTF8);
        switch (reader.ReadByte())
        {
            case VersionWithoutHash:
                break;
            case Version:
                reader.ReadInt64();
                break;
            default:
                throw new InvalidDataException("Index keys of an unknown version.");
        }

        while (reader.BaseStream.Position < keys.Length)
        {
            var table = IndexTables.ByValue[reader.ReadByte()];
            var values = new object[table.Columns.Count];
            values[0] = reader.ReadInt32();
            for (var index = 1; index < values.Length - 1; index++) values[index] = reader.ReadString();
            values[^1] = 0L;
            rows.Add(new(table, values));
        }

        return rows;
    }

    /// <summary>The hash of the parameters that the rows were extracted by, read from the first <see cref="HeadLength"/> bytes; null where they do not say.</summary>
    public static long? HashOf(ReadOnlySpan<byte> head) => head.Length >= HeadLength && head[0] == Version ? BinaryPrimitives.ReadInt64LittleEndian(head[1..]) : null;

    /// <summary>True for a row that is written here.</summary>
    public static bool Covers(IndexRow row) => Place(row) >= 0;

    private static int Place(IndexRow row)
    {
        for (var index = 0; index < IndexTables.ByValue.Count; index++)
        {
            if (ReferenceEquals(IndexTables.ByValue[index], row.Table)) return index;
        }

        return -1;
    }
}
