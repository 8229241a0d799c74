using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace CareExchange.Storage.Database;

/// <summary>The place of a row among those of its index table, which is clustered by value: parameter, first text by its bytes, row number.</summary>
/// <remarks>The parameter and the first twenty bytes of the text are compared as numbers, because that decides nearly always; and nothing that the collector follows is moved about.</remarks>
internal record struct OrderedRow : IComparable<OrderedRow>
{
    /// <summary>From so many rows on it pays: fewer touch different pages anyway.</summary>
    public const int WorthSorting = 256;

    private const int FirstBytes = 4;
    private const int MoreBytes = 8;
    private const int BytesCompared = FirstBytes + (2 * MoreBytes);
    private readonly ulong _first;
    private readonly ulong _more;
    private readonly ulong _rest;
    private int _place;

    private OrderedRow(PackedRow row, int place)
    {
        _place = place;
        var reader = new PackedReader(row.Bytes);
        var parameter = (uint)reader.Integer() ^ 0x8000_0000;
        var text = reader.Text();
        Span<byte> start = stackalloc byte[BytesCompared];
        start.Clear();
        text[..Math.Min(text.Length, start.Length)].CopyTo(start);
        _first = ((ulong)parameter << 32) | BinaryPrimitives.ReadUInt32BigEndian(start);
        _more = BinaryPrimitives.ReadUInt64BigEndian(start[FirstBytes..]);
        _rest = BinaryPrimitives.ReadUInt64BigEndian(start[(FirstBytes + MoreBytes)..]);
    }

    /// <summary>Brings rows of one table into the order of their B-tree: each page is touched once, not once per row.</summary>
    /// <param name="rows">The rows; of two that are alike the one that stands first has the lower number.</param>
    /// <param name="room">Used meanwhile; what stands in it is lost.</param>
    public static void Sort(List<PackedRow> rows, List<OrderedRow> room)
    {
        CollectionsMarshal.SetCount(room, rows.Count);
        var order = CollectionsMarshal.AsSpan(room);
        var all = CollectionsMarshal.AsSpan(rows);
        for (var place = 0; place < order.Length; place++) order[place] = new(all[place], place);
        order.Sort();
        Move(all, order);
        for (int start = 0, end; start < order.Length; start = end)
        {
            end = start + 1;
            while (end < order.Length && order[end].IsLike(order[start])) end++;
            if (end - start > 1) SortAlike(all[start..end]);
        }
    }

    public readonly int CompareTo(OrderedRow other)
    {
        if (_first != other._first) return _first < other._first ? -1 : 1;
        if (_more != other._more) return _more < other._more ? -1 : 1;
        if (_rest != other._rest) return _rest < other._rest ? -1 : 1;
        return _place.CompareTo(other._place);
    }

    private readonly bool IsLike(in OrderedRow other) => _first == other._first && _more == other._more && _rest == other._rest;

    // Circle by circle: each row goes where its place has come to stand.
    private static void Move(Span<PackedRow> rows, Span<OrderedRow> order)
    {
        for (var start = 0; start < rows.Length; start++)
        {
            var held = rows[start];
            var at = start;
            while (order[at]._place is var from && from != start)
            {
                rows[at] = rows[from];
                order[at]._place = at;
                at = from;
            }

            rows[at] = held;
            order[at]._place = at;
        }
    }

    // Those whose texts begin alike, and may go on in different ways.
    private static void SortAlike(Span<PackedRow> rows)
    {
        foreach (ref readonly var row in rows)
        {
            if (Text(row).Length <= BytesCompared) continue;
            rows.Sort(static (row, other) => Text(row).SequenceCompareTo(Text(other)) is not 0 and var order ? order : row.Number.CompareTo(other.Number));
            return;
        }
    }

    private static ReadOnlySpan<byte> Text(PackedRow row)
    {
        var reader = new PackedReader(row.Bytes);
        reader.Integer();
        return reader.Text();
    }
}
