using CareExchange.Storage.Database;

namespace CareExchange.Storage.Indexing;

/// <summary>One index row; its last value is the row number, 0 until the resource has one.</summary>
internal readonly struct IndexRow(TableShape table, params object[] values) : IEquatable<IndexRow>
{
    public TableShape Table { get; } = table;

    public object[] Values { get; } = values;

    public bool Equals(IndexRow other) => ReferenceEquals(Table, other.Table) && Values.AsSpan().SequenceEqual(other.Values);

    public override bool Equals(object? obj) => obj is IndexRow other && Equals(other);

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var value in Values) hash.Add(value);
        return hash.ToHashCode();
    }
}
