using System.Buffers;
using System.Collections.Frozen;
using System.Text.RegularExpressions;
using CareExchange.Fhir.Ucum;

namespace CareExchange.Terminology.CodeSystems;

/// <summary>What can be said of a code by its shape alone, where the content of its system is not present.</summary>
/// <remarks>
/// A code against the rule is wrong for certain. A code within it is right where the rule is all there is (languages, MIME types, units);
/// elsewhere a list exists that we do not have, and nothing more can be said.
/// </remarks>
public sealed partial class CodeShape
{
    private static readonly SearchValues<char> NoUri = SearchValues.Create(" \t\r\n<>\"");
    private static readonly SearchValues<char> Expression = SearchValues.Create("|:+={}");

    private static readonly FrozenDictionary<string, CodeShape> Shapes = new Dictionary<string, CodeShape>(StringComparer.Ordinal)
    {
        [UcumUnit.System] = new(code => UcumUnit.IsValid(code), isWhole: true, isGuarded: true),
        ["urn:ietf:bcp:47"] = new(LanguageTag.IsValid, isWhole: true),
        ["urn:ietf:bcp:13"] = new(MimeType().IsMatch, isWhole: true),
        ["urn:ietf:rfc:3986"] = new(code => !code.ContainsAny(NoUri), isWhole: true),
        ["urn:iso:std:iso:4217"] = new(code => IsoCodes.IsCurrency(code), isWhole: true),
        ["urn:iso:std:iso:3166"] = new(code => IsoCodes.IsCountry(code), isWhole: false),
        ["urn:iso:std:iso:3166:-2"] = new(Subdivision().IsMatch, isWhole: false),
        ["https://www.iana.org/time-zones"] = new(TimeZone().IsMatch, isWhole: false),
        ["http://loinc.org"] = new(IsLoinc, isWhole: false, isGuarded: true),
        ["http://snomed.info/sct"] = new(IsSnomed, isWhole: false, isGuarded: true),
        ["http://www.nlm.nih.gov/research/umls/rxnorm"] = new(Digits8().IsMatch, isWhole: false, isGuarded: true),
        ["http://hl7.org/fhir/sid/cvx"] = new(Digits4().IsMatch, isWhole: false),
        ["http://hl7.org/fhir/sid/mvx"] = new(Letters().IsMatch, isWhole: false),
        ["http://hl7.org/fhir/sid/ndc"] = new(Ndc().IsMatch, isWhole: false),
        ["http://hl7.org/fhir/sid/icd-10"] = new(Icd10().IsMatch, isWhole: false),
        ["http://hl7.org/fhir/sid/icd-10-cm"] = new(Icd10().IsMatch, isWhole: false, isGuarded: true),
        ["http://hl7.org/fhir/sid/icd-9-cm"] = new(Icd9().IsMatch, isWhole: false),
        ["http://www.ama-assn.org/go/cpt"] = new(Cpt().IsMatch, isWhole: false),
        ["http://www.whocc.no/atc"] = new(Atc().IsMatch, isWhole: false),
        ["http://www.hl7korea.or.kr/CodeSystem/kostat-kcd-8"] = new(Kcd().IsMatch, isWhole: false),
        ["http://www.hl7korea.or.kr/CodeSystem/hira-edi-medication"] = new(EdiMedication().IsMatch, isWhole: false),
        ["http://www.hl7korea.or.kr/CodeSystem/hira-edi-procedure"] = new(Edi().IsMatch, isWhole: false),
        ["http://www.hl7korea.or.kr/CodeSystem/hira-edi-material"] = new(Edi().IsMatch, isWhole: false),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, CodeShape>.AlternateLookup<ReadOnlySpan<char>> BySystem = Shapes.GetAlternateLookup<ReadOnlySpan<char>>();

    private readonly Rule _rule;

    private CodeShape(Rule rule, bool isWhole, bool isGuarded = false) => (_rule, IsWhole, IsGuarded) = (rule, isWhole, isGuarded);

    private delegate bool Rule(ReadOnlySpan<char> code);

    /// <summary>True where the rule is all there is: every code within it exists.</summary>
    public bool IsWhole { get; }

    /// <summary>True where a code against the rule is refused everywhere, because check digits or a grammar leave no doubt.</summary>
    public bool IsGuarded { get; }

    /// <summary>The rule of a system; null where we know none.</summary>
    public static CodeShape? Find(ReadOnlySpan<char> system) => BySystem.TryGetValue(system, out var shape) ? shape : null;

    /// <summary>False for a code that cannot be one of the system, true where the rule is all there is to the system, null where only a list could tell.</summary>
    /// <param name="system">The code system.</param>
    /// <param name="code">The code.</param>
    public static bool? Check(ReadOnlySpan<char> system, ReadOnlySpan<char> code) => Find(system)?.Contains(code);

    /// <summary>False for a code against the rule, true where the rule is all there is, else null.</summary>
    public bool? Contains(ReadOnlySpan<char> code) => !_rule(code) ? false : IsWhole ? true : null;

    // LOINC Users' Guide, appendix: digits, a hyphen and a mod-10 check digit; answers, parts and groups carry their letters first.
    private static bool IsLoinc(ReadOnlySpan<char> code)
    {
        var hyphen = code.IndexOf('-');
        if (code.StartsWith("MTHU")) return true;
        var digits = code.Length > 2 && code[0] == 'L' && char.IsAsciiLetterUpper(code[1]) ? code[2..Math.Max(2, hyphen)] : code[..Math.Max(0, hyphen)];
        return digits.Length is > 0 and <= 10 && hyphen == code.Length - 2 && char.IsAsciiDigit(code[^1])
            && CheckDigits.AreDigits(digits) && (code[0] == 'L' || CheckDigits.Luhn(digits, code[^1]));
    }

    // SNOMED CT Release File Specification 6: 6 to 18 digits, a partition that names concepts, Verhoeff's check digit. Expressions are written with more than digits.
    private static bool IsSnomed(ReadOnlySpan<char> code)
    {
        if (!CheckDigits.AreDigits(code)) return code.ContainsAny(Expression);
        return code.Length is >= 6 and <= 18 && code[0] != '0' && code[^3] is '0' or '1' && code[^2] == '0' && CheckDigits.Verhoeff(code);
    }

    // RFC 6838 §4.2 names, RFC 2045 §5.1 parameters; xml, json and ttl are R4's own short names (http.html#mime-type).
    [GeneratedRegex(
        """\A(?:xml|json|ttl|[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,126}/[A-Za-z0-9*][A-Za-z0-9!#$&^_.+*-]{0,126}(?:[ \t]*;[ \t]*[A-Za-z0-9!#$%&'*+.^_`|~-]+=(?:[A-Za-z0-9!#$%&'*+.^_`|~:/-]+|"[^"]*"))*)\z""",
        RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex MimeType();

    [GeneratedRegex(@"\A[A-Z]{2}-[A-Z0-9]{1,3}\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Subdivision();

    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9_+-]*(?:/[A-Za-z0-9_+-]+)*\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex TimeZone();

    [GeneratedRegex(@"\A[0-9]{1,8}\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Digits8();

    [GeneratedRegex(@"\A[0-9]{1,4}\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Digits4();

    [GeneratedRegex(@"\A[A-Z0-9]{2,4}\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Letters();

    // 21 CFR 207.33: labeler, product and package, with hyphens or, in billing form, without.
    [GeneratedRegex(@"\A(?:[0-9]{8,12}|[0-9]{4,6}-[0-9]{3,4}(?:-[0-9]{1,2})?)\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Ndc();

    // Chapters, blocks and categories; national modifications add up to four more characters.
    [GeneratedRegex(@"\A(?:[IVX]+|[A-Z][0-9][0-9A-Z]-[A-Z][0-9][0-9A-Z]|[A-Z][0-9][0-9A-Z](?:\.?[0-9A-Z]{1,4}|\.-)?[+*!]?)\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Icd10();

    [GeneratedRegex(@"\A(?:[0-9]{2,3}|V[0-9]{2}|E[0-9]{3})(?:\.?[0-9]{1,2})?\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Icd9();

    [GeneratedRegex(@"\A[0-9]{4}[0-9A-Z]\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Cpt();

    [GeneratedRegex(@"\A[A-Z](?:[0-9]{2}(?:[A-Z](?:[A-Z](?:[0-9]{2})?)?)?)?\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Atc();

    // KCD-8 keeps the shape of ICD-10 and divides further; the point is often left out in claims.
    [GeneratedRegex(@"\A[A-Z][0-9]{2}(?:\.?[0-9A-Z]{1,4})?[+*]?\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Kcd();

    [GeneratedRegex(@"\A(?:[0-9]{9}|[A-Z][0-9]{8})\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex EdiMedication();

    [GeneratedRegex(@"\A[0-9A-Z]{4,12}\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Edi();
}
