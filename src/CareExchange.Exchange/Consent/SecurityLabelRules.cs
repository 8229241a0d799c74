using System.Text.Json;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Exchange.Consent;

/// <summary>The rules that come with the gateway, and the check of those that options name.</summary>
public static class SecurityLabelRules
{
    private static readonly JsonSerializerOptions Options = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    /// <summary>The rules of <c>security-label-rules.json</c>; their choice is simulated.</summary>
    public static IReadOnlyList<SecurityLabelRule> Default { get; } = LoadDefault();

    /// <summary>Reads rules in the form of <c>security-label-rules.json</c>.</summary>
    /// <exception cref="JsonException">They have another form.</exception>
    public static IReadOnlyList<SecurityLabelRule> Read(ReadOnlySpan<byte> json) => JsonSerializer.Deserialize<Document>(json, Options)?.Rules ?? [];

    /// <summary>Everything wrong with rules; empty where they can be used.</summary>
    public static IReadOnlyList<Issue> Check(IReadOnlyList<SecurityLabelRule> rules)
    {
        List<Issue> issues = [];
        HashSet<string> ids = new(StringComparer.Ordinal);
        foreach (var rule in rules)
        {
            if (!ids.Add(rule.Id)) issues.Add(Wrong(rule, "stands twice", "이(가) 중복되었습니다"));
            if (rule.Sensitivity is null && rule.Confidentiality is null) issues.Add(Wrong(rule, "gives no label", "에 보안 표지가 없습니다"));
            if (rule.Confidentiality is { } level && ResourceContent.RankOf(level) is null) issues.Add(Wrong(rule, "names an unknown confidentiality", "의 기밀 등급을 알 수 없습니다"));
            if (rule.Codes.Count + rule.Prefixes.Count > 0 != rule.Systems.Count > 0) issues.Add(Wrong(rule, "needs code systems and codes together", "에는 코드 체계와 코드가 함께 있어야 합니다"));
            if (rule.Codes.Count + rule.Prefixes.Count + rule.Types.Count == 0) issues.Add(Wrong(rule, "means nothing", "의 대상이 없습니다"));
            if (rule.Prefixes.Any(prefix => prefix.Length < 2)) issues.Add(Wrong(rule, "has a beginning of less than two letters", "의 코드 앞부분은 두 글자 이상이어야 합니다"));
        }

        return issues;
    }

    private static Issue Wrong(SecurityLabelRule rule, string english, string korean) =>
        Issue.Error("invalid", "security-label-rule", $"The security-label rule '{rule.Id}' {english}.", $"보안 표지 규칙 '{rule.Id}'{korean}.");

    private static IReadOnlyList<SecurityLabelRule> LoadDefault()
    {
        using var stream = typeof(SecurityLabelRules).Assembly.GetManifestResourceStream("Consent/security-label-rules.json")!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return Read(bytes);
    }

    private sealed record Document(IReadOnlyList<SecurityLabelRule> Rules);
}
