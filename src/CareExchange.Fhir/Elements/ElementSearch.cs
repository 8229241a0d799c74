using System.Text;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Json;

namespace CareExchange.Fhir.Elements;

/// <summary>Finds children by name.</summary>
internal static class ElementSearch
{
    /// <summary>The first child of this name, which is absent where there is none; false where values have to be paired with twins to know it.</summary>
    public static bool First(FhirDocument document, int container, string name, out Element found)
    {
        found = default;
        var tokens = document.Tokens;
        ref var parent = ref tokens[container];
        if (parent.Flags.Has(JsonFlags.HasSiblings)) return false;
        for (int at = container + 1, end = parent.Next; at < end;)
        {
            ref var token = ref tokens[at];
            var node = document.Schema.Node(token.Tag);
            if (Matches(document, ref token, node, name) && FirstValue(tokens, at) is >= 0 and var value)
            {
                found = new(document, value, 0, node);
                return true;
            }

            at = token.Next;
        }

        return true;
    }

    /// <summary>Whether a property has this name: the definition's, the one in JSON, or of an unknown property the one as written.</summary>
    public static bool Matches(FhirDocument document, ref JsonToken token, SchemaNode? node, string name)
    {
        if (node is not null) return string.Equals(node.Definition.Name, name, StringComparison.Ordinal) || string.Equals(node.JsonName, name, StringComparison.Ordinal);
        var raw = document.Utf8.Span.Slice(token.NameStart, token.NameLength);
        return token.Flags.Has(JsonFlags.NameEscaped)
            ? string.Equals(JsonText.Unescape(raw), name, StringComparison.Ordinal)
            : Utf8Equals(raw, name);
    }

    // A null is no value; in a list the next item may be one.
    private static int FirstValue(JsonTokenTable tokens, int property)
    {
        ref var token = ref tokens[property];
        if (token.Kind != JsonKind.Array) return token.Kind == JsonKind.Null ? -1 : property;
        for (var at = property + 1; at < token.Next; at = tokens[at].Next)
        {
            if (tokens[at].Kind != JsonKind.Null) return at;
        }

        return -1;
    }

    // Most names differ in length or in their first letter; only the others are worth transcoding.
    private static bool Utf8Equals(ReadOnlySpan<byte> utf8, string text)
    {
        if (utf8.Length < text.Length || (text.Length > 0 && text[0] < 0x80 && utf8[0] != text[0])) return false;
        if (utf8.Length == text.Length) return Ascii.Equals(utf8, text);
        return !Ascii.IsValid(text) && Transcoded(utf8, text);
    }

    private static bool Transcoded(ReadOnlySpan<byte> utf8, string text)
    {
        Span<byte> buffer = stackalloc byte[256];
        return Encoding.UTF8.TryGetBytes(text, buffer, out var written)
            ? utf8.SequenceEqual(buffer[..written])
            : string.Equals(Encoding.UTF8.GetString(utf8), text, StringComparison.Ordinal);
    }
}
