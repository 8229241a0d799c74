using System.Buffers.Binary;
using System.Text;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Json;
using CareExchange.Storage.Database;

namespace CareExchange.Storage.Indexing;

/// <summary>Collects the index rows of one resource, each once. Used by one thread.</summary>
internal sealed class IndexRows
{
    // Few resources have more rows; up to here a look at each is quicker than hashing them all.
    private const int FewRows = 40;

    // PostgreSQL's B-tree takes 2,700 bytes a row.
    private const int MaximumComposite = 2_300;

    private static readonly byte s_token = Number(IndexTables.Token), s_reference = Number(IndexTables.Reference), s_uri = Number(IndexTables.Uri), s_string = Number(IndexTables.String);
    private static readonly byte s_date = Number(IndexTables.Date), s_number = Number(IndexTables.Number), s_quantity = Number(IndexTables.Quantity), s_composite = Number(IndexTables.Composite);

    private readonly List<(int Parameter, int Start, int Length)> _rows = new(16);
    private HashSet<IndexRow>? _known;
    private byte[] _bytes = new byte[1024];
    private int _length;
    private int _start;
    private int _parameter;
    private (string? Written, string Normal, string Exact) _text = (null, "", "");

    /// <summary>All rows so far.</summary>
    public IndexSet All => In(static length => new byte[length]);

    /// <summary>The same in a piece of an array that is asked for by its length.</summary>
    public IndexSet In(Func<int, ArraySegment<byte>> room)
    {
        if (_rows.Count == 0) return IndexSet.Empty;
        var copy = room(_length);
        _bytes.AsSpan(0, _length).CopyTo(copy);
        return new(copy, _rows.Count);
    }

    /// <summary>Forgets every row, for the next resource.</summary>
    public void Clear()
    {
        _rows.Clear();
        (_known, _length, _text) = (null, 0, (null, "", ""));
    }

    /// <summary>True where a parameter has a row already.</summary>
    public bool Holds(int parameter)
    {
        foreach (var row in _rows)
        {
            if (row.Parameter == parameter) return true;
        }

        return false;
    }

    public void Token(int parameter, string? system, string code)
    {
        Begin(s_token, parameter);
        Text(IndexText.Fit(code));
        Text(IndexText.Fit(system ?? ""));
        End();
    }

    /// <summary>The same from the elements that say it; <paramref name="code"/> has a value.</summary>
    public void Token(int parameter, Element system, Element code)
    {
        if (!TryPlain(code, out var plainCode) || !TryPlain(system, out var plainSystem))
        {
            Token(parameter, system.Text, code.Text!);
            return;
        }

        Begin(s_token, parameter);
        Text(plainCode);
        Text(plainSystem);
        End();
    }

    public void Reference(int parameter, string type, string target)
    {
        Begin(s_reference, parameter);
        Text(IndexText.Fit(target));
        Text(type);
        End();
    }

    /// <summary>The same of a reference whose parts are plain text.</summary>
    public void Reference(int parameter, ReadOnlySpan<byte> type, ReadOnlySpan<byte> target)
    {
        Begin(s_reference, parameter);
        Text(target);
        Text(type);
        End();
    }

    public void Uri(int parameter, string value)
    {
        Begin(s_uri, parameter);
        Text(IndexText.Fit(value));
        End();
    }

    public void String(int parameter, string value)
    {
        // One element is often found by several parameters in a row.
        if (_text.Written != value) _text = (value, IndexText.Cut(IndexText.Normalize(value)), IndexText.Fit(value));
        if (_text.Normal.Length == 0) return;
        Begin(s_string, parameter);
        Text(_text.Normal);
        Text(_text.Exact);
        End();
    }

    /// <summary>The same from the element that says it, where its text has no letter that could be written otherwise; false, and no row, where it may have.</summary>
    public bool TryString(int parameter, Element value)
    {
        if (!TryPlain(value, out var text) || !Ascii.IsValid(text)) return false;
        Span<byte> normal = stackalloc byte[IndexText.Limit];
        var length = IndexText.NormalizeAscii(text, normal);
        if (length == 0) return true;
        Begin(s_string, parameter);
        Text(normal[..length]);
        Text(text);
        End();
        return true;
    }

    /// <summary>A row that no value finds and that <c>:missing</c> counts: the element is there, but has nothing to compare.</summary>
    public void Present(int parameter, TableShape table)
    {
        Begin(Number(table), parameter);
        for (var column = 2; column < table.Columns.Count; column++) Text((ReadOnlySpan<byte>)default);
        End();
    }

    /// <summary>A normalized text's initial consonants, where it has Hangul: the row of <c>ㅎㄱㄷ</c> for 홍길동, with the text beside it.</summary>
    public void Initials(int parameter, string value)
    {
        // Most names elsewhere have no letter of Hangul, whole or taken apart.
        if (!value.AsSpan().ContainsAnyInRange('\u1100', '\ud7a3')) return;
        var normal = IndexText.Cut(IndexText.Normalize(value));
        if (Hangul.InitialsOf(normal) is not { } initials) return;
        Begin(s_string, parameter);
        Text(initials);
        Text(normal);
        End();
    }

    /// <summary>What stands together on one element, UTF-8. Texts that no index page could hold together are left out.</summary>
    public void Composite(
        int parameter, ReadOnlySpan<byte> code, ReadOnlySpan<byte> codeSystem, ReadOnlySpan<byte> value, ReadOnlySpan<byte> valueSystem, (double Low, double High, double Low2, double High2) numbers)
    {
        if (code.Length + codeSystem.Length + value.Length + valueSystem.Length > MaximumComposite) return;
        Begin(s_composite, parameter);
        Text(code);
        Text(value);
        Double(numbers.Low);
        Double(numbers.High);
        Double(numbers.Low2);
        Double(numbers.High2);
        Text(codeSystem);
        Text(valueSystem);
        End();
    }

    /// <summary>A row of another collection under another number.</summary>
    public void Copy(IndexRow row, int parameter)
    {
        Begin(row.Bytes[0], parameter);
        var values = row.Bytes[(1 + sizeof(int))..];
        values.CopyTo(Room(values.Length));
        _length += values.Length;
        End();
    }

    public void Date(int parameter, long low, long high)
    {
        Begin(s_date, parameter);
        BinaryPrimitives.WriteInt64LittleEndian(Room(2 * sizeof(long)), low);
        BinaryPrimitives.WriteInt64LittleEndian(_bytes.AsSpan(_length + sizeof(long)), high);
        _length += 2 * sizeof(long);
        End();
    }

    public void Number(int parameter, double low, double high)
    {
        Begin(s_number, parameter);
        Double(low);
        Double(high);
        End();
    }

    public void Quantity(int parameter, string unit, string system, double low, double high)
    {
        Begin(s_quantity, parameter);
        Text(IndexText.Fit(unit));
        Text(IndexText.Fit(system));
        Double(low);
        Double(high);
        End();
    }

    /// <summary>The text of an element as it is written, where that is what the index keeps of it: no escapes, and short enough. Empty for what has no value.</summary>
    public static bool TryPlain(Element element, out ReadOnlySpan<byte> text)
    {
        text = default;
        if (!element.HasValue) return true;
        text = element.Raw;
        if (element.Kind != JsonKind.String) return text.Length <= IndexText.Limit;
        text = text[1..^1];
        return text.Length <= IndexText.Limit && !text.Contains((byte)'\\');
    }

    private static byte Number(TableShape table)
    {
        for (byte place = 0; place < IndexTables.All.Count; place++)
        {
            if (ReferenceEquals(IndexTables.All[place], table)) return place;
        }

        throw new InvalidOperationException($"{table.Name} is no index table.");
    }

    private void Begin(byte table, int parameter)
    {
        (_start, _parameter) = (_length, parameter);
        var room = Room(1 + sizeof(int));
        room[0] = table;
        BinaryPrimitives.WriteInt32LittleEndian(room[1..], parameter);
        _length += 1 + sizeof(int);
    }

    private void End()
    {
        var row = new IndexRow(_bytes, _start, _length - _start);
        if (_known is not null ? !_known.Add(row) : IsKnown(row))
        {
            _length = _start;
            return;
        }

        _rows.Add((_parameter, _start, _length - _start));
        if (_known is not null || _rows.Count <= FewRows) return;
        _known = [.. _rows.Select(known => new IndexRow(_bytes, known.Start, known.Length))];
    }

    private bool IsKnown(IndexRow row)
    {
        foreach (var known in _rows)
        {
            if (known.Parameter == _parameter && row.Bytes.SequenceEqual(_bytes.AsSpan(known.Start, known.Length))) return true;
        }

        return false;
    }

    private void Double(double number)
    {
        BinaryPrimitives.WriteDoubleLittleEndian(Room(sizeof(double)), number);
        _length += sizeof(double);
    }

    private void Text(string text)
    {
        var length = Encoding.UTF8.GetByteCount(text);
        Length(length);
        _length += Encoding.UTF8.GetBytes(text, Room(length));
    }

    private void Text(ReadOnlySpan<byte> text)
    {
        Length(text.Length);
        text.CopyTo(Room(text.Length));
        _length += text.Length;
    }

    private void Length(int length)
    {
        var room = Room(5);
        var at = 0;
        for (var rest = (uint)length; ; rest >>= 7)
        {
            room[at++] = (byte)(rest >= 0x80 ? rest | 0x80 : rest);
            if (rest < 0x80) break;
        }

        _length += at;
    }

    // Rows that are known keep the array that they were found in: what stands in it never changes.
    private Span<byte> Room(int length)
    {
        if (_bytes.Length - _length < length) Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + length));
        return _bytes.AsSpan(_length);
    }
}
