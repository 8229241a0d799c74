using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace CareExchange.Storage.Database;

/// <summary>A row of an index table clustered by value, in the order of its table: parameter, first text by its bytes, row number.</summary>
/// <remarks>The parameter and the first twelve bytes of the text are compared as numbers, because that decides nearly always.</remarks>
internal readonly record struct OrderedRow : IComparable<OrderedRow>
{
    /// <summary>From so many rows on it pays: fewer touch different pages anyway.</summary>
    public const int WorthSorting = 256;

    private const int FirstBytes = 4;
    private const int MoreBytes = 8;
    private readonly ulong _first;
    private readonly ulong _more;

    public OrderedRow(PackedRow row)
    {
        Row = row;
        var reader = new PackedReader(row.Bytes);
        var parameter = (uint)reader.Integer() ^ 0x8000_0000;
        var text = reader.Text();
        Span<byte> start = stackalloc byte[FirstBytes + MoreBytes];
        start.Clear();
        text[..Math.Min(text.Length, start.Length)].CopyTo(start);
        _first = ((ulong)parameter << 32) | BinaryPrimitives.ReadUInt32BigEndian(start);
        _more = BinaryPrimitives.ReadUInt64BigEndian(start[FirstBytes..]);
    }

    /// <summary>The row.</summary>
    public PackedRow Row { get; }

    /// <summary>Brings rows of one table into the order of their B-tree: each page is touched once, not once per row.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="room">Used meanwhile; what stands in it is lost.</param>
    public static void Sort(List<PackedRow> rows, List<OrderedRow> room)
    {
        CollectionsMarshal.SetCount(room, rows.Count);
        var order = CollectionsMarshal.AsSpan(room);
        var all = CollectionsMarshal.AsSpan(rows);
        for (var place = 0; place < order.Length; place++) order[place] = new(all[place]);
        order.Sort();
        for (var place = 0; place < order.Length; place++) all[place] = order[place].Row;
    }

    public int CompareTo(OrderedRow other)
    {
        if (_first != other._first) return _first < other._first ? -1 : 1;
        if (_more != other._more) return _more < other._more ? -1 : 1;
        var order = Text(Row).SequenceCompareTo(Text(other.Row));
        return order != 0 ? order : Row.Number.CompareTo(other.Row.Number);
    }

    private static ReadOnlySpan<byte> Text(PackedRow row)
    {
        var reader = new PackedReader(row.Bytes);
        reader.Integer();
        return reader.Text();
    }
}
