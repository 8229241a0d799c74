using System.Buffers;
using System.IO.Compression;
using System.Text;

namespace CareExchange.Fhir.Definitions;

/// <summary>Writes one section of a pack: numbers as varints, each distinct string once.</summary>
internal sealed class PackWriter
{
    private readonly ArrayBufferWriter<byte> _body = new();
    private readonly Dictionary<string, int> _strings = new(StringComparer.Ordinal);
    private readonly List<string> _order = [];
    private readonly Dictionary<ElementConstraint, int> _constraints = [];

    public int Position => _body.WrittenCount;

    public void Number(int value)
    {
        var zigzag = (uint)((value << 1) ^ (value >> 31));
        var span = _body.GetSpan(5);
        var length = 0;
        for (; zigzag >= 0x80; zigzag >>= 7) span[length++] = (byte)(zigzag | 0x80);
        span[length++] = (byte)zigzag;
        _body.Advance(length);
    }

    public void Flag(bool value) => Number(value ? 1 : 0);

    public void Text(string? value)
    {
        if (value is null)
        {
            Number(-1);
            return;
        }

        if (!_strings.TryGetValue(value, out var index))
        {
            index = _order.Count;
            _strings.Add(value, index);
            _order.Add(value);
        }

        Number(index);
    }

    public void Bytes(ReadOnlySpan<byte> value)
    {
        Number(value.Length);
        _body.Write(value);
    }

    public void List<T>(IReadOnlyCollection<T> items, Action<T> write)
    {
        Number(items.Count);
        foreach (var item in items) write(item);
    }

    /// <summary>A constraint by its number: thousands of elements share a few hundred.</summary>
    public void Constraint(ElementConstraint constraint)
    {
        if (!_constraints.TryGetValue(constraint, out var index)) _constraints.Add(constraint, index = _constraints.Count);
        Number(index);
    }

    /// <summary>The constraints that were written by number so far.</summary>
    public void ConstraintTable() => List(_constraints.OrderBy(pair => pair.Value).Select(pair => pair.Key).ToArray(), constraint =>
    {
        Text(constraint.Key);
        Number((constraint.IsError ? 1 : 0) | (constraint.IsBestPractice ? 2 : 0));
        Text(constraint.Expression);
        Text(constraint.Source);
        Text(constraint.Human);
    });

    public void Texts(IReadOnlyCollection<string> items) => List(items, Text);

    /// <summary>The string table followed by the body, compressed.</summary>
    public byte[] ToSection()
    {
        var head = new PackWriter();
        head.Number(_order.Count);
        foreach (var text in _order) head.Bytes(Encoding.UTF8.GetBytes(text));
        byte[] plain = [.. head._body.WrittenSpan, .. _body.WrittenSpan];
        var compressed = new byte[BrotliEncoder.GetMaxCompressedLength(plain.Length)];
        if (!BrotliEncoder.TryCompress(plain, compressed, out var written, quality: 11, window: 24))
        {
            throw new InvalidOperationException("A pack section could not be compressed.");
        }

        return [.. BitConverter.GetBytes(plain.Length), .. compressed.AsSpan(0, written)];
    }
}
