using System.Text;
using CareExchange.Exchange.Consent;
using CareExchange.Exchange.Requests;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Storage.Resources;

namespace CareExchange.Exchange.Tests.Consent;

/// <summary>Consents, requesters and resources of one made-up person, as short as a test can say them.</summary>
internal static class ConsentSamples
{
    public const string Person = "p1";

    public static readonly DateTimeOffset Now = new(2026, 5, 1, 9, 0, 0, TimeSpan.FromHours(9));

    public static readonly Requester Nurse = new(
        "nurse", "간호사(가명)", RequesterRole.ClinicNurse, "hongje-homecare", "홍제 재택의료센터", PurposeOfUse.Treatment, false);

    public static readonly Requester Manager = new(
        "manager", "담당자(가명)", RequesterRole.CaseManager, "seodaemun", "서대문구 통합돌봄과", PurposeOfUse.Treatment, false)
    {
        OrganizationType = "municipality",
    };

    public static readonly Requester NhisOfficer = new(
        "nhis", "공단(가명)", RequesterRole.NhisOfficer, "nhis-seodaemun", "국민건강보험공단 서대문지사", PurposeOfUse.Payment, false);

    public static string Part(string name, string json) => $"\"{name}\":{json}";

    /// <summary>The nurse's organisation as recipient.</summary>
    public static readonly string ToClinic = Part("actor", """[{"role":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ParticipationType","code":"IRCP"}]},"reference":{"reference":"Organization/hongje-homecare"}}]""");

    public static string To(string reference) => ToClinic.Replace("Organization/hongje-homecare", reference, StringComparison.Ordinal);

    public static string Classes(params string[] codes) =>
        $"\"class\":[{string.Join(',', codes.Select(code => $$"""{"system":"urn:careexchange:data-category","code":"{{code}}"}"""))}]";

    public static string Purposes(params string[] codes) =>
        $"\"purpose\":[{string.Join(',', codes.Select(code => $$"""{"system":"http://terminology.hl7.org/CodeSystem/v3-ActReason","code":"{{code}}"}"""))}]";

    public static string Confidentiality(params string[] codes) =>
        $"\"securityLabel\":[{string.Join(',', codes.Select(code => $$"""{"system":"http://terminology.hl7.org/CodeSystem/{{(code.Length == 1 ? "v3-Confidentiality" : "v3-ActCode")}}","code":"{{code}}"}"""))}]";

    public static string Provision(string type, params string[] parts) => $"{{{string.Join(',', [$"\"type\":\"{type}\"", .. parts])}}}";

    public static string Except(params string[] provisions) => $"\"provision\":[{string.Join(',', provisions)}]";

    public static string ConsentJson(string provision, string dateTime = "2026-03-02", string status = "active", string more = "") => $$"""
        {"resourceType":"Consent","status":"{{status}}","scope":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/consentscope","code":"patient-privacy"}]},
        "category":[{"coding":[{"system":"http://loinc.org","code":"59284-0"}]}],"patient":{"reference":"Patient/p1"},"dateTime":"{{dateTime}}"{{more}},"provision":{{provision}}}
        """;

    public static StoredResource Stored(string type, string id, string json, string category, string source = "seodaemun", string? person = Person, long version = 1) =>
        new(type, id, version, Now, false, Encoding.UTF8.GetBytes(json), new ResourceTags(person, category, source));

    public static StoredResource Stored(string consentJson, string id = "c1") => Stored("Consent", id, consentJson, DataCategories.Consent);

    public static ConsentPolicy Policy(string consentJson, string id = "c1") => ConsentReader.Read(Stored(consentJson, id));

    public static StoredResource Observation(string id, string category = DataCategories.Clinical, string more = "", string source = "seodaemun") =>
        Stored("Observation", id, $$$"""{"resourceType":"Observation","id":"{{{id}}}","status":"final","code":{"coding":[{"system":"http://loinc.org","code":"8480-6"}]},"subject":{"reference":"Patient/p1"}{{{more}}}}""", category, source);

    public static FhirDocument Parse(string json) => FhirDocument.Parse(Encoding.UTF8.GetBytes(json), Schema.R4).Value!;

    public static Task<ConsentDecision> DecideAsync(
        Requester requester, IEnumerable<string> consents, IReadOnlyList<StoredResource>? compartment = null, IReadOnlyList<LegalBasisRule>? rules = null) =>
        ConsentDecision.MakeAsync(
            Person, requester, Now, consents.Select((json, index) => Policy(json, $"c{index + 1}")), rules ?? [], () => (compartment ?? []).ToAsyncEnumerable());

    public static bool InPredicate(ConsentDecision decision, StoredResource resource) =>
        decision.Predicate.Permits(resource.Type, resource.Id, resource.Tags.Person, resource.Tags.Category, resource.Tags.Source);
}
