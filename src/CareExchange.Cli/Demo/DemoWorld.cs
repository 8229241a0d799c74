using CareExchange.Server.Hosting;

namespace CareExchange.Cli.Demo;

/// <summary>The simulated district: five partners, four members of staff. Nobody in it exists.</summary>
internal static class DemoWorld
{
    /// <summary>The password of every demo account: it opens nothing but simulated data on the machine it runs on.</summary>
    public const string Password = "careexchange-demo";

    /// <summary>The person whose plan the demo is about (A씨 of the Seodaemun case), by the name in the messages.</summary>
    public const string MainPerson = "김가온";

    private const string Act23 = "돌봄통합지원법 제23조제1항·제2항";

    public static IReadOnlyList<PartnerOptions> Partners { get; } =
    [
        new("nhis-seodaemun", "nhis-seodaemun", "국민건강보험공단 서대문지사", "statute", Act23),
        new("hongje-homecare", "hongje-homecare", "홍제 재택의료센터", "consent"),
        new("seodaemun-dementia", "seodaemun-dementia", "서대문구 치매안심센터", "consent"),
        new("seodaemun", "seodaemun", "서대문구 통합돌봄과", "statute", "돌봄통합지원법 제13조"),
        new("myhealthway", "myhealthway", "나의건강기록(가상)", "consent"),
    ];

    /// <summary>Two hospitals that may send as well, HL7 v2 and CDA; their examples are about other persons and stay out of the demo's story.</summary>
    public static IReadOnlyList<PartnerOptions> Hospitals { get; } =
    [
        new("inwang-hospital", "inwang-hospital", "인왕병원(가상)", "consent"),
        new("dongshin-hospital", "dongshin-hospital", "동신병원(가상)", "consent"),
    ];

    public static IReadOnlyDictionary<string, string> OrganizationTypes { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["nhis-seodaemun"] = "nhis-branch",
        ["hongje-homecare"] = "clinic",
        ["seodaemun-dementia"] = "dementia-centre",
        ["seodaemun"] = "municipality",
    };

    /// <summary>Who may open a record in an emergency: the nurses of the clinic that goes to people's homes, and its system.</summary>
    public static IReadOnlyList<string> EmergencyMembers { get; } = ["clinic-nurse@hongje-homecare", "partner-system@hongje-homecare"];

    public static IReadOnlyList<StaffOptions> Staff { get; } =
    [
        new("manager", "이음(가명)", Password, "case-manager", "seodaemun", "서대문구 통합돌봄과") { PurposeOfUse = "CAREMGT" },
        new("nurse", "나눔(가명)", Password, "clinic-nurse", "hongje-homecare", "홍제 재택의료센터") { PurposeOfUse = "TREAT" },
        new("nhis", "든든(가명)", Password, "nhis-officer", "nhis-seodaemun", "국민건강보험공단 서대문지사") { PurposeOfUse = "CAREMGT" },
        new("dementia", "기억(가명)", Password, "dementia-worker", "seodaemun-dementia", "서대문구 치매안심센터") { PurposeOfUse = "TREAT" },
    ];

    /// <summary>What each role is called in the terminal.</summary>
    public static string RoleName(string role) => role switch
    {
        "case-manager" => "지자체 통합돌봄 담당자 / municipal case manager",
        "clinic-nurse" => "재택의료센터 간호사 / clinic nurse",
        "nhis-officer" => "건강보험공단 담당자 / NHIS officer",
        _ => "치매안심센터 담당자 / dementia-centre worker",
    };
}
