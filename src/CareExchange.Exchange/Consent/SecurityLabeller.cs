using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CareExchange.Fhir.Elements;

namespace CareExchange.Exchange.Consent;

/// <summary>Gives a resource the security labels that the rules demand, and those of everything inside it (high-water mark). Pure, thread-safe.</summary>
/// <remarks>Most resources hold no code of any rule: that is found out over the bytes, without walking the elements.</remarks>
public sealed class SecurityLabeller
{
    private const string ConfidentialitySystem = "http://terminology.hl7.org/CodeSystem/v3-Confidentiality";
    private const string SensitivitySystem = "http://terminology.hl7.org/CodeSystem/v3-ActCode";

    // Raised where what was stored before may lack labels of the same rules. 2: entries of transactions were stored without.
    private const string Revision = "2:";

    // The shortest beginnings that a look over the bytes compares.
    private const int Beginning = 2;

    // Codes longer than this are looked at among the elements.
    private const int LongestCode = 256;

    private readonly FrozenDictionary<Coded, SecurityLabelRule[]> _codes;
    private readonly FrozenDictionary<string, (string Prefix, SecurityLabelRule Rule)[]> _prefixes;
    private readonly FrozenDictionary<string, SecurityLabelRule[]> _types;
    private readonly FrozenSet<string> _beginnings;
    private readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> _beginningsBySpan;
    private readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> _anyCode;
    private readonly string[] _anyPrefix;

    /// <summary>A labeller by these rules.</summary>
    /// <exception cref="ArgumentException">A rule is wrong; the message lists all of it.</exception>
    public SecurityLabeller(IReadOnlyList<SecurityLabelRule> rules)
    {
        var issues = SecurityLabelRules.Check(rules);
        if (issues.Count > 0) throw new ArgumentException(string.Join(' ', issues.Select(issue => issue.English)), nameof(rules));
        Fingerprint = Revision + Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(rules)));
        _codes = rules.SelectMany(rule => rule.Systems.SelectMany(system => rule.Codes.Select(code => (Code: new Coded(system, code), rule)))).GroupBy(one => one.Code).ToFrozenDictionary(group => group.Key, group => group.Select(one => one.rule).ToArray());
        _prefixes = rules.SelectMany(rule => rule.Systems.SelectMany(system => rule.Prefixes.Select(prefix => (system, prefix, rule)))).GroupBy(one => one.system, StringComparer.Ordinal).ToFrozenDictionary(group => group.Key, group => group.Select(one => (one.prefix, one.rule)).ToArray(), StringComparer.Ordinal);
        _types = rules.SelectMany(rule => rule.Types.Select(type => (type, rule))).GroupBy(one => one.type, StringComparer.Ordinal).ToFrozenDictionary(group => group.Key, group => group.Select(one => one.rule).ToArray(), StringComparer.Ordinal);
        _beginnings = rules.SelectMany(rule => rule.Codes.Concat(rule.Prefixes)).Select(code => code.Length < Beginning ? code : code[..Beginning]).ToFrozenSet(StringComparer.Ordinal);
        _beginningsBySpan = _beginnings.GetAlternateLookup<ReadOnlySpan<char>>();
        _anyCode = rules.SelectMany(rule => rule.Codes).ToFrozenSet(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
        _anyPrefix = [.. rules.SelectMany(rule => rule.Prefixes).Distinct(StringComparer.OrdinalIgnoreCase)];
    }

    /// <summary>Differs where the rules do, or what they are applied to.</summary>
    public string Fingerprint { get; }

    /// <summary>By the rules that come with the gateway.</summary>
    public static SecurityLabeller Default { get; } = new(SecurityLabelRules.Default);

    /// <summary>The labels that a resource lacks; none for most.</summary>
    public IReadOnlyCollection<Coded> Missing(Element root)
    {
        var json = root.Raw;
        if (!_types.ContainsKey(root.TypeName) && root.TypeName is not ("Bundle" or "Composition" or "Parameters") && json.IndexOf("\"contained\""u8) < 0 && !MayHold(json)) return [];
        HashSet<Coded> wanted = [];
        if (_types.TryGetValue(root.TypeName, out var byType)) Add(byType, wanted);
        Walk(root, wanted, isRoot: true);
        if (wanted.Count == 0) return [];
        var level = -1;
        foreach (var label in root["meta"].Children("security"))
        {
            if (label["code"].Text is not { } code) continue;
            wanted.Remove(new(label["system"].Text, code));
            if (label["system"].Text == ConfidentialitySystem) level = Math.Max(level, ResourceContent.RankOf(code) ?? int.MaxValue);
        }

        // One confidentiality is enough, the highest; a higher one that stands is higher than none.
        var levels = wanted.Where(label => label.System == ConfidentialitySystem).OrderByDescending(label => ResourceContent.RankOf(label.Code) ?? int.MaxValue).ToList();
        foreach (var label in levels.Where((label, place) => place > 0 || (ResourceContent.RankOf(label.Code) ?? int.MaxValue) <= level)) wanted.Remove(label);
        return wanted;
    }

    /// <summary>The resource with the labels it lacks; the very same where it lacks none.</summary>
    public FhirDocument Apply(FhirDocument document)
    {
        var missing = Missing(document.Root);
        if (missing.Count == 0) return document;
        var root = document.Root;
        var edit = new DocumentEdit(document);
        if (root["meta"].Exists) edit.Set(root["meta"], "security", Labels([.. root["meta"].Children("security")], missing));
        else edit.Set(root, "meta", [.. "{\"security\":"u8, .. Labels([], missing), .. "}"u8]);
        return FhirDocument.Parse(edit.Apply(), document.Schema).Value ?? throw new InvalidOperationException("A labelled resource cannot be read.");
    }

    private static byte[] Labels(IEnumerable<Element> standing, IReadOnlyCollection<Coded> added)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartArray();
            foreach (var label in standing) json.WriteRawValue(label.Raw, skipInputValidation: true);
            foreach (var label in added.OrderBy(label => label.Code, StringComparer.Ordinal))
            {
                json.WriteStartObject();
                json.WriteString("system", label.System);
                json.WriteString("code", label.Code);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        return buffer.ToArray();
    }

    private void Walk(Element element, HashSet<Coded> wanted, bool isRoot)
    {
        if (element["code"].Text is { } code && element["system"].Text is { } system)
        {
            if (_codes.TryGetValue(new(system, code), out var rules)) Add(rules, wanted);
            if (_prefixes.TryGetValue(system, out var prefixes)) Add(prefixes.Where(one => code.StartsWith(one.Prefix, StringComparison.OrdinalIgnoreCase)).Select(one => one.Rule), wanted);
        }

        foreach (var child in element.Children())
        {
            if (child.IsPrimitive) continue;

            // What is sensitive inside makes the whole as sensitive.
            if (!isRoot && child.Name == "meta")
            {
                foreach (var label in child.Children("security"))
                {
                    if (label["system"].Text is ConfidentialitySystem or SensitivitySystem && label["code"].Text is { } inner && (label["system"].Text == SensitivitySystem || ResourceContent.RankOf(inner) is null or >= ResourceContent.Restricted)) wanted.Add(new(label["system"].Text, inner));
                }
            }

            if (child.Name is "resource" or "contained" && child["resourceType"].Text is { } type && _types.TryGetValue(type, out var byType)) Add(byType, wanted);
            Walk(child, wanted, isRoot: false);
        }
    }

    private static void Add(IEnumerable<SecurityLabelRule> rules, HashSet<Coded> wanted)
    {
        foreach (var rule in rules)
        {
            if (rule.Sensitivity is { } sensitivity) wanted.Add(new(SensitivitySystem, sensitivity));
            if (rule.Confidentiality is { } confidentiality) wanted.Add(new(ConfidentialitySystem, confidentiality));
        }
    }

    // An escape could hide a code: then the elements are asked.
    private bool MayHold(ReadOnlySpan<byte> json)
    {
        if (json.IndexOf("\\u"u8) >= 0) return true;
        Span<char> letters = stackalloc char[Beginning];
        while (json.IndexOf("\"code\""u8) is >= 0 and var at)
        {
            json = json[(at + 6)..];
            var value = json.TrimStart(" \t\r\n:"u8);
            if (value.Length < 2 || value[0] != (byte)'"') continue;
            var length = Math.Min(Beginning, value[1..].IndexOf((byte)'"'));
            if (length <= 0 || Encoding.UTF8.GetChars(value.Slice(1, length), letters) is var read && !_beginningsBySpan.Contains(letters[..read]) && !IsOtherCase(letters[..read])) continue;
            if (IsMeant(value.Slice(1, value[1..].IndexOf((byte)'"')))) return true;
        }

        return false;
    }

    // Of any system: which one it is stands elsewhere.
    private bool IsMeant(ReadOnlySpan<byte> code)
    {
        if (code.Length > LongestCode || code.Contains((byte)'\\')) return true;
        Span<char> room = stackalloc char[LongestCode];
        var letters = (ReadOnlySpan<char>)room[..Encoding.UTF8.GetChars(code, room)];
        if (_anyCode.Contains(letters)) return true;
        foreach (var prefix in _anyPrefix)
        {
            if (letters.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)) return true;
        }

        return false;
    }

    private bool IsOtherCase(Span<char> letters)
    {
        foreach (ref var letter in letters) letter = char.ToUpperInvariant(letter);
        return _beginningsBySpan.Contains(letters);
    }
}
