using System.Buffers;
using System.Text;
using CareExchange.Fhir.Json;

namespace CareExchange.Fhir.Elements;

/// <summary>Builder → JSON bytes, in one pass.</summary>
internal ref struct BuilderWriter
{
    private static readonly SearchValues<char> Escaped = SearchValues.Create(
        ['"', '\\', .. Enumerable.Range(0, 0x20).Select(control => (char)control)]);

    private byte[] _bytes;
    private int _count;

    private BuilderWriter(byte[] bytes) => _bytes = bytes;

    public static byte[] Write(ElementBuilder value)
    {
        var writer = new BuilderWriter(ArrayPool<byte>.Shared.Rent(4096));
        if (!writer.WriteValue(value)) writer.Put(value.Shape.IsPrimitive ? "null"u8 : "{}"u8);
        var json = writer._bytes.AsSpan(0, writer._count).ToArray();
        ArrayPool<byte>.Shared.Return(writer._bytes);
        return json;
    }

    // Whether a value is empty is known only when its parts have been written, so an empty one is taken back.
    private bool WriteValue(ElementBuilder value)
    {
        if (value.Template is { } template)
        {
            Put(template.Json);
            return true;
        }

        if (value.Shape.IsPrimitive)
        {
            if (value.Text is null) return false;
            WriteText(value);
            return true;
        }

        var start = _count;
        var isResource = value.Shape.IsResource;
        var writesType = isResource || (value.Parent is null && value.Shape.WritesType);
        Put((byte)'{');
        if (writesType)
        {
            Put("\"resourceType\":"u8);
            WriteString(value.TypeName.AsSpan(value.TypeName.LastIndexOf('/') + 1));
        }

        var wrote = WriteProperties(value, !writesType) || isResource || (writesType && value.Parent is null);
        if (wrote) Put((byte)'}');
        else _count = start;
        return wrote;
    }

    private bool WriteProperties(ElementBuilder value, bool first)
    {
        var children = value.Children;
        var wrote = false;
        for (var start = 0; start < children.Length;)
        {
            var variant = children[start].Variant!;
            var end = start + 1;
            while (end < children.Length && children[end].Variant!.IsSame(variant)) end++;
            var items = children[start..end];
            var isPrimitive = variant.Shape.IsPrimitive;
            var isList = variant.IsOpen ? AreMany(items) : variant.IsList;
            if (WriteProperty(items, variant.Label, isList, isPrimitive, twins: false, first && !wrote)) wrote = true;
            if (isPrimitive && AnyTwin(items) && WriteProperty(items, variant.Twin, variant.IsList, isPrimitive, twins: true, first && !wrote)) wrote = true;
            start = end;
        }

        return wrote;
    }

    private bool WriteProperty(ReadOnlySpan<ElementBuilder> items, ReadOnlySpan<byte> label, bool isList, bool isPrimitive, bool twins, bool first)
    {
        var start = _count;
        if (!first) Put((byte)',');
        Put(label);
        if (isList) Put((byte)'[');
        var (wrote, hasValue) = (false, false);
        foreach (var item in items)
        {
            // The two arrays of a list of primitives keep step: null stands where one half has nothing (R4 json.html#primitive).
            if (isPrimitive && item.IsEmpty) continue;
            var before = _count;
            if (wrote) Put((byte)',');
            if (twins ? WriteTwin(item) : WriteValue(item)) hasValue = wrote = true;
            else if (isPrimitive && isList)
            {
                Put("null"u8);
                wrote = true;
            }
            else
            {
                _count = before;
            }
        }

        if (!hasValue)
        {
            _count = start;
            return false;
        }

        if (isList) Put((byte)']');
        return true;
    }

    private bool WriteTwin(ElementBuilder item)
    {
        var start = _count;
        Put((byte)'{');
        if (WriteProperties(item, first: true))
        {
            Put((byte)'}');
            return true;
        }

        _count = start;
        return false;
    }

    // Nobody says whether a property without definition is a list: it is where it holds more than one value.
    private static bool AreMany(ReadOnlySpan<ElementBuilder> items)
    {
        var count = 0;
        foreach (var item in items) count += item.IsEmpty ? 0 : 1;
        return count > 1;
    }

    private static bool AnyTwin(ReadOnlySpan<ElementBuilder> items)
    {
        foreach (var item in items)
        {
            if (!item.Children.IsEmpty) return true;
        }

        return false;
    }

    private void WriteText(ElementBuilder value)
    {
        if (value.Shape.Json == JsonKind.String) WriteString(value.Text);
        else WriteRaw(value.Text);
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
        if (_count + more <= _bytes.Length) return;
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_bytes.Length * 2, _count + more));
        _bytes.AsSpan(0, _count).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }
}
