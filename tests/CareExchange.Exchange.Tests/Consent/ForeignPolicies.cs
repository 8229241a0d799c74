using System.Globalization;
using System.Text.Json.Nodes;
using CareExchange.Exchange.Consent;
using CareExchange.Exchange.Requests;
using CareExchange.Storage.Resources;

namespace CareExchange.Exchange.Tests.Consent;

/// <summary>Consents as others write them, from the definition of R4 and not from what this gateway asks for: nested without end, contradicting each other, with whatever may stand anywhere. The same for the same seed.</summary>
internal sealed class ForeignPolicies(Random random)
{
    private const string Terminology = "http://terminology.hl7.org/CodeSystem/";
    private static readonly string[] Categories = [.. DataCategories.All.Select(category => category.Code).Where(code => code is not ("admin" or "consent"))];
    private static readonly string[] Organizations = ["seodaemun", "hongje-homecare", "nhis-seodaemun", "seodaemun-dementia"];
    private static readonly string[] Kinds = ["PSY", "HIV", "SDV", "SUD", "NOAUTH", "nobody-knows"];

    public Requester Requester()
    {
        var role = Pick(RequesterRole.ClinicNurse, RequesterRole.CaseManager, RequesterRole.NhisOfficer, RequesterRole.DementiaWorker, RequesterRole.PartnerSystem, RequesterRole.PartnerSystem, RequesterRole.Person);
        var person = $"p{Number(4)}";
        return new Requester($"r{Number(3)}", "시험", role, Pick(Organizations), "시험 기관", PurposeOfUse.Find(Pick("TREAT", "TREAT", "COC", "ETREAT", "BTG", "CAREMGT", "HPAYMT", "HRESCH"))!, role == RequesterRole.PartnerSystem)
        {
            OrganizationType = Pick(null, "municipality", "clinic"),
            FhirUser = role switch { RequesterRole.Person => $"Patient/{person}", RequesterRole.PartnerSystem => One(3) ? $"Device/r{Number(3)}" : null, _ => One(2) ? null : $"{Pick("Practitioner", "PractitionerRole")}/r{Number(3)}" },
            Groups = One(3) ? ["CareTeam/t1"] : One(4) ? ["CareTeam/t1", "Group/g1"] : [],
            PersonId = role == RequesterRole.Person ? person : null,
            OnlyPersonId = One(10) ? $"p{Number(4)}" : null,
        };
    }

    /// <summary>The resources of a person; consents are among them.</summary>
    public IEnumerable<(string Type, string Id, string Json, ResourceTags Tags)> Resources(string person, int count)
    {
        yield return ("Patient", person, new JsonObject { ["resourceType"] = "Patient", ["name"] = new JsonArray(new JsonObject { ["text"] = $"name-{person}" }), ["address"] = new JsonArray(new JsonObject { ["city"] = Pick("Seoul", "Busan") }) }.ToJsonString(), new(person, DataCategories.Identity, Pick(Organizations)));
        for (var index = 0; index < count; index++)
        {
            var id = string.Create(CultureInfo.InvariantCulture, $"{person}-r{index}");
            var type = index < 2 ? "Encounter" : Pick("Observation", "Observation", "Condition");
            yield return (type, id, Body(type, id, person).ToJsonString(), new(person, Pick(Categories), Pick([.. Organizations, "somebody-else"])));
        }

        for (var index = random.Next(5) - 1; index >= 0; index--) yield return ("Consent", string.Create(CultureInfo.InvariantCulture, $"{person}-c{index}"), Consent(person).ToJsonString(), new(person, DataCategories.Consent, Pick(Organizations)));
    }

    /// <summary>One Consent of a person.</summary>
    public JsonObject Consent(string person)
    {
        var consent = new JsonObject
        {
            ["resourceType"] = "Consent",
            ["status"] = One(6) ? Pick("draft", "proposed", "rejected", "inactive", "entered-in-error") : "active",
            ["scope"] = Concept(Coding(Terminology + "consentscope", One(20) ? Pick("research", "treatment", "adr") : "patient-privacy")),
            ["category"] = new JsonArray(Concept(Coding("http://loinc.org", "59284-0"))),
            ["patient"] = Reference(One(15) ? $"Patient/{person}/_history/1" : $"Patient/{person}"),
            ["dateTime"] = Pick("2026-01-01", "2026-02", "2026-03-01T10:00:00+09:00", "2025", "2026-03-01T01:00:00Z", "2019-12-31"),
        };
        if (One(10)) consent.Remove("dateTime");
        if (One(6)) consent["organization"] = new JsonArray(Reference($"Organization/{Pick(Organizations)}"));
        if (One(8)) consent["verification"] = new JsonArray([.. Some(2, () => new JsonObject { ["verified"] = One(2), ["verificationDate"] = Pick("2026-01-01", "2026-02-01") })]);
        if (One(25)) consent["verification"] = new JsonArray(With(new JsonObject { ["verified"] = true }, "modifierExtension"));
        if (One(25)) With(consent, "modifierExtension");
        if (One(6)) With(consent, "extension");
        if (One(40)) consent["implicitRules"] = "urn:rules";
        if (One(2)) consent["policyRule"] = Concept([.. Some(2, () => One(4) ? Coding("urn:law", "of-somewhere") : Coding(Terminology + "v3-ActCode", Pick("OPTIN", "OPTOUT", "EMRGONLY", "nobody-knows")))]);
        if (One(4)) consent["policy"] = new JsonArray(One(8) ? With(new JsonObject { ["uri"] = "urn:law" }, "modifierExtension") : new JsonObject { ["uri"] = Pick("urn:law", "https://profiles.ihe.net/ITI/PCF/Policy-basic-normal", "https://profiles.ihe.net/ITI/PCF/Policy-deny", "https://profiles.ihe.net/ITI/PCF/Policy-break-glass-only") });
        if (!One(8)) consent["provision"] = One(60) ? Many(person) : Provision(person, 0, random.Next(2, 6));
        return consent;
    }

    // Hundreds of them beside each other.
    private JsonObject Many(string person) => new() { ["type"] = Pick("permit", "deny"), ["provision"] = new JsonArray([.. Enumerable.Range(0, 300).Select(_ => Provision(person, 1, 1))]) };

    private JsonObject Provision(string person, int depth, int deepest)
    {
        var provision = new JsonObject();
        if (depth > 0 || !One(4)) provision["type"] = depth % 2 == 0 ? Pick("permit", "permit", "permit", "deny") : Pick("deny", "deny", "permit");
        if (One(2)) provision["actor"] = new JsonArray([.. Some(3, Actor)]);
        if (One(3)) provision["class"] = new JsonArray([.. Some(4, () => One(4) ? Coding("http://hl7.org/fhir/resource-types", Pick("Observation", "Condition", "Encounter", "Patient")) : One(25) ? Coding(Pick("urn:ietf:bcp:13", "urn:oid:1.2.3"), "application/x") : Coding(DataCategories.System, One(40) ? "nobody-knows" : Pick(Categories)))]);
        if (One(5)) provision["code"] = new JsonArray([.. Some(3, () => Concept([.. Some(2, () => One(6) ? new JsonObject { ["code"] = $"c{Number(3)}" } : Coding(Pick("urn:code", "urn:other", "http://snomed.info/sct"), $"c{Number(3)}"))]))]);
        if (One(5)) provision["purpose"] = new JsonArray([.. Some(3, () => One(12) ? Coding(Pick("urn:why", PurposeOfUse.System), Pick("TREAT", "nobody-knows")) : Coding(PurposeOfUse.System, Pick("TREAT", "ETREAT", "BTG", "COC", "HOPERAT", "CAREMGT", "HPAYMT", "HRESCH", "CLINTRCH", "PATRQT")))]);
        if (One(6)) provision["period"] = Period();
        if (One(4)) provision["securityLabel"] = new JsonArray([.. Some(2, Label)]);
        if (One(6)) provision["dataPeriod"] = Period();
        if (One(5)) provision["data"] = new JsonArray([.. Some(3, () => Data(person))]);
        if (One(8)) provision["action"] = new JsonArray([.. Some(2, () => Concept(Coding(One(10) ? "urn:act" : Terminology + "consentaction", Pick("access", "use", "disclose", "collect", "correct", "nobody-knows"))))]);
        if (One(25)) With(provision, "modifierExtension");
        if (One(8)) With(provision, "extension");
        if (depth < deepest && !One(3)) provision["provision"] = new JsonArray([.. Some(2, () => Provision(person, depth + 1, deepest))]);
        return provision;
    }

    private JsonObject Actor()
    {
        var reference = Pick($"Organization/{Pick(Organizations)}", $"Organization/{Pick(Organizations)}", $"Practitioner/r{Number(3)}", $"PractitionerRole/r{Number(3)}", $"Device/r{Number(3)}", $"RelatedPerson/r{Number(3)}", $"Patient/p{Number(4)}", "CareTeam/t1", "Group/g1", "CareTeam/nobody", null, null, "Location/ward",
            $"Organization/{Pick(Organizations)}/_history/1", $"https://elsewhere.example/fhir/Organization/{Pick(Organizations)}");
        var who = One(12) ? new JsonObject { ["display"] = "somebody" } : reference is not null ? Reference(reference) : new JsonObject { ["identifier"] = new JsonObject { ["system"] = Pick(RequesterRole.System, "urn:careexchange:organization-type", "urn:other"), ["value"] = Pick("clinic-nurse", "case-manager", "municipality", "clinic") } };
        var actor = new JsonObject { ["role"] = Concept(One(10) ? Coding(Terminology + "v3-ParticipationType", Pick("CST", "AUT")) : One(6) ? Coding(RequesterRole.System, Pick("clinic-nurse", "case-manager")) : Coding(Terminology + "v3-ParticipationType", Pick("IRCP", "IRCP", "PRCP"))), ["reference"] = who };
        return One(25) ? With(actor, "modifierExtension") : One(8) ? With(actor, "extension") : actor;
    }

    private JsonObject Data(string person)
    {
        var what = random.Next(8) switch
        {
            0 => $"Encounter/{person}-r{Number(2)}",
            1 => $"Practitioner/d{Number(2)}",
            2 => $"Organization/{Pick(Organizations)}",
            3 => $"Patient/{person}",
            4 => $"Condition/{person}-r{Number(6)}",
            5 => $"Observation/{person}-r{Number(6)}/_history/1",
            6 => $"https://elsewhere.example/fhir/Observation/{person}-r{Number(6)}",
            _ => $"Observation/{person}-r{Number(6)}",
        };
        var data = new JsonObject { ["meaning"] = Pick("instance", "related", "dependents", "authoredby"), ["reference"] = One(12) ? new JsonObject { ["identifier"] = new JsonObject { ["value"] = "x" } } : Reference(what) };
        return One(25) ? With(data, "modifierExtension") : data;
    }

    /// <summary>One resource of a person.</summary>
    public JsonObject Body(string type, string id, string person)
    {
        var body = new JsonObject { ["resourceType"] = type, ["id"] = id };
        if (One(2)) body["meta"] = new JsonObject { ["security"] = new JsonArray([.. Some(3, Label)]) };
        body["subject"] = Reference($"Patient/{person}");
        if (type == "Encounter")
        {
            body["status"] = "finished";
            body["class"] = Coding("urn:code", $"c{Number(3)}");
            if (One(2)) body["period"] = Period();
            if (One(2)) body["diagnosis"] = new JsonArray(new JsonObject { ["condition"] = Reference($"Condition/{person}-r{Number(8)}") });
            return body;
        }

        body["code"] = Concept([Coding("urn:code", $"c{Number(3)}"), .. One(3) ? Some(1, () => One(2) ? new JsonObject { ["code"] = $"c{Number(3)}" } : Coding("urn:other", $"c{Number(3)}")) : []]);
        if (type == "Condition")
        {
            if (One(2)) body["onsetDateTime"] = Day();
            if (One(3)) body["abatementDateTime"] = Day();
            if (One(3)) body["recordedDate"] = Day();
            return body;
        }

        body["status"] = "final";
        body["encounter"] = Reference($"Encounter/{person}-r{Number(2)}");
        if (One(2)) body["effectiveDateTime"] = Day();
        else if (One(2)) body["effectivePeriod"] = Period();
        if (One(4)) body["issued"] = Pick("2026-02-01T00:00:00Z", "2025-01-01T00:00:00+09:00");
        if (One(2)) body["performer"] = new JsonArray([.. Some(2, () => Reference(Pick($"Practitioner/d{Number(2)}", $"Organization/{Pick(Organizations)}", $"https://elsewhere.example/fhir/Practitioner/d{Number(2)}")))]);
        if (One(4)) body["focus"] = new JsonArray(Reference(Pick($"Encounter/{person}-r{Number(2)}/_history/1", $"Condition/{person}-r{Number(8)}", $"https://elsewhere.example/fhir/Encounter/{person}-r{Number(2)}")));
        if (One(5)) body["component"] = new JsonArray(new JsonObject { ["code"] = Concept(Coding("urn:other", $"c{Number(3)}")) });
        return body;
    }

    private JsonObject Label() => random.Next(6) switch
    {
        0 or 1 => Coding(Pick(Terminology + "v3-Confidentiality", Terminology + "v3-Confidentiality", "http://hl7.org/fhir/v3/Confidentiality", "urn:oid:2.16.840.1.113883.5.25"), Pick("U", "L", "M", "N", "R", "V", "nobody-knows")),
        2 or 3 => Coding(Pick(Terminology + "v3-ActCode", Terminology + "v3-ActCode", "http://hl7.org/fhir/v3/ActCode", "http://terminology.hl7.org/ValueSet/v3-InformationSensitivityPolicy"), Pick(Kinds)),
        4 => Coding("urn:labels-of-somebody", Pick("secret", "R")),
        _ => Coding(Terminology + "v3-Confidentiality", Pick("N", "R")),
    };

    private JsonObject Period()
    {
        var (start, end) = (Pick(null, "2025-01-01", "2026", "2026-04-30T12:00:00+09:00", "2027"), Pick(null, "2025-12-31", "2026-12", "2026-05-01T00:00:01Z", "2024"));
        var period = new JsonObject();
        if (start is not null) period["start"] = start;
        if (end is not null) period["end"] = end;
        if (start is null && end is null) period["_start"] = With([], "extension");
        return period;
    }

    private static JsonObject With(JsonObject element, string kind)
    {
        element[kind] = new JsonArray(new JsonObject { ["url"] = "urn:of-somebody", ["valueBoolean"] = true });
        return element;
    }

    private static JsonObject Coding(string system, string code) => new() { ["system"] = system, ["code"] = code };

    private static JsonObject Concept(params JsonObject[] codings) => new() { ["coding"] = new JsonArray([.. codings]) };

    private static JsonObject Reference(string reference) => new() { ["reference"] = reference };

    private JsonObject[] Some(int most, Func<JsonObject> make) => [.. Enumerable.Range(0, random.Next(1, most + 1)).Select(_ => make())];

    private string Day() => Pick("2025-06-01", "2026-02-01", "2025", "2024-01", "2027-01-01T10:00:00Z");

    private string Number(int below) => random.Next(below).ToString(CultureInfo.InvariantCulture);

    private bool One(int of) => random.Next(of) == 0;

    private T Pick<T>(params T[] choices) => choices[random.Next(choices.Length)];
}
