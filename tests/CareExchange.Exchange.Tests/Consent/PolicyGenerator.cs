using System.Globalization;
using System.Text;
using CareExchange.Exchange.Consent;
using CareExchange.Exchange.Requests;
using CareExchange.Storage.Resources;

namespace CareExchange.Exchange.Tests.Consent;

/// <summary>Random persons with resources and consents, and random requesters; the same for the same seed.</summary>
internal sealed class PolicyGenerator(Random random)
{
    private static readonly string[] Categories = [.. DataCategories.All.Select(category => category.Code).Where(code => code is not ("admin" or "consent"))];
    private static readonly string[] Organizations = ["seodaemun", "hongje-homecare", "nhis-seodaemun", "seodaemun-dementia"];
    private static readonly string[] Purposes = ["TREAT", "ETREAT", "CAREMGT", "HPAYMT", "HRESCH"];

    /// <summary>Rules of which one shows a part only, as an act's list of items does.</summary>
    public static IReadOnlyList<LegalBasisRule> Rules { get; } =
    [
        .. LegalBasisRules.Default,
        new()
        {
            Id = "list-of-items", Basis = "statute", Article = "test", Roles = [RequesterRole.ClinicNurse, RequesterRole.DementiaWorker], Categories = [DataCategories.Function, DataCategories.Identity],
            Elements = ["Observation.status", "Observation.code", "Observation.subject", "Condition.code", "Patient.name", "Patient.birthDate"], English = "list", Korean = "목록",
        },
    ];

    public Requester Requester()
    {
        var role = Pick(RequesterRole.ClinicNurse, RequesterRole.CaseManager, RequesterRole.NhisOfficer, RequesterRole.DementiaWorker, RequesterRole.PartnerSystem, RequesterRole.Person);
        return new Requester($"r{Number(3)}", "시험", role, Pick(Organizations), "시험 기관", PurposeOfUse.Find(Pick(Purposes))!, role == RequesterRole.PartnerSystem)
        {
            OrganizationType = Pick(null, "municipality", "clinic"),
            Groups = One(3) ? ["CareTeam/t1"] : One(4) ? ["CareTeam/t1", "Group/g1"] : [],
            PersonId = role == RequesterRole.Person ? $"p{Number(4)}" : null,
            OnlyPersonId = One(6) ? $"p{Number(4)}" : null,
        };
    }

    /// <summary>The resources of a person; consents are among them.</summary>
    public IEnumerable<(string Type, string Id, string Json, ResourceTags Tags)> Resources(string person, int count)
    {
        yield return ("Patient", person, $$"""{"resourceType":"Patient","name":[{"text":"name-{{person}}"}],"birthDate":"194{{Number(3)}}-01-01","address":[{"city":"{{Pick("Seoul", "Busan")}}" }]}""", new(person, One(4) ? Pick(Categories) : DataCategories.Identity, Pick(Organizations)));
        for (var index = 0; index < count; index++)
        {
            var id = string.Create(CultureInfo.InvariantCulture, $"{person}-r{index}");
            var type = index < 2 ? "Encounter" : Pick("Observation", "Observation", "Condition");
            yield return (type, id, Body(type, id, person), new(person, Pick(Categories), Pick([.. Organizations, "somebody-else"])));
        }

        foreach (var (id, json) in Consents(person)) yield return ("Consent", id, json, new(person, DataCategories.Consent, Pick(Organizations)));
    }

    public string Body(string type, string id, string person)
    {
        var labels = string.Join(',', Some(2, () => One(2) ? Label("v3-Confidentiality", Pick("N", "R", "V", "L", "odd")) : Label("v3-ActCode", Pick("PSY", "HIV"))));
        var meta = labels.Length == 0 ? "" : $$""","meta":{"security":[{{labels}}]}""";
        var code = $"\"code\":{{\"coding\":[{Coding("urn:code", $"c{Number(3)}")}]}}";
        var body = type switch
        {
            "Encounter" => $"\"status\":\"{Pick("finished", "planned")}\",\"class\":{Coding("urn:code", $"c{Number(3)}")}{(One(2) ? "" : ",\"period\":{\"start\":\"2025-05-01\",\"end\":\"2025-06-30\"}")}",
            "Condition" => code + (One(2) ? "" : $",\"onsetDateTime\":\"{Day()}\""),
            _ => $"\"status\":\"final\",{code}{(One(2) ? "" : $",\"effectiveDateTime\":\"{Day()}\"")}{(One(2) ? "" : $",\"performer\":[{Reference($"Practitioner/d{Number(2)}")}]")},\"encounter\":{Reference($"Encounter/{person}-r{Number(2)}")}"
                + (One(3) ? "" : $",\"component\":[{{\"code\":{{\"coding\":[{Coding("urn:code", "c2")}]}}}}]"),
        };
        return $"{{\"resourceType\":\"{type}\",\"id\":\"{id}\"{meta},{body},\"subject\":{Reference($"Patient/{person}")}}}";
    }

    private IEnumerable<(string Id, string Json)> Consents(string person)
    {
        for (var index = random.Next(4) - 1; index >= 0; index--)
        {
            var more = new StringBuilder();
            if (One(6)) more.Append($$""","organization":[{"reference":"{{Pick("Organization/" + Pick(Organizations), "Group/x")}}" }]""");
            if (One(12)) more.Append(""","verification":[{"verified":false}]""");
            if (One(20)) more.Append(""","modifierExtension":[{"url":"urn:x","valueBoolean":true}]""");
            if (One(3)) more.Append($$$""","policyRule":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ActCode","code":"{{{Pick("OPTIN", "OPTOUT")}}}"}]}""");
            var scope = One(15) ? "research" : "patient-privacy";
            var given = Pick("2026-01-01", "2026-02", "2026-03-01T10:00:00+09:00", "2025", "odd");
            yield return ($"{person}-c{index.ToString(CultureInfo.InvariantCulture)}", $$"""
                {"resourceType":"Consent","status":"{{(One(8) ? "inactive" : "active")}}","scope":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/consentscope","code":"{{scope}}"}]},
                "patient":{"reference":"Patient/{{person}}"},"dateTime":"{{given}}"{{more}},"provision":{{Provision(person, 0)}} }
                """);
        }
    }

    private string Provision(string person, int depth)
    {
        List<string> parts = depth == 0 && One(5) ? [] : [$"\"type\":\"{(random.Next(3) == 0 ? "deny" : "permit")}\""];
        if (random.Next(3) > 0) parts.Add(List("actor", Some(2, Actor)));
        if (One(2)) parts.Add(List("class", Some(3, () => One(5) ? Coding("http://hl7.org/fhir/resource-types", Pick("Observation", "Condition", "Patient")) : One(20) ? Coding("urn:odd", "x") : Coding("urn:careexchange:data-category", Pick(Categories)))));
        if (One(5)) parts.Add(List("code", Some(2, () => $"{{\"coding\":[{(One(4) ? Coding("urn:careexchange:data-category", Pick(Categories)) : Coding("urn:code", $"c{Number(3)}"))}]}}")));
        if (One(4)) parts.Add(List("purpose", Some(2, () => One(15) ? Coding("urn:odd", "TREAT") : Coding(PurposeOfUse.System, Pick(Purposes)))));
        if (One(5)) parts.Add($"\"period\":{Pick("{\"end\":\"2026-03-31\"}", "{\"start\":\"2026-01-01\",\"end\":\"2026-12-31\"}", "{\"start\":\"2027\"}", "{\"start\":\"odd\"}")}");
        if (One(4)) parts.Add(List("securityLabel", Some(2, () => One(2) ? Label("v3-Confidentiality", Pick("N", "R", "V", "odd")) : Label("v3-ActCode", Pick("PSY", "HIV")))));
        if (One(6)) parts.Add($"\"dataPeriod\":{Pick("{\"start\":\"2025-01-01\",\"end\":\"2025-12-31\"}", "{\"start\":\"2026-01\"}", "{\"start\":\"2026\",\"end\":\"2025\"}")}");
        if (One(5)) parts.Add(List("data", Some(2, () => Data(person))));
        if (One(8)) parts.Add(List("action", Some(2, () => $"{{\"coding\":[{Coding("http://terminology.hl7.org/CodeSystem/consentaction", Pick("access", "collect", "odd"))}]}}")));
        if (One(40)) parts.Add("\"purpose\":[]");
        if (depth < 3 && One(3)) parts.Add(List("provision", Some(2, () => Provision(person, depth + 1))));
        return $"{{{string.Join(',', parts.DistinctBy(part => part[..part.IndexOf(':', StringComparison.Ordinal)]))}}}";
    }

    private string Actor()
    {
        var reference = Pick($"Organization/{Pick(Organizations)}", $"Organization/{Pick(Organizations)}", $"Practitioner/r{Number(3)}", $"RelatedPerson/r{Number(3)}", "CareTeam/t1", "Group/g1", "CareTeam/nobody", null, "Location/odd");
        var who = reference is null ? $$"""{"identifier":{"system":"{{Pick("urn:careexchange:role", "urn:careexchange:organization-type", "urn:odd")}}","value":"{{Pick("clinic-nurse", "municipality", "clinic")}}" } }""" : $$"""{"reference":"{{reference}}"}""";
        return $$"""{"role":{"coding":[{{Coding("http://terminology.hl7.org/CodeSystem/v3-ParticipationType", One(12) ? "CST" : "IRCP")}}]},"reference":{{who}} }""";
    }

    private string Data(string person)
    {
        var (meaning, reference) = random.Next(6) switch
        {
            0 => ("instance", $"Observation/{person}-r{Number(6)}"),
            1 => ("related", $"Encounter/{person}-r{Number(2)}"),
            2 => ("authoredby", $"Organization/{Pick(Organizations)}"),
            3 => ("authoredby", $"Practitioner/d{Number(2)}"),
            4 => ("dependents", $"Patient/{person}"),
            _ => ("odd", $"Observation/{person}-r{Number(6)}"),
        };
        return $$"""{"meaning":"{{meaning}}","reference":{"reference":"{{reference}}"} }""";
    }

    private static string Coding(string system, string code) => $$"""{"system":"{{system}}","code":"{{code}}"}""";

    private static string Reference(string reference) => $$"""{"reference":"{{reference}}"}""";

    private static string Label(string system, string code) => Coding($"http://terminology.hl7.org/CodeSystem/{system}", code);

    private static string List(string name, IEnumerable<string> items) => $"\"{name}\":[{string.Join(',', items)}]";

    private List<string> Some(int most, Func<string> make) => [.. Enumerable.Range(0, random.Next(1, most + 1)).Select(_ => make())];

    private string Day() => Pick("2025-06-01", "2026-02-01", "2025", "odd");

    private string Number(int below) => random.Next(below).ToString(CultureInfo.InvariantCulture);

    private bool One(int of) => random.Next(of) == 0;

    private T Pick<T>(params T[] choices) => choices[random.Next(choices.Length)];
}
