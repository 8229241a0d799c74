using CareExchange.Exchange.Consent;
using CareExchange.Exchange.Requests;
using CareExchange.Storage.Resources;
using static CareExchange.Exchange.Tests.Consent.ConsentSamples;

namespace CareExchange.Exchange.Tests.Consent;

/// <summary>The published decision vectors, one by one and by their names: every Consent of IHE PCF (input/fsh/consent.fsh, 3fefea1, 23 of them) and every
/// test of LEAP (test/lib/consent-processor-r4.test.js, 1659037, 22). The facts are theirs, the text is ours; where we answer otherwise it is said why.</summary>
public sealed class PublishedVectorsTests
{
    private const string Pcf = "IHE PCF";
    private const string Leap = "LEAP";
    private const string Foreign = """[{"system":"http://example.org/policies/purposeOfUse","code":"FooBar"}]""";

    private static readonly string Practice = Purposes("TREAT", "HPAYMT", "HOPERAT");
    private static readonly string Y2022 = Part("dataPeriod", """{"start":"2022-01-01","end":"2022-12-31"}""");
    private static readonly string Privileged = To("Group/privileged");
    private static readonly string Author = Part("data", """[{"meaning":"authoredby","reference":{"reference":"Practitioner/dr"}}]""");
    private static readonly string Encounter = Part("data", """[{"meaning":"related","reference":{"reference":"Encounter/e1"}}]""");
    private static readonly string Alcohol = Part("data", """[{"meaning":"instance","reference":{"reference":"Observation/alcohol"}}]""");
    private static readonly string Period = Part("period", """{"start":"2019-11-01","end":"2029-01-01"}""");
    private static readonly string Action = Part("action", """[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/consentaction","code":"access"}]}]""");
    private static readonly Requester Guard = Nurse with { Purpose = PurposeOfUse.BreakTheGlass, Groups = ["Group/privileged"] };
    private static readonly Requester Seller = Nurse with { Purpose = PurposeOfUse.Marketing };
    private static readonly Requester Urgent = Nurse with { Purpose = PurposeOfUse.EmergencyTreatment };
    private static readonly StoredResource Plain = Observation("o1");

    /// <param name="Source">Where it is published.</param>
    /// <param name="Name">What it is called there.</param>
    /// <param name="Published">The answer there, for this resource and request.</param>
    /// <param name="Consent">The consent.</param>
    /// <param name="Who">Who asks.</param>
    /// <param name="Resource">What for.</param>
    /// <param name="Ours">Why our answer is the other one; null where it is the same.</param>
    private sealed record Vector(string Source, string Name, bool Published, string Consent, Requester Who, StoredResource Resource, string? Ours = null);

    private static readonly Vector[] Vectors =
    [
        new(Pcf, "ex-consent-basic-treat", true, ConsentJson(Provision("permit", Practice)), Nurse, Plain),
        new(Pcf, "ex-consent-basic-treat", false, ConsentJson(Provision("permit", Practice)), Seller, Plain),
        new(Pcf, "ex-consent-basic-treat-infant", true, ConsentJson(Provision("permit", Practice), more: ""","performer":[{"reference":"RelatedPerson/mother"}]"""), Nurse, Plain),
        new(Pcf, "ex-consent-basic-ink", true, ConsentJson(Provision("permit", Practice), more: ""","sourceReference":{"reference":"DocumentReference/ink"}"""), Nurse, Plain),
        new(Pcf, "ex-consent-expired-treat", false, ConsentJson(Provision("permit", Practice, Part("period", """{"end":"2022-12-31"}"""))), Nurse, Plain),
        new(Pcf, "ex-consent-basic-reject", false, ConsentJson(Provision("deny", Practice)), Nurse, Plain),
        new(Pcf, "ex-consent-basic-research", true, ConsentJson(Provision("permit", Purposes("HRESCH"))), Nurse with { Purpose = PurposeOfUse.Research }, Plain),
        new(Pcf, "ex-consent-basic-research", false, ConsentJson(Provision("permit", Purposes("HRESCH"))), Nurse, Plain),
        new(Pcf, "ex-consent-intermediate-timeframe", true, ConsentJson(Provision("permit", Practice, Y2022)), Nurse, At("2022-06-01")),
        new(Pcf, "ex-consent-intermediate-timeframe", false, ConsentJson(Provision("permit", Practice, Y2022)), Nurse, At("2023-06-01")),
        new(Pcf, "ex-consent-intermediate-not-timeframe", false, ConsentJson(Provision("permit", Practice, Except(Provision("deny", Y2022)))), Nurse, At("2022-06-01")),
        new(Pcf, "ex-consent-intermediate-not-timeframe", true, ConsentJson(Provision("permit", Practice, Except(Provision("deny", Y2022)))), Nurse, At("2023-06-01")),
        new(Pcf, "ex-consent-intermediate-authoredby", true, ConsentJson(Provision("permit", Practice, Author)), Nurse, By("dr")),
        new(Pcf, "ex-consent-intermediate-authoredby", false, ConsentJson(Provision("permit", Practice, Author)), Nurse, By("other")),
        new(Pcf, "ex-consent-intermediate-not-authoredby", false, ConsentJson(Provision("permit", Practice, Except(Provision("deny", Author)))), Nurse, By("dr")),
        new(Pcf, "ex-consent-intermediate-not-authoredby", true, ConsentJson(Provision("permit", Practice, Except(Provision("deny", Author)))), Nurse, By("other")),
        new(Pcf, "ex-consent-intermediate-encounter", true, ConsentJson(Provision("permit", Practice, Encounter)), Nurse, In("e1")),
        new(Pcf, "ex-consent-intermediate-encounter", false, ConsentJson(Provision("permit", Practice, Encounter)), Nurse, In("e2")),
        new(Pcf, "ex-consent-intermediate-not-encounter", false, ConsentJson(Provision("permit", Practice, Except(Provision("deny", Encounter)))), Nurse, In("e1")),
        new(Pcf, "ex-consent-intermediate-not-encounter", true, ConsentJson(Provision("permit", Practice, Except(Provision("deny", Encounter)))), Nurse, In("e2")),
        new(Pcf, "ex-consent-intermediate-data", true, ConsentJson(Provision("permit", Practice, Alcohol)), Nurse, Observation("alcohol")),
        new(Pcf, "ex-consent-intermediate-data", false, ConsentJson(Provision("permit", Practice, Alcohol)), Nurse, Observation("weight")),
        new(Pcf, "ex-consent-intermediate-not-data", false, ConsentJson(Provision("permit", Practice, Except(Provision("deny", Alcohol)))), Nurse, Observation("alcohol")),
        new(Pcf, "ex-consent-intermediate-not-data", true, ConsentJson(Provision("permit", Practice, Except(Provision("deny", Alcohol)))), Nurse, Observation("weight")),
        new(Pcf, "ex-consent-intermediate-purpose", true, ConsentJson(Provision("permit", Part("purpose", Foreign), ToClinic)), Nurse with { Purpose = PurposeOfUse.Research }, Plain,
            "A purpose is stated as a code of v3-ActReason or not at all: what nobody here can state opens nothing."),
        new(Pcf, "ex-consent-intermediate-purpose", false, ConsentJson(Provision("permit", Part("purpose", Foreign), ToClinic)), Nurse, Plain),
        new(Pcf, "ex-dissent-intermediate-break-glass", true, ConsentJson(Provision("deny", Except(Provision("permit", Purposes("BTG"), Privileged)))), Guard, Plain),
        new(Pcf, "ex-dissent-intermediate-break-glass", false, ConsentJson(Provision("deny", Except(Provision("permit", Purposes("BTG"), Privileged)))), Guard with { Purpose = PurposeOfUse.Treatment }, Plain),
        new(Pcf, "ex-dissent-intermediate-break-glass", false, ConsentJson(Provision("deny", Except(Provision("permit", Purposes("BTG"), Privileged)))), Guard with { Groups = [] }, Plain),
        new(Pcf, "ex-consent-advanced-normal", true, ConsentJson(Provision("permit", Practice, Confidentiality("N"))), Nurse, Labelled("N")),
        new(Pcf, "ex-consent-advanced-normal", false, ConsentJson(Provision("permit", Practice, Confidentiality("N"))), Nurse, Labelled("R")),
        new(Pcf, "ex-consent-advanced-normal-restricted", true, ConsentJson(Provision("permit", Practice, Confidentiality("N", "R"))), Nurse, Labelled("R")),
        new(Pcf, "ex-consent-advanced-normal-restricted", false, ConsentJson(Provision("permit", Practice, Confidentiality("N", "R"))), Nurse, Labelled("V")),
        new(Pcf, "ex-consent-advanced-normal-not-restricted", true, ConsentJson(Provision("permit", Practice, Confidentiality("N"), Except(Provision("deny", Confidentiality("R"))))), Nurse, Labelled("N")),
        new(Pcf, "ex-consent-advanced-normal-not-restricted", false, ConsentJson(Provision("permit", Practice, Confidentiality("N"), Except(Provision("deny", Confidentiality("R"))))), Nurse, Labelled("R")),
        new(Pcf, "ex-consent-advanced-normal-focused-restricted", true, ConsentJson(Provision("permit", Practice, Confidentiality("N"), Except(Provision("permit", Confidentiality("R"), To("Practitioner/nurse"))))), Nurse, Labelled("R")),
        new(Pcf, "ex-consent-advanced-normal-focused-restricted", false, ConsentJson(Provision("permit", Practice, Confidentiality("N"), Except(Provision("permit", Confidentiality("R"), To("Practitioner/nurse"))))), NhisOfficer, Labelled("R")),
        new(Pcf, "ex-consent-advanced-normal-focused-psy", true, ConsentJson(Provision("permit", Practice, Confidentiality("N"), Except(Provision("permit", Confidentiality("PSY"), To("Practitioner/nurse"))))), Nurse, Labelled("N", "PSY")),
        new(Pcf, "ex-consent-advanced-normal-focused-psy", false, ConsentJson(Provision("permit", Practice, Confidentiality("N"), Except(Provision("permit", Confidentiality("PSY"), To("Practitioner/nurse"))))), NhisOfficer, Labelled("N", "PSY")),
        new(Pcf, "ex-consent-advanced-normal-focused-psy-or-sdv", true, ConsentJson(Provision("permit", Practice, Confidentiality("N"), Except(Provision("permit", Confidentiality("PSY", "SDV"), To("Practitioner/nurse"))))), Nurse, Labelled("N", "SDV")),
        new(Pcf, "ex-consent-advanced-normal-focused-psy-or-sdv", false, ConsentJson(Provision("permit", Practice, Confidentiality("N"), Except(Provision("permit", Confidentiality("PSY", "SDV"), To("Practitioner/nurse"))))), Nurse, Labelled("N", "HIV")),
        new(Pcf, "ex-consent-advanced-normal-break-glass-restricted", true, ConsentJson(Provision("permit", Practice, Confidentiality("N"), Except(Provision("permit", Purposes("BTG"), Confidentiality("R"), Privileged)))), Guard, Labelled("R")),
        new(Pcf, "ex-consent-advanced-normal-break-glass-restricted", false, ConsentJson(Provision("permit", Practice, Confidentiality("N"), Except(Provision("permit", Purposes("BTG"), Confidentiality("R"), Privileged)))), Nurse, Labelled("R")),

        new(Leap, "active optin consent", true, Boris(Refused()), Nurse, Plain),
        new(Leap, "active optin consent with no scope in query", true, Boris(Refused()), Nurse, Plain),
        new(Leap, "active optin consent with scope stored in category[0]", true, InCategory(Boris(Refused())), Nurse, Plain),
        new(Leap, "active but expired optin consent", false, ConsentJson(Provision("permit", Part("period", """{"start":"2015-11-01","end":"2016-01-01"}"""), Except(Refused()))), Nurse, Plain),
        new(Leap, "active but not yet valid optin consent", false, ConsentJson(Provision("permit", Part("period", """{"start":"2026-05-03T09:00:00+09:00"}"""), Except(Refused()))), Nurse, Plain),
        new(Leap, "active optin consent with blacklisted recipient actor", false, Boris(Refused()), NhisOfficer, Plain),
        new(Leap, "active optin consent with blacklisted recipient actor based on one of the multiple identifiers", false, Boris(Refused()), NhisOfficer with { Id = "another" }, Plain),
        new(Leap, "active optin consent with blacklisted recipient actor of type practitioner", false, Boris(Provision("deny", To("Practitioner/nurse"), Action)), Nurse, Plain),
        new(Leap, "active optin consent with blacklisted purpose of use", false, Boris(Provision("deny", Purposes("HMARKT"))), Seller, Plain),
        new(Leap, "active optin consent with security label provision", true, Boris(Refused(Confidentiality("R"))), NhisOfficer, Labelled("N")),
        new(Leap, "active optin consent with security label provision", false, Boris(Refused(Confidentiality("R"))), NhisOfficer, Labelled("R")),
        new(Leap, "active optin consent with multiple security label provision", true, Boris(Provision("deny", Policy("ETHUD", "HIV"))), Nurse, Labelled("N")),
        new(Leap, "active optin consent with multiple security label provision", false, Boris(Provision("deny", Policy("ETHUD", "HIV"))), Nurse, Labelled("N", "HIV")),
        new(Leap, "active optin consent with array of security label provisions", true, Boris(Refused(Confidentiality("R")), Refused(Confidentiality("V")), Provision("deny", Purposes("HMARKT"))), NhisOfficer, Labelled("N")),
        new(Leap, "active optin consent with array of security label provisions", false, Boris(Refused(Confidentiality("R")), Refused(Confidentiality("V")), Provision("deny", Purposes("HMARKT"))), NhisOfficer, Labelled("V")),
        new(Leap, "active optin consent with security label and content class provisions", false, Boris(Refused(Confidentiality("R"), Type("Observation"))), NhisOfficer, Labelled("R")),
        new(Leap, "active optin consent with security label and content class provisions", false, Boris(Refused(Confidentiality("R"), Type("MedicationStatement"))), NhisOfficer, Labelled("R"),
            "LEAP redacts by either of two conditions of one provision; conditions of a provision all hold (R4 consent.html), so another type with the label is not what it refuses."),
        new(Leap, "active optin consent with content class provisions and sec label with request including a class", true, Boris(Refused(Type("MedicationStatement")), Refused(Confidentiality("R"))), NhisOfficer, Labelled("N")),
        new(Leap, "active optin consent with content class provisions and sec label with request including a class", false, Boris(Refused(Type("MedicationStatement")), Refused(Confidentiality("R"))), NhisOfficer, Labelled("R")),
        new(Leap, "active optin consent with content class provisions with request including a class", false, Boris(Refused(Type("Observation"))), NhisOfficer, Plain),
        new(Leap, "active optin consent with clinical code provisions", true, Boris(Refused(Code("1111-1"))), NhisOfficer, Plain),
        new(Leap, "active optin consent with clinical code provisions", false, Boris(Refused(Code("8480-6"))), NhisOfficer, Plain),
        new(Leap, "active optin consent with array of provisions", false, Boris(Refused(Confidentiality("R")), Refused(Confidentiality("V")), Provision("deny", Purposes("HMARKT"))), NhisOfficer with { Purpose = PurposeOfUse.Marketing }, Plain),
        new(Leap, "active optin consent with purpose in root provision not matching the request purpose of use", false, ConsentJson(Provision("permit", Period, Purposes("TREAT", "ETREAT"))), Seller, Plain),
        new(Leap, "active optin consent with purpose in root provision matching the request purpose of use", true, ConsentJson(Provision("permit", Period, Purposes("TREAT", "ETREAT"))), Urgent, Plain),
        new(Leap, "active optin consent with array of provisions matching some of the request purposes of use", true, ConsentJson(Provision("permit", Period, Purposes("TREAT", "ETREAT"))), Urgent, Plain),
        new(Leap, "active optin consent with array of provisions matching some of the request purposes of use", true, ConsentJson(Provision("permit", Period, Purposes("TREAT", "ETREAT"))), Seller, Plain,
            "A request states one purpose here, and is judged by it: who also sells sees nothing as a seller."),
        new(Leap, "no active optin consent", false, ConsentJson(Provision("permit", Period, Except(Refused())), status: "inactive"), Nurse, Plain),
        new(Leap, "active optin consent with different scope", false, Boris(Refused()).Replace("patient-privacy", "research", StringComparison.Ordinal), Nurse, Plain),
    ];

    public static TheoryData<int> Places => [.. Enumerable.Range(0, Vectors.Length)];

    [Fact]
    public void None_is_left_out()
    {
        Assert.Equal(23, Vectors.Where(vector => vector.Source == Pcf).Select(vector => vector.Name).Distinct().Count());
        Assert.Equal(22, Vectors.Where(vector => vector.Source == Leap).Select(vector => vector.Name).Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(Places))]
    public async Task A_vector_is_answered_as_published_or_it_says_why_not(int place)
    {
        var vector = Vectors[place];
        var decision = await DecideAsync(vector.Who, [vector.Consent], [vector.Resource]);
        var expected = vector.Ours is null ? vector.Published : !vector.Published;
        Assert.Equal((vector.Source, vector.Name, expected), (vector.Source, vector.Name, decision.Permits(vector.Resource)));
        Assert.Equal(expected, InPredicate(decision, vector.Resource));
    }

    private static string Boris(params string[] inside) => ConsentJson(Provision("permit", Period, Except(inside)), more: ""","policyRule":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ActCode","code":"hipaa-self-pay"}]}""");

    private static string Refused(params string[] parts) => Provision("deny", [To("Organization/nhis-seodaemun"), Action, .. parts]);

    private static string InCategory(string consent) => consent
        .Replace("\"scope\":{\"coding\":[{\"system\":\"http://terminology.hl7.org/CodeSystem/consentscope\",\"code\":\"patient-privacy\"}]},", "", StringComparison.Ordinal)
        .Replace("{\"system\":\"http://loinc.org\",\"code\":\"59284-0\"}", "{\"system\":\"http://terminology.hl7.org/CodeSystem/consentscope\",\"code\":\"patient-privacy\"}", StringComparison.Ordinal);

    private static string Type(string type) => Part("class", $$"""[{"system":"http://hl7.org/fhir/resource-types","code":"{{type}}"}]""");

    private static string Code(string code) => Part("code", $$"""[{"coding":[{"system":"http://loinc.org","code":"{{code}}"}]}]""");

    // LEAP names the value set where the code system belongs; what is meant is plain.
    private static string Policy(params string[] codes) => $"\"securityLabel\":[{string.Join(',', codes.Select(code => $$"""{"system":"http://terminology.hl7.org/ValueSet/v3-InformationSensitivityPolicy","code":"{{code}}"}"""))}]";

    private static StoredResource At(string date) => Observation("o1", more: $",\"effectiveDateTime\":\"{date}\"");

    private static StoredResource By(string practitioner) => Observation("o1", more: $$""","performer":[{"reference":"Practitioner/{{practitioner}}"}]""");

    private static StoredResource In(string encounter) => Observation("o1", more: $$""","encounter":{"reference":"Encounter/{{encounter}}"}""");

    private static StoredResource Labelled(params string[] codes) => Observation("o1", more: $",\"meta\":{{{Confidentiality(codes).Replace("securityLabel", "security", StringComparison.Ordinal)}}}");
}
