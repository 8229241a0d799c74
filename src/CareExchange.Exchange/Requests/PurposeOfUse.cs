namespace CareExchange.Exchange.Requests;

/// <summary>Why somebody asks, as a code of http://terminology.hl7.org/CodeSystem/v3-ActReason (below PurposeOfUse).</summary>
/// <param name="Code">The code, such as <c>TREAT</c>.</param>
/// <param name="English">Its English name.</param>
/// <param name="Korean">Its Korean name.</param>
/// <param name="Parent">The wider purpose it belongs to, null at the top.</param>
public sealed record PurposeOfUse(string Code, string English, string Korean, PurposeOfUse? Parent = null)
{
    /// <summary>The code system of every purpose.</summary>
    public const string System = "http://terminology.hl7.org/CodeSystem/v3-ActReason";

    /// <summary>Treatment.</summary>
    public static readonly PurposeOfUse Treatment = new("TREAT", "treatment", "진료·돌봄 제공");

    /// <summary>Coordination of care between organisations.</summary>
    public static readonly PurposeOfUse CoordinationOfCare = new("COC", "coordination of care", "돌봄 연계·조정", Treatment);

    /// <summary>Emergency treatment.</summary>
    public static readonly PurposeOfUse EmergencyTreatment = new("ETREAT", "emergency treatment", "응급 진료", Treatment);

    /// <summary>Emergency override of what the person has said.</summary>
    public static readonly PurposeOfUse BreakTheGlass = new("BTG", "break the glass", "긴급 열람", EmergencyTreatment);

    /// <summary>Running the service.</summary>
    public static readonly PurposeOfUse Operations = new("HOPERAT", "healthcare operations", "운영·관리");

    /// <summary>Care management.</summary>
    public static readonly PurposeOfUse CareManagement = new("CAREMGT", "care management", "사례관리", Operations);

    /// <summary>Benefits, insurance and payment.</summary>
    public static readonly PurposeOfUse Payment = new("HPAYMT", "healthcare payment", "급여·비용 처리");

    /// <summary>Public health.</summary>
    public static readonly PurposeOfUse PublicHealth = new("PUBHLTH", "public health", "공중보건");

    /// <summary>Legal duty.</summary>
    public static readonly PurposeOfUse Legal = new("HLEGAL", "legal", "법적 의무", Operations);

    /// <summary>The person asks for the own record.</summary>
    public static readonly PurposeOfUse PatientRequest = new("PATRQT", "patient requested", "본인 요청");

    /// <summary>The family asks.</summary>
    public static readonly PurposeOfUse FamilyRequest = new("FAMRQT", "family requested", "가족 요청", PatientRequest);

    /// <summary>Research.</summary>
    public static readonly PurposeOfUse Research = new("HRESCH", "healthcare research", "연구");

    /// <summary>Marketing, known so that a consent can refuse it.</summary>
    public static readonly PurposeOfUse Marketing = new("HMARKT", "healthcare marketing", "홍보·판매");

    /// <summary>Every purpose a requester may state.</summary>
    public static IReadOnlyList<PurposeOfUse> All { get; } =
    [
        Treatment, CoordinationOfCare, EmergencyTreatment, BreakTheGlass, Operations, CareManagement, Payment,
        PublicHealth, Legal, PatientRequest, FamilyRequest, Research, Marketing,
    ];

    /// <summary>The purpose with this code; null for a code no requester may state.</summary>
    public static PurposeOfUse? Find(string? code) => All.FirstOrDefault(purpose => purpose.Code == code);

    /// <summary>True for every code below PurposeOfUse of v3-ActReason, also those that no requester may state here: what is said of them is said of nobody.</summary>
    public static bool IsNamed(string code) => Find(code) is not null || Others.Contains(code);

    private static readonly HashSet<string> Others = new(StringComparer.Ordinal)
    {
        "CLINTRL", "ERTREAT", "POPHLTH", "TREATDS", "DONAT", "FRAUD", "GOV", "HACCRED", "HCOMPL", "HDECD", "HDIRECT", "HDM", "HOUTCOMS", "HPRGRP", "HQUALIMP", "HSYSADMIN", "LABELING", "METAMGT", "MEMADMIN",
        "MILCDM", "PATADMIN", "PATSFTY", "PERFMSR", "RECORDMGT", "SYSDEV", "HTEST", "TRAIN", "CLMATTCH", "COVAUTH", "COVERAGE", "ELIGDTRM", "ELIGVER", "ENROLLM", "MILDCRG", "REMITADV",
        "BIORCH", "CLINTRCH", "CLINTRCHNPC", "CLINTRCHPC", "PRECLINTRCH", "DSRCH", "POARCH", "TRANSRCH", "PWATRNY", "SUPNWK", "DISASTER", "THREAT",
    };

    /// <summary>True where this purpose is <paramref name="code"/> itself or narrower than it: consent for treatment covers emergency treatment, not the reverse.</summary>
    public bool IsWithin(string code)
    {
        for (var purpose = this; purpose is not null; purpose = purpose.Parent)
        {
            if (purpose.Code == code) return true;
        }

        return false;
    }
}
