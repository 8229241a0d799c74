using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace CareExchange.Fhir.FhirPath.Functions;

/// <summary><c>encode decode escape unescape</c> of FHIRPath 2.1; an unknown format or malformed text is empty.</summary>
internal static class StringEncoding
{
    private static readonly UTF8Encoding s_strict = new(false, true);

    public static readonly Function[] Functions =
    [
        Make("encode", Encode),
        Make("decode", Decode),
        Make("escape", Escape),
        Make("unescape", Unescape),
    ];

    private static Function Make(string name, Func<string, string, string?> convert) => new(name, 1, 1, (in scope, input, call, output) =>
    {
        if (call.SingleText(scope, input, out var text)
            && call.Text(scope, 0, out var format)
            && scope.Run.SpendText(call.Offset, text.Length * 6L)
            && convert(text, format) is { } converted)
        {
            output.Add(converted);
        }
    });

    private static string? Encode(string text, string format)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return format switch
        {
            "hex" => Convert.ToHexStringLower(bytes),
            "base64" => Convert.ToBase64String(bytes),
            // Padding stays: the public suite keeps it in the URL-safe alphabet.
            "urlbase64" => Convert.ToBase64String(bytes).Replace('+', '-').Replace('/', '_'),
            _ => null,
        };
    }

    private static string? Decode(string text, string format)
    {
        try
        {
            return format switch
            {
                "hex" => s_strict.GetString(Convert.FromHexString(text)),
                "base64" => s_strict.GetString(Convert.FromBase64String(text)),
                "urlbase64" => s_strict.GetString(Convert.FromBase64String(text.Replace('-', '+').Replace('_', '/'))),
                _ => null,
            };
        }
        catch (Exception malformed) when (malformed is FormatException or DecoderFallbackException)
        {
            return null;
        }
    }

    private static string? Escape(string text, string target) => target switch
    {
        "html" => WebUtility.HtmlEncode(text),
        "json" => JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString(),
        _ => null,
    };

    private static string? Unescape(string text, string target)
    {
        if (target == "html") return WebUtility.HtmlDecode(text);
        return target == "json" ? UnescapeJson(text) : null;
    }

    // The text need not be a whole JSON string body: bare quotes stay, as the public suite has them.
    private static string? UnescapeJson(string text)
    {
        var result = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\')
            {
                result.Append(text[i]);
                continue;
            }

            if (++i == text.Length) return null;
            switch (text[i])
            {
                case '"' or '\\' or '/': result.Append(text[i]); break;
                case 'n': result.Append('\n'); break;
                case 'r': result.Append('\r'); break;
                case 't': result.Append('\t'); break;
                case 'b': result.Append('\b'); break;
                case 'f': result.Append('\f'); break;
                case 'u' when i + 4 < text.Length
                    && ushort.TryParse(text.AsSpan(i + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code):
                    result.Append((char)code);
                    i += 4;
                    break;
                default: return null;
            }
        }

        return result.ToString();
    }
}
