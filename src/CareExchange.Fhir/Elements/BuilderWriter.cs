using System.Buffers;
using System.Text;
using CareExchange.Fhir.Json;

namespace CareExchange.Fhir.Elements;

/// <summary>Builder → JSON bytes, in one pass.</summary>
internal struct BuilderWriter
{
    private static readonly SearchValues<char> Escaped = SearchValues.Create(
        ['"', '\\', .. Enumerable.Range(0, 0x20).Select(control => (char)control)]);

    private byte[] _bytes;
    private int _count;

    public BuilderWriter(int capacity) => _bytes = new byte[capacity];

    public readonly byte[] ToArray() => _bytes.AsSpan(0, _count).ToArray();

    public void Write(ElementBuilder value)
    {
        if (value.Shape.IsPrimitive) WriteText(value);
        else WriteObject(value);
    }

    private void WriteObject(ElementBuilder value)
    {
        Put((byte)'{');
        var first = true;
        if (value.Shape.IsResource)
        {
            Put("\"resourceType\":"u8);
            WriteString(value.TypeName);
            first = false;
        }

        WriteProperties(value, first);
        Put((byte)'}');
    }

    private void WriteProperties(ElementBuilder value, bool first)
    {
        var children = value.Children;
        for (var start = 0; start < children.Length;)
        {
            var variant = children[start].Variant!;
            var end = start + 1;
            while (end < children.Length && ReferenceEquals(children[end].Variant, variant)) end++;
            WriteProperty(children[start..end], variant, ref first);
            start = end;
        }
    }

    private void WriteProperty(ReadOnlySpan<ElementBuilder> items, ShapeVariant variant, ref bool first)
    {
        var (hasValue, hasTwin) = (false, false);
        foreach (var item in items)
        {
            if (!variant.Shape.IsPrimitive) hasValue |= !item.IsEmpty;
            else
            {
                hasValue |= item.Text is not null;
                hasTwin |= HasTwin(item);
            }
        }

        if (hasValue)
        {
            Separate(ref first);
            Put(variant.Label);
            WriteItems(items, variant.IsList, twins: false);
        }

        if (hasTwin)
        {
            Separate(ref first);
            Put(variant.Twin);
            WriteItems(items, variant.IsList, twins: true);
        }
    }

    private void WriteItems(ReadOnlySpan<ElementBuilder> items, bool isList, bool twins)
    {
        if (isList) Put((byte)'[');
        var first = true;
        foreach (var item in items)
        {
            if (item.IsEmpty) continue;
            Separate(ref first);
            if (twins) WriteTwin(item);
            else Write(item);
        }

        if (isList) Put((byte)']');
    }

    // The two arrays of a list of primitives keep step: null stands where one half has nothing (R4 json.html#primitive).
    private void WriteTwin(ElementBuilder item)
    {
        if (!HasTwin(item))
        {
            Put("null"u8);
            return;
        }

        Put((byte)'{');
        WriteProperties(item, first: true);
        Put((byte)'}');
    }

    private static bool HasTwin(ElementBuilder item)
    {
        foreach (var child in item.Children)
        {
            if (!child.IsEmpty) return true;
        }

        return false;
    }

    private void WriteText(ElementBuilder value)
    {
        if (value.Text is not { } text) Put("null"u8);
        else if (value.Shape.Json == JsonKind.String) WriteString(text);
        else WriteRaw(text);
    }

    private void WriteString(ReadOnlySpan<char> text)
    {
        Put((byte)'"');
        while (text.IndexOfAny(Escaped) is >= 0 and var at)
        {
            WriteRaw(text[..at]);
            WriteEscape(text[at]);
            text = text[(at + 1)..];
        }

        WriteRaw(text);
        Put((byte)'"');
    }

    private void WriteEscape(char letter)
    {
        Put((byte)'\\');
        switch (letter)
        {
            case '"' or '\\':
                Put((byte)letter);
                break;
            case '\n':
                Put((byte)'n');
                break;
            case '\r':
                Put((byte)'r');
                break;
            case '\t':
                Put((byte)'t');
                break;
            default:
                Put("u00"u8);
                Put((byte)"0123456789abcdef"[letter >> 4]);
                Put((byte)"0123456789abcdef"[letter & 15]);
                break;
        }
    }

    private void WriteRaw(ReadOnlySpan<char> text)
    {
        Reserve(Encoding.UTF8.GetMaxByteCount(text.Length));
        _count += Encoding.UTF8.GetBytes(text, _bytes.AsSpan(_count));
    }

    private void Separate(ref bool first)
    {
        if (!first) Put((byte)',');
        first = false;
    }

    private void Put(byte value)
    {
        Reserve(1);
        _bytes[_count++] = value;
    }

    private void Put(ReadOnlySpan<byte> bytes)
    {
        Reserve(bytes.Length);
        bytes.CopyTo(_bytes.AsSpan(_count));
        _count += bytes.Length;
    }

    private void Reserve(int more)
    {
        if (_count + more > _bytes.Length) Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _count + more));
    }
}
