using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace CareExchange.Fhir.Json;

/// <summary>JSON string bodies to text and back.</summary>
public static class JsonText
{
    /// <summary>The text of a string body (between its quotes) whose escapes are known to be well formed.</summary>
    internal static string Unescape(ReadOnlySpan<byte> body)
    {
        var text = new StringBuilder(body.Length);
        while (body.IndexOf((byte)'\\') is >= 0 and var at)
        {
            text.Append(Encoding.UTF8.GetString(body[..at]));
            var escape = body[at + 1];
            if (escape == (byte)'u')
            {
                text.Append((char)ushort.Parse(body.Slice(at + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
                body = body[(at + 6)..];
                continue;
            }

            text.Append(escape switch
            {
                (byte)'n' => '\n',
                (byte)'t' => '\t',
                (byte)'r' => '\r',
                (byte)'b' => '\b',
                (byte)'f' => '\f',
                _ => (char)escape,
            });
            body = body[(at + 2)..];
        }

        return text.Append(Encoding.UTF8.GetString(body)).ToString();
    }

    /// <summary>Text as a JSON string with its quotes; only what JSON asks to be escaped is escaped.</summary>
    public static byte[] Quote(string text)
    {
        var encoded = JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes;
        var quoted = new byte[encoded.Length + 2];
        quoted[0] = quoted[^1] = (byte)'"';
        encoded.CopyTo(quoted.AsSpan(1));
        return quoted;
    }
}
