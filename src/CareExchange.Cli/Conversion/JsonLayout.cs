using System.Buffers;
using CareExchange.Fhir.Elements;

namespace CareExchange.Cli.Conversion;

/// <summary>JSON with line ends and indentation; every value stays byte for byte as it is.</summary>
internal static class JsonLayout
{
    public static byte[] Indent(FhirDocument document)
    {
        var output = new ArrayBufferWriter<byte>(document.Utf8.Length * 2);
        var (level, isQuoted) = (0, false);
        var json = document.Utf8.Span;
        for (var i = 0; i < json.Length; i++)
        {
            var letter = json[i];
            if (isQuoted)
            {
                output.Write(json.Slice(i, letter == (byte)'\\' ? 2 : 1));
                if (letter == (byte)'\\') i++;
                isQuoted = letter != (byte)'"';
                continue;
            }

            isQuoted = letter == (byte)'"';
            var isClosing = letter is (byte)'}' or (byte)']';
            if (isClosing && json[i - 1] is not ((byte)'{' or (byte)'[')) Break(output, level - 1);
            output.Write(json.Slice(i, 1));
            if (letter == (byte)':') output.Write(" "u8);
            level += letter is (byte)'{' or (byte)'[' ? 1 : isClosing ? -1 : 0;
            if (letter == (byte)',' || (letter is (byte)'{' or (byte)'[' && json[i + 1] is not ((byte)'}' or (byte)']'))) Break(output, level);
        }

        output.Write("\n"u8);
        return output.WrittenSpan.ToArray();
    }

    private static void Break(ArrayBufferWriter<byte> output, int level)
    {
        output.Write("\n"u8);
        for (var i = 0; i < level; i++) output.Write("  "u8);
    }
}
