using System.Text.RegularExpressions;

namespace CareExchange.Terminology.CodeSystems;

/// <summary>Code systems whose codes follow a grammar instead of a list (R4 terminologies-systems.html).</summary>
/// <remarks>
/// A code against the grammar is wrong for certain. A code within it is right where the grammar is all there is (languages, MIME types);
/// elsewhere a list exists that we do not have, and nothing more can be said.
/// </remarks>
internal sealed partial class CodeGrammar
{
    private static readonly Dictionary<string, CodeGrammar> Grammars = new(StringComparer.Ordinal)
    {
        ["urn:ietf:bcp:47"] = new(Language(), isWhole: true),
        ["urn:ietf:bcp:13"] = new(MimeType(), isWhole: true),
        ["http://unitsofmeasure.org"] = new(Unit(), isWhole: false),
        ["urn:iso:std:iso:4217"] = new(Currency(), isWhole: false),
        ["urn:iso:std:iso:3166"] = new(Country(), isWhole: false),
        ["urn:iso:std:iso:3166:-2"] = new(Subdivision(), isWhole: false),
        ["https://www.iana.org/time-zones"] = new(TimeZone(), isWhole: false),
    };

    private readonly Regex _pattern;
    private readonly bool _isWhole;

    private CodeGrammar(Regex pattern, bool isWhole)
    {
        _pattern = pattern;
        _isWhole = isWhole;
    }

    /// <summary>The grammar of a system, or null.</summary>
    public static CodeGrammar? Find(string system) => Grammars.GetValueOrDefault(system);

    /// <summary>False for a code the grammar refuses, true where the grammar is all there is, else null.</summary>
    public bool? Contains(ReadOnlySpan<char> code) => !_pattern.IsMatch(code) ? false : _isWhole ? true : null;

    // RFC 5646 §2.1: langtag, privateuse, and the irregular grandfathered tags that do not look like a langtag.
    [GeneratedRegex(
        @"\A(?:(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4,8})(?:-[a-z]{4})?(?:-(?:[a-z]{2}|[0-9]{3}))?(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*(?:-[0-9a-wy-z](?:-[a-z0-9]{2,8})+)*(?:-x(?:-[a-z0-9]{1,8})+)?|x(?:-[a-z0-9]{1,8})+|en-GB-oed|i-[a-z]{2,8}|sgn-(?:BE-FR|BE-NL|CH-DE))\z",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Language();

    // RFC 6838 §4.2 names, RFC 2045 §5.1 parameters; xml, json and ttl are R4's own short names (http.html#mime-type).
    [GeneratedRegex(
        """\A(?:xml|json|ttl|[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,126}/[A-Za-z0-9*][A-Za-z0-9!#$&^_.+*-]{0,126}(?:[ \t]*;[ \t]*[A-Za-z0-9!#$%&'*+.^_`|~-]+=(?:[A-Za-z0-9!#$%&'*+.^_`|~:/-]+|"[^"]*"))*)\z""",
        RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex MimeType();

    // UCUM §2: printable ASCII without spaces; what stands in braces or square brackets is one symbol.
    [GeneratedRegex(@"\A(?:[!-'*-Z\\^-z|~()]|\[[!-Z\\^-~]+\]|\{[!-z|~]*\})+\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Unit();

    [GeneratedRegex(@"\A[A-Z]{3}\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Currency();

    [GeneratedRegex(@"\A(?:[A-Z]{2}|[A-Z]{3}|[0-9]{3})\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Country();

    [GeneratedRegex(@"\A[A-Z]{2}-[A-Z0-9]{1,3}\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Subdivision();

    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9_+-]*(?:/[A-Za-z0-9_+-]+)*\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex TimeZone();
}
