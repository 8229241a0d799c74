using CareExchange.Fhir.FhirPath;

namespace CareExchange.Storage.Indexing;

/// <summary>reference parameters: target type and id; of what is no relative reference the whole URL with an empty type.</summary>
internal static class ReferenceIndex
{
    public static void Add(IndexRows rows, IndexedParameter parameter, PathItem item)
    {
        var text = item.TypeName == "Reference" ? item.Element["reference"].Text : item.Text;
        if (text is { Length: > 0 } && text[0] != '#')
        {
            var (type, target) = Split(text);
            if (type is not null && !Allows(parameter, type)) (type, target) = (null, text);
            rows.Reference(parameter.Key, type ?? "", target);
        }

        if (item.TypeName != "Reference") return;
        var identifier = item.Element["identifier"];
        if (identifier["value"].Text is { } value) rows.Token(parameter.IdentifierKey, identifier["system"].Text, value);
    }

    /// <summary>Type and id of <c>Type/id</c> and <c>Type/id/_history/1</c>; anything else is a URL, without its <c>|version</c>.</summary>
    public static (string? Type, string Target) Split(string reference)
    {
        var parts = reference.Split('/');
        if (parts.Length is 2 or 4 && (parts.Length == 2 || parts[2] == "_history") && IsTypeName(parts[0]) && parts[1].Length > 0) return (parts[0], parts[1]);
        return (null, reference.IndexOf('|', StringComparison.Ordinal) is > 0 and var bar ? reference[..bar] : reference);
    }

    private static bool Allows(IndexedParameter parameter, string type) =>
        parameter.Targets.Count == 0 || parameter.Targets.Contains(type, StringComparer.Ordinal) || parameter.Targets.Contains("Resource", StringComparer.Ordinal);

    private static bool IsTypeName(string text) => text.Length > 0 && char.IsAsciiLetterUpper(text[0]) && text.All(char.IsAsciiLetter);
}
