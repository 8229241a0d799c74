using System.Collections.Frozen;
using System.Text.Json;
using CareExchange.Exchange.Requests;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Exchange.Consent;

/// <summary>The table of role × kind of identifier → whole, masked or absent: that of <c>masking-rules.json</c>, with what the operator says instead.</summary>
/// <remarks>What no rule names is whole. The resident number is in no table: it is sealed on its way in, and shown to nobody.</remarks>
public sealed class MaskingRules
{
    private static readonly JsonSerializerOptions Options = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };
    private static readonly Document Given = Load();
    private static readonly string[] Kinds = ["phone", "email", "address", "unique-number", "account-number"];

    private readonly FrozenDictionary<string, IdentifierMasks> _roles;

    /// <summary>The table.</summary>
    /// <param name="instead">What the operator says instead of single lines of it, or beside them.</param>
    /// <exception cref="ArgumentException">They do not pass <see cref="Check"/>.</exception>
    public MaskingRules(IReadOnlyList<MaskingRule> instead)
    {
        if (Check(instead) is [var wrong, ..]) throw new ArgumentException(wrong.English, nameof(instead));
        var shown = Given.Rules.Concat(instead).GroupBy(rule => (rule.Role, rule.Kind)).ToDictionary(rules => rules.Key, rules => Enum.Parse<IdentifierShow>(rules.Last().Show, ignoreCase: true));
        _roles = RequesterRole.All.Select(role => (role.Code, Masks: new IdentifierMasks(Of(role, 0), Of(role, 1), Of(role, 2), Of(role, 3), Of(role, 4))))
            .Where(role => !role.Masks.IsNone).ToFrozenDictionary(role => role.Code, role => role.Masks, StringComparer.Ordinal);

        IdentifierShow Of(RequesterRole role, int kind) => shown.GetValueOrDefault((role.Code, Kinds[kind]));
    }

    /// <summary>The table as it comes with the gateway.</summary>
    public static MaskingRules Default { get; } = new([]);

    /// <summary>Codes of v2-0203 for numbers by which the state tells persons apart.</summary>
    internal static IReadOnlySet<string> UniqueNumberTypes { get; } = Given.UniqueNumberTypes.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Codes of v2-0203 for numbers of accounts and cards.</summary>
    internal static IReadOnlySet<string> AccountNumberTypes { get; } = Given.AccountNumberTypes.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>What a role is shown; null where it is shown everything.</summary>
    public IdentifierMasks? Of(string role) => _roles.GetValueOrDefault(role);

    /// <summary>Everything wrong with rules; empty where they can be used.</summary>
    public static IReadOnlyList<Issue> Check(IReadOnlyList<MaskingRule> rules)
    {
        List<Issue> issues = [];
        foreach (var rule in rules)
        {
            if (RequesterRole.Find(rule.Role) is null) issues.Add(Wrong(rule, "names an unknown role", "의 역할을 알 수 없습니다", string.Join(", ", RequesterRole.All.Select(role => role.Code))));
            if (rule.Kind == "resident-number") issues.Add(Wrong(rule, "would show or mask the resident number, which nobody is shown", ": 주민등록번호는 누구에게도 보이지 않으므로 바꿀 수 없습니다", string.Join(", ", Kinds)));
            else if (!Kinds.Contains(rule.Kind, StringComparer.Ordinal)) issues.Add(Wrong(rule, "names an unknown kind", "의 종류를 알 수 없습니다", string.Join(", ", Kinds)));
            if (rule.Show is not ("whole" or "masked" or "absent")) issues.Add(Wrong(rule, "says neither whole nor masked nor absent", "의 표시 방법을 알 수 없습니다", "whole, masked, absent"));
        }

        return issues;
    }

    private static Issue Wrong(MaskingRule rule, string english, string korean, string expected) =>
        Issue.Error("invalid", "masking-rule", $"The masking rule '{rule.Role}/{rule.Kind}' {english}; expected: {expected}.", $"마스킹 규칙 '{rule.Role}/{rule.Kind}'{korean}.") with { Expected = expected };

    private static Document Load()
    {
        using var stream = typeof(MaskingRules).Assembly.GetManifestResourceStream("Consent/masking-rules.json")!;
        return JsonSerializer.Deserialize<Document>(stream, Options)!;
    }

    private sealed record Document(IReadOnlyList<string> UniqueNumberTypes, IReadOnlyList<string> AccountNumberTypes, IReadOnlyList<MaskingRule> Rules);
}
