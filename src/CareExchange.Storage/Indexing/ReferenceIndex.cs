using System.Buffers;
using System.Text;
using CareExchange.Fhir.FhirPath;

namespace CareExchange.Storage.Indexing;

/// <summary>reference parameters: target type and id; of what is no relative reference the whole URL with an empty type.</summary>
internal static class ReferenceIndex
{
    private static readonly SearchValues<char> Letters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    private static readonly SearchValues<byte> s_letters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);

    public static void Add(IndexRows rows, IndexedParameter parameter, PathItem item)
    {
        if (!TryRelative(rows, parameter, item)) AddLiteral(rows, parameter, item);
        if (item.TypeName != "Reference") return;
        var identifier = item.Element["identifier"];
        if (identifier["value"] is { HasValue: true } value) rows.Token(parameter.SecondaryKey, identifier["system"], value);
    }

    // Nearly all references are relative and plain: they are taken from the bytes as they stand.
    private static bool TryRelative(IndexRows rows, IndexedParameter parameter, PathItem item)
    {
        if (!item.IsElement || !IndexRows.TryPlain(item.TypeName == "Reference" ? item.Element["reference"] : item.Element, out var text)) return false;
        var slash = text.IndexOf((byte)'/');
        if (slash <= 0 || slash == text.Length - 1 || text[0] is < (byte)'A' or > (byte)'Z') return false;
        if (text[..slash].ContainsAnyExcept(s_letters) || text[(slash + 1)..].Contains((byte)'/')) return false;

        // The parameter that it is asked as has the row.
        if (parameter.Narrowed is { } narrowed && Ascii.Equals(text[..slash], narrowed)) return true;
        rows.Reference(parameter.Key, text[..slash], text[(slash + 1)..]);
        return true;
    }

    private static void AddLiteral(IndexRows rows, IndexedParameter parameter, PathItem item)
    {
        var text = item.TypeName == "Reference" ? item.Element["reference"].Text : item.Text;
        if (text is { Length: > 0 } && text[0] != '#')
        {
            // Also of a type that the parameter does not name: the data say so, whatever the definition expects.
            var (type, target) = Split(text);
            if (type is null || type != parameter.Narrowed) rows.Reference(parameter.Key, type ?? "", target);

            // A canonical with its version answers both questions, with and without.
            if (type is null && target.Length < text.Length && text[target.Length] == '|') rows.Reference(parameter.Key, "", text);
        }
        else if (item.TypeName is "Reference" or "canonical" or "uri")
        {
            rows.Present(parameter.Key, IndexTables.Reference);
        }
    }

    /// <summary>Type and id of <c>Type/id</c> and <c>Type/id/_history/1</c>; anything else is a URL, without its <c>|version</c>.</summary>
    public static (string? Type, string Target) Split(string reference)
    {
        var path = reference.AsSpan();
        if (path.IndexOf("/_history/") is > 0 and var history && path[(history + 10)..].IndexOf('/') < 0) path = path[..history];
        var slash = path.IndexOf('/');
        if (slash > 0 && slash < path.Length - 1 && path[(slash + 1)..].IndexOf('/') < 0 && IsTypeName(path[..slash])) return (path[..slash].ToString(), path[(slash + 1)..].ToString());
        return (null, reference.IndexOf('|', StringComparison.Ordinal) is > 0 and var bar ? reference[..bar] : reference);
    }

    private static bool IsTypeName(ReadOnlySpan<char> text) => char.IsAsciiLetterUpper(text[0]) && !text.ContainsAnyExcept(Letters);
}
