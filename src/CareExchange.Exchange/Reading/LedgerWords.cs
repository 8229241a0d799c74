using CareExchange.Exchange.CarePlans.Lines;
using CareExchange.Exchange.Requests;

namespace CareExchange.Exchange.Reading;

/// <summary>What the ledger calls things.</summary>
internal static class LedgerWords
{
    public static readonly Phrase File = new("통합돌봄 공유 기록", "Shared records of integrated care");

    private static readonly Dictionary<string, Phrase> Types = new(StringComparer.Ordinal)
    {
        ["Account"] = new("진료비 계정", "billing accounts"),
        ["AdverseEvent"] = new("이상 반응", "adverse events"),
        ["AllergyIntolerance"] = new("알레르기", "allergies"),
        ["Appointment"] = new("예약", "appointments"),
        ["AppointmentResponse"] = new("예약 회신", "replies to appointments"),
        ["AuditEvent"] = new("접속기록", "access records"),
        ["Basic"] = new("기타 기록", "other records"),
        ["Binary"] = new("첨부 파일", "attachments"),
        ["BodyStructure"] = new("신체 부위", "body structures"),
        ["CarePlan"] = new("돌봄 계획", "care plan"),
        ["CareTeam"] = new("담당 팀", "care team"),
        ["ChargeItem"] = new("진료비", "charges"),
        ["Claim"] = new("급여 청구", "claims"),
        ["ClaimResponse"] = new("청구 심사 결과", "answers to claims"),
        ["ClinicalImpression"] = new("진료 소견", "clinical impressions"),
        ["Communication"] = new("연락", "communications"),
        ["CommunicationRequest"] = new("연락 요청", "requests to communicate"),
        ["Composition"] = new("문서", "documents"),
        ["Condition"] = new("진단", "diagnoses"),
        ["Consent"] = new("동의", "consents"),
        ["Coverage"] = new("보험·급여", "coverage"),
        ["CoverageEligibilityRequest"] = new("급여 자격 조회", "eligibility requests"),
        ["CoverageEligibilityResponse"] = new("급여 자격", "eligibility"),
        ["DetectedIssue"] = new("약물 주의 사항", "detected issues"),
        ["Device"] = new("의료기기·보조기기", "devices"),
        ["DeviceRequest"] = new("기기 처방", "device requests"),
        ["DeviceUseStatement"] = new("기기 사용", "use of devices"),
        ["DiagnosticReport"] = new("검사 보고서", "diagnostic reports"),
        ["DocumentManifest"] = new("문서 묶음", "document manifests"),
        ["DocumentReference"] = new("문서", "documents"),
        ["Encounter"] = new("입·퇴원, 방문", "stays and visits"),
        ["EnrollmentRequest"] = new("가입 신청", "enrolment requests"),
        ["EpisodeOfCare"] = new("돌봄 기간", "episodes of care"),
        ["ExplanationOfBenefit"] = new("급여 내역", "benefits paid"),
        ["FamilyMemberHistory"] = new("가족력", "family history"),
        ["Flag"] = new("주의 표시", "flags"),
        ["Goal"] = new("목표", "goals"),
        ["Group"] = new("모임", "groups"),
        ["ImagingStudy"] = new("영상 검사", "imaging studies"),
        ["Immunization"] = new("예방접종", "immunizations"),
        ["ImmunizationEvaluation"] = new("예방접종 평가", "evaluations of immunizations"),
        ["ImmunizationRecommendation"] = new("예방접종 권고", "recommended immunizations"),
        ["Invoice"] = new("청구서", "invoices"),
        ["List"] = new("목록", "lists"),
        ["Location"] = new("장소", "places"),
        ["MeasureReport"] = new("측정 보고", "measure reports"),
        ["Media"] = new("사진·영상", "pictures and recordings"),
        ["Medication"] = new("약", "medicines"),
        ["MedicationAdministration"] = new("투약 기록", "medication given"),
        ["MedicationDispense"] = new("조제", "medication dispensed"),
        ["MedicationRequest"] = new("처방", "prescriptions"),
        ["MedicationStatement"] = new("투약", "medication"),
        ["MolecularSequence"] = new("유전자 정보", "genetic sequences"),
        ["NutritionOrder"] = new("식이 처방", "nutrition orders"),
        ["Observation"] = new("평가·측정 결과", "assessments and measurements"),
        ["Organization"] = new("기관", "organisations"),
        ["Patient"] = new("인적사항·연락처", "identity and contact"),
        ["Person"] = new("대상자 연결", "links of persons"),
        ["Practitioner"] = new("담당자", "staff"),
        ["PractitionerRole"] = new("담당자 역할", "staff roles"),
        ["Procedure"] = new("처치", "procedures"),
        ["Provenance"] = new("출처", "provenance"),
        ["QuestionnaireResponse"] = new("조사지", "questionnaires"),
        ["RelatedPerson"] = new("가족·보호자", "family and guardians"),
        ["RequestGroup"] = new("요청 묶음", "groups of requests"),
        ["ResearchSubject"] = new("연구 참여", "research participation"),
        ["RiskAssessment"] = new("위험 평가", "risk assessments"),
        ["Schedule"] = new("일정", "schedules"),
        ["ServiceRequest"] = new("의뢰", "referrals"),
        ["Specimen"] = new("검체", "specimens"),
        ["SupplyDelivery"] = new("물품 지급", "supplies delivered"),
        ["SupplyRequest"] = new("물품 요청", "supply requests"),
        ["Task"] = new("할 일", "tasks"),
        ["VisionPrescription"] = new("안경 처방", "vision prescriptions"),
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
