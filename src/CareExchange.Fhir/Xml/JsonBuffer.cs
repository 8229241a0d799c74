using System.Buffers;
using System.Text;

namespace CareExchange.Fhir.Xml;

/// <summary>JSON while it is being written: UTF-8, only what JSON asks to be escaped is escaped.</summary>
internal sealed class JsonBuffer
{
    private static readonly SearchValues<char> Special = SearchValues.Create(
        ['"', '\\', .. Enumerable.Range(0, 0x20).Select(control => (char)control)]);

    private readonly ArrayBufferWriter<byte> _bytes = new(4096);

    /// <summary>How many bytes there are.</summary>
    public int Count => _bytes.WrittenCount;

    /// <summary>The bytes.</summary>
    public byte[] ToArray() => _bytes.WrittenSpan.ToArray();

    /// <summary>Writes text as it is.</summary>
    public void Raw(ReadOnlySpan<char> text) => Encoding.UTF8.GetBytes(text, _bytes);

    /// <summary>Writes bytes as they are.</summary>
    public void Raw(ReadOnlySpan<byte> utf8) => _bytes.Write(utf8);

    /// <summary>Writes a string with its quotes.</summary>
    public void Quoted(ReadOnlySpan<char> text)
    {
        Raw("\"");
        while (text.IndexOfAny(Special) is >= 0 and var at)
        {
            Raw(text[..at]);
            Raw(text[at] switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                var control => $"\\u{(int)control:x4}",
            });
            text = text[(at + 1)..];
        }

        Raw(text);
        Raw("\"");
    }
}
