using CareExchange.Exchange.Requests;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Exchange.Consent;

/// <summary>The statutory rules in force when the options name none, and the check of those that options name.</summary>
public static class LegalBasisRules
{
    /// <summary>The rules of the demonstration: own records, the municipality's statutory reading, the person's own record, the directory.</summary>
    /// <remarks>The sharing list of Act 23③ is included but switched off: it is limited to the scope of an existing plan, and opening it
    /// for every person the gateway knows would be wider than the law.</remarks>
    public static IReadOnlyList<LegalBasisRule> Default { get; } =
    [
        new()
        {
            Id = "own-contribution", Basis = "own-record", Categories = ["*"], Scope = RuleScope.OwnContribution,
            English = "Your organisation contributed this itself.",
            Korean = "소속 기관이 직접 제공한 정보입니다.",
        },
        new()
        {
            Id = "own-person", Basis = "own-record", Article = "개인정보 보호법 제35조", Categories = ["*"], Scope = RuleScope.OwnPerson,
            Roles = [RequesterRole.Person],
            English = "Everyone may read the record about themselves (Personal Information Protection Act, art. 35).",
            Korean = "본인은 자신의 기록을 열람할 수 있습니다(개인정보 보호법 제35조).",
        },
        new()
        {
            Id = "legal-representative", Basis = "own-record", Article = "개인정보 보호법 제38조", Categories = ["*"], Scope = RuleScope.OwnPerson,
            Roles = [RequesterRole.Caregiver],
            English = "A legal representative may read the record on the person's behalf (Personal Information Protection Act, art. 38).",
            Korean = "법정대리인은 본인을 대신하여 기록을 열람할 수 있습니다(개인정보 보호법 제38조).",
        },
        new()
        {
            Id = "act-23-1-municipality", Basis = "statute", Article = "돌봄통합지원법 제23조제1항·제2항",
            Roles = [RequesterRole.CaseManager], OrganizationTypes = ["municipality"],
            Categories = [DataCategories.Identity, DataCategories.Household, DataCategories.Benefit, DataCategories.Service, DataCategories.Referral],
            English = "The municipality may ask for this to support the person (Integrated Care Support Act, art. 23(1)(2)).",
            Korean = "지자체는 통합지원을 위해 이 정보를 요청할 수 있습니다(돌봄통합지원법 제23조제1항·제2항).",
        },
        new()
        {
            Id = "act-10-2-prior-consent", Basis = "statute", Article = "돌봄통합지원법 제10조제2항",
            Roles = [RequesterRole.CaseManager], OrganizationTypes = ["municipality"], Categories = [DataCategories.Consent],
            English = "The case manager must know what the person agreed to before acting (Integrated Care Support Act, art. 10(2)).",
            Korean = "담당자는 업무에 앞서 본인의 동의 내용을 확인해야 합니다(돌봄통합지원법 제10조제2항).",
        },
        new()
        {
            Id = "act-23-3-sharing-list", Basis = "statute", Article = "돌봄통합지원법 제23조제3항, 시행규칙 제13조", Enabled = false,
            Roles = [RequesterRole.ClinicNurse, RequesterRole.NhisOfficer, RequesterRole.DementiaWorker],
            Categories = [DataCategories.Identity, DataCategories.Service],
            Elements =
            [
                "Patient.identifier", "Patient.name", "Patient.address", "Patient.telecom", "Patient.contact",
                "CarePlan.status", "CarePlan.intent", "CarePlan.title", "CarePlan.subject", "CarePlan.period", "CarePlan.activity", "CarePlan.careTeam",
                "CareTeam.status", "CareTeam.subject", "CareTeam.participant",
            ],
            English = "Agencies of one plan may share this list of items (Integrated Care Support Act, art. 23(3)).",
            Korean = "같은 지원계획의 관계기관은 정해진 항목을 서로 공유할 수 있습니다(돌봄통합지원법 제23조제3항).",
        },
        new()
        {
            Id = "directory", Basis = "operator", Categories = [DataCategories.Admin],
            English = "The directory of organisations and staff is open to everybody who is signed in.",
            Korean = "기관·담당자 목록은 로그인한 모든 이용자가 볼 수 있습니다.",
        },
    ];

    /// <summary>Everything wrong with configured rules; empty where they can be used.</summary>
    public static IReadOnlyList<Issue> Check(IReadOnlyList<LegalBasisRule> rules)
    {
        List<Issue> issues = [];
        HashSet<string> ids = new(StringComparer.Ordinal);
        foreach (var rule in rules)
        {
            if (!ids.Add(rule.Id)) issues.Add(Wrong(rule, "stands twice", "이(가) 중복되었습니다"));
            if (rule.Ground is null) issues.Add(Wrong(rule, "states no known basis, or a statute without its article", "의 근거 또는 조문이 올바르지 않습니다"));
            if (rule.Ground is { Kind: LegalBasisKind.Consent }) issues.Add(Wrong(rule, "cannot stand for consent", "은(는) 동의를 대신할 수 없습니다"));
            if (rule.Categories.Count == 0) issues.Add(Wrong(rule, "opens no category", "에 정보 범주가 없습니다"));
            if (rule.Categories.Any(category => category != "*" && DataCategories.Find(category) is null)) issues.Add(Wrong(rule, "names an unknown category", "에 알 수 없는 정보 범주가 있습니다"));
            if (rule.Roles.Any(role => RequesterRole.Find(role) is null)) issues.Add(Wrong(rule, "names an unknown role", "에 알 수 없는 역할이 있습니다"));
            if (rule.Purposes.Any(purpose => PurposeOfUse.Find(purpose) is null)) issues.Add(Wrong(rule, "names an unknown purpose", "에 알 수 없는 목적이 있습니다"));
            if (rule.Elements.Any(element => element.Count(letter => letter == '.') != 1)) issues.Add(Wrong(rule, "names an element that is not Type.element", "의 항목은 Type.element 형식이어야 합니다"));
        }

        return issues;
    }

    private static Issue Wrong(LegalBasisRule rule, string english, string korean) =>
        Issue.Error("invalid", "legal-basis-rule", $"The legal-basis rule '{rule.Id}' {english}.", $"법적 근거 규칙 '{rule.Id}'{korean}.");
}
