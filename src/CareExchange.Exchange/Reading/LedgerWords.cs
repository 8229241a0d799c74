using CareExchange.Exchange.CarePlans.Lines;
using CareExchange.Exchange.Requests;

namespace CareExchange.Exchange.Reading;

/// <summary>What the ledger calls things.</summary>
internal static class LedgerWords
{
    public static readonly Phrase File = new("통합돌봄 공유 기록", "Shared records of integrated care");

    private static readonly Dictionary<string, Phrase> Types = new(StringComparer.Ordinal)
    {
        ["Patient"] = new("인적사항·연락처", "identity and contact"),
        ["RelatedPerson"] = new("가족·보호자", "family and guardians"),
        ["Condition"] = new("진단", "diagnoses"),
        ["Observation"] = new("평가·측정 결과", "assessments and measurements"),
        ["MedicationStatement"] = new("투약", "medication"),
        ["MedicationRequest"] = new("처방", "prescriptions"),
        ["AllergyIntolerance"] = new("알레르기", "allergies"),
        ["Procedure"] = new("처치", "procedures"),
        ["Encounter"] = new("입·퇴원, 방문", "stays and visits"),
        ["CarePlan"] = new("돌봄 계획", "care plan"),
        ["CareTeam"] = new("담당 팀", "care team"),
        ["Goal"] = new("목표", "goals"),
        ["ServiceRequest"] = new("의뢰", "referrals"),
        ["Task"] = new("할 일", "tasks"),
        ["Coverage"] = new("보험·급여", "coverage"),
        ["Consent"] = new("동의", "consents"),
        ["QuestionnaireResponse"] = new("조사지", "questionnaires"),
        ["RiskAssessment"] = new("위험 평가", "risk assessments"),
        ["DocumentReference"] = new("문서", "documents"),
        ["Composition"] = new("문서", "documents"),
        ["Communication"] = new("연락", "communications"),
        ["EpisodeOfCare"] = new("돌봄 기간", "episodes of care"),
        ["Provenance"] = new("출처", "provenance"),
    };

    public static Phrase Items(IEnumerable<string> types)
    {
        Phrase[] named = [.. types.Select(type => Types.GetValueOrDefault(type) ?? new Phrase(type, type)).Distinct()];
        return named.Length == 0 ? new("검색 결과 유무", "whether anything matches") : new(string.Join(", ", named.Select(one => one.Korean)), string.Join(", ", named.Select(one => one.English)));
    }

    public static Phrase Basis(IEnumerable<LegalBasis> grounds)
    {
        LegalBasis[] said = [.. grounds.Where(ground => ground.Kind is not (LegalBasisKind.OwnRecord or LegalBasisKind.Operator)).Distinct()];
        return new(
            string.Join(" · ", said.Select(ground => ground.Article is { } article ? $"{ground.Korean} ({article})" : ground.Korean)),
            string.Join(" · ", said.Select(ground => ground.Article is { } article ? $"{ground.English} ({article})" : ground.English)));
    }

    public static Phrase Form(string action) => action switch
    {
        "export" => new("파일(대량 내보내기, NDJSON)", "file (bulk export, NDJSON)"),
        "plan-read" => new("화면 열람(공유 계획)", "shown on screen (shared plan)"),
        "plan-printed" => new("인쇄(공유 계획)", "printed (shared plan)"),
        "person-list" => new("화면 열람(대상자 목록)", "shown on screen (list of persons)"),
        "message" or "delivery" => new("전송(메시지)", "sent (message)"),
        _ => new("전산 조회(FHIR API)", "electronic query (FHIR API)"),
    };

    public static Phrase Restrictions(IEnumerable<LegalBasis> grounds) => grounds.Any(ground => ground.Kind == LegalBasisKind.Consent)
        ? new("동의한 목적·기간 안에서만 이용, 제3자 재제공 금지(개인정보 보호법 제19조)", "only for the purpose and period consented to, not to be passed on (PIPA art. 19)")
        : new("법령이 정한 업무에만 이용, 제3자 재제공 금지(개인정보 보호법 제19조)", "only for the duties that the law names, not to be passed on (PIPA art. 19)");

    public static Phrase Purpose(PurposeOfUse? purpose) => purpose is null ? new("밝히지 않음", "not stated") : new(purpose.Korean, purpose.English);
}
