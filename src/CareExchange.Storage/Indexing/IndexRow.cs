using CareExchange.Storage.Database;

namespace CareExchange.Storage.Indexing;

/// <summary>One index row of a resource that has no row number yet, as its set holds it.</summary>
internal readonly struct IndexRow(byte[] bytes, int start, int length) : IEquatable<IndexRow>
{
    /// <summary>Its table.</summary>
    public TableShape Table => IndexTables.All[bytes[start]];

    /// <summary>Its parameter.</summary>
    public int Parameter => Reader().Integer();

    /// <summary>Its table's number, and its values before the row number.</summary>
    public ReadOnlySpan<byte> Bytes => bytes.AsSpan(start, length);

    /// <summary>The values as objects; the row number, last, is 0.</summary>
    public object[] Values => Of(0).Unpack(Table);

    /// <summary>The values, the parameter first.</summary>
    public PackedReader Reader() => new(Bytes[1..]);

    /// <summary>The row of a resource.</summary>
    public PackedRow Of(long number) => new(bytes, start + 1, length - 1, number);

    public bool Equals(IndexRow other) => Bytes.SequenceEqual(other.Bytes);

    public override bool Equals(object? obj) => obj is IndexRow other && Equals(other);

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.AddBytes(Bytes);
        return hash.ToHashCode();
    }
}
