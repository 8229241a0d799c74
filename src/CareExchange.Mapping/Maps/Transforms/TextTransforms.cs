using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace CareExchange.Mapping.Maps.Transforms;

/// <summary><c>append(a, b, …)</c>: the texts one behind the other; nothing where one of them is absent, because half an identifier is a wrong one.</summary>
internal sealed class AppendTransform(TransformArgument[] parts) : Transform
{
    public override MapValue Run(MapRun run, int frame)
    {
        var pieces = new string[parts.Length];
        var origin = run.Origin;
        for (var i = 0; i < pieces.Length; i++)
        {
            var value = parts[i].Get(run, frame);
            if (value.Text is not { } piece) return default;
            if (value.Element.Exists) origin = value.Element;
            pieces[i] = piece;
        }

        return new(string.Concat(pieces), "string", origin);
    }
}

/// <summary><c>truncate(x, n)</c>: at most n characters, never half of one.</summary>
internal sealed class TruncateTransform(TransformArgument source, TransformArgument length) : Transform
{
    public override MapValue Run(MapRun run, int frame)
    {
        var value = source.Get(run, frame);
        if (value.Text is not { } text || !int.TryParse(length.Get(run, frame).Text, NumberStyles.None, CultureInfo.InvariantCulture, out var most)) return default;
        if (text.Length > most) text = text[..(most > 0 && char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)];
        return text.Length == 0 ? default : new(text, "string", OriginOf(run, value));
    }
}

/// <summary><c>escape(x, 'from', 'to')</c>: out of one notation into another. Notations: <c>text</c> (none), <c>xml</c>, <c>html</c>, <c>json</c>, <c>uri</c>.</summary>
internal sealed class EscapeTransform(TransformArgument source, string from, string to) : Transform
{
    public static IReadOnlyList<string> Notations { get; } = ["text", "none", "xml", "html", "json", "uri"];

    public override MapValue Run(MapRun run, int frame)
    {
        var value = source.Get(run, frame);
        if (value.Text is not { } text) return default;
        var plain = from switch
        {
            "xml" or "html" => WebUtility.HtmlDecode(text),
            "uri" => Uri.UnescapeDataString(text),
            "json" => Unquote(text),
            _ => text,
        };
        if (plain is null)
        {
            run.Report("value", "map-value-invalid", "A value is not escaped as the map says.", "값의 이스케이프 형식이 매핑과 다릅니다.", from, null, value.Origin);
            return default;
        }

        var written = to switch
        {
            "xml" or "html" => WebUtility.HtmlEncode(plain),
            "uri" => Uri.EscapeDataString(plain),
            "json" => JsonEncodedText.Encode(plain, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString(),
            _ => plain,
        };
        return new(written, "string", OriginOf(run, value));
    }

    private static string? Unquote(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<string>($"\"{text}\"");
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
