using CareExchange.Storage.Indexing;

namespace CareExchange.Storage.Search;

/// <summary>R4 search.html#uri: of what has a canonical URL the part behind <c>|</c> asks for the business version.</summary>
internal static class CanonicalVersions
{
    /// <summary>The parameter that finds versions.</summary>
    public const string Code = "version";

    /// <summary>The alternatives of a value as URLs, still escaped, and versions; null where no version can be meant.</summary>
    public static IReadOnlyList<(string Url, string? Version)>? Split(IndexedType type, string code, string value)
    {
        if (code != "url" || !value.Contains('|', StringComparison.Ordinal) || type.Parameters.GetValueOrDefault(Code) is not { Type: "token" }) return null;
        (string, string?)[] parts = [.. SearchValueParser.Split(value, ',').Select(Split)];
        return parts;
    }

    private static (string Url, string? Version) Split(string text) =>
        SearchValueParser.Split(text, '|').ToArray() is [{ Length: > 0 } url, var version] ? (url, version.Length > 0 ? SearchValueParser.Unescape(version) : null) : (text, null);
}
