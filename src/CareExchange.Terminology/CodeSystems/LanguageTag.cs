using System.Text.RegularExpressions;

namespace CareExchange.Terminology.CodeSystems;

/// <summary>BCP-47 tags: well-formed, and with subtags that exist where a short list says so.</summary>
internal static partial class LanguageTag
{
    /// <summary>True for a well-formed tag whose two-letter language is one of ISO 639-1; longer languages are registered by the thousands and taken on trust.</summary>
    public static bool IsValid(ReadOnlySpan<char> tag)
    {
        if (!Grammar().IsMatch(tag)) return false;
        var end = tag.IndexOf('-');
        var language = end < 0 ? tag : tag[..end];
        return language.Length != 2 || IsoCodes.IsLanguage(language);
    }

    // RFC 5646 §2.1: langtag, privateuse, and the irregular grandfathered tags that do not look like a langtag.
    [GeneratedRegex(
        @"\A(?:(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4,8})(?:-[a-z]{4})?(?:-(?:[a-z]{2}|[0-9]{3}))?(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*(?:-[0-9a-wy-z](?:-[a-z0-9]{2,8})+)*(?:-x(?:-[a-z0-9]{1,8})+)?|x(?:-[a-z0-9]{1,8})+|en-GB-oed|i-[a-z]{2,8}|sgn-(?:BE-FR|BE-NL|CH-DE))\z",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Grammar();
}
