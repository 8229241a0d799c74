namespace CareExchange.Exchange.Requests;

/// <summary>What a requester does, as one code list for staff, partner systems and persons.</summary>
/// <param name="Code">The code, such as <c>case-manager</c>.</param>
/// <param name="English">English name.</param>
/// <param name="Korean">Korean name.</param>
public sealed record RequesterRole(string Code, string English, string Korean)
{
    /// <summary>The code system of the roles.</summary>
    public const string System = "urn:careexchange:role";

    /// <summary>The municipality's case manager (통합돌봄 담당).</summary>
    public const string CaseManager = "case-manager";

    /// <summary>A nurse of a home-medical-care clinic.</summary>
    public const string ClinicNurse = "clinic-nurse";

    /// <summary>An officer of an NHIS branch.</summary>
    public const string NhisOfficer = "nhis-officer";

    /// <summary>A worker of a dementia centre.</summary>
    public const string DementiaWorker = "dementia-worker";

    /// <summary>A partner's system, which acts without a person at the keyboard.</summary>
    public const string PartnerSystem = "partner-system";

    /// <summary>The person the record is about.</summary>
    public const string Person = "person";

    /// <summary>Somebody who cares for the person at home, or acts for them by law (보호자·대리인).</summary>
    public const string Caregiver = "caregiver";

    /// <summary>The privacy officer (개인정보 보호책임자): answers for who looked, and sees nobody's record.</summary>
    public const string PrivacyOfficer = "privacy-officer";

    /// <summary>The operator of the gateway.</summary>
    public const string Operator = "operator";

    /// <summary>Every role.</summary>
    public static IReadOnlyList<RequesterRole> All { get; } =
    [
        new(CaseManager, "municipal case manager", "지자체 통합돌봄 담당자"),
        new(ClinicNurse, "clinic nurse", "재택의료센터 간호사"),
        new(NhisOfficer, "NHIS officer", "국민건강보험공단 담당자"),
        new(DementiaWorker, "dementia-centre worker", "치매안심센터 담당자"),
        new(PartnerSystem, "partner system", "연계기관 시스템"),
        new(Person, "the person", "본인"),
        new(Caregiver, "caregiver or guardian", "보호자·대리인"),
        new(PrivacyOfficer, "privacy officer", "개인정보 보호책임자"),
        new(Operator, "operator", "시스템 운영자"),
    ];

    /// <summary>The role with this code; null for an unknown one.</summary>
    public static RequesterRole? Find(string? code) => All.FirstOrDefault(role => role.Code == code);
}
