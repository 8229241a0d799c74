using CareExchange.Exchange.Consent;
using CareExchange.Exchange.Requests;
using CareExchange.Storage.Resources;
using Xunit;
using static CareExchange.Exchange.Tests.Consent.ConsentSamples;

namespace CareExchange.Exchange.Tests.Consent;

/// <summary>The situations that the IHE PCF examples and the LEAP tests describe, written anew with our own data.</summary>
public sealed class DecisionVectorTests
{
    private static readonly string[] Practice = ["TREAT", "HPAYMT", "HOPERAT"];
    private static readonly StoredResource Anything = Observation("o1");

    [Fact]
    public async Task Without_any_consent_nothing_is_seen() => await ExpectAsync(false, [], Anything);

    [Fact]
    public async Task A_consent_to_treatment_without_recipients_opens_to_everybody_who_treats() =>
        await ExpectAsync(true, [ConsentJson(Provision("permit", Purposes(Practice)))], Anything);

    [Fact]
    public async Task A_consent_whose_period_has_ended_opens_nothing() =>
        await ExpectAsync(false, [ConsentJson(Provision("permit", Purposes(Practice), Part("period", """{"end":"2026-04-30"}""")))], Anything);

    [Fact]
    public async Task The_last_day_of_a_period_still_counts() =>
        await ExpectAsync(true, [ConsentJson(Provision("permit", Purposes(Practice), Part("period", """{"end":"2026-05-01"}""")))], Anything);

    [Fact]
    public async Task A_consent_that_is_not_yet_valid_opens_nothing() =>
        await ExpectAsync(false, [ConsentJson(Provision("permit", Purposes(Practice), Part("period", """{"start":"2026-05-02"}""")))], Anything);

    [Theory]
    [InlineData("draft")]
    [InlineData("proposed")]
    [InlineData("rejected")]
    [InlineData("inactive")]
    [InlineData("entered-in-error")]
    public async Task Only_an_active_consent_opens(string status) =>
        await ExpectAsync(false, [ConsentJson(Provision("permit", Purposes(Practice)), status: status)], Anything);

    [Fact]
    public async Task A_rejecting_consent_refuses() => await ExpectAsync(false, [ConsentJson(Provision("deny", Purposes(Practice)))], Anything);

    [Fact]
    public async Task A_consent_to_research_says_nothing_about_sharing() => await ExpectAsync(
        false, [ConsentJson(Provision("permit")).Replace("patient-privacy", "research", StringComparison.Ordinal)], Anything);

    [Theory]
    [InlineData("2025-06-01", true)]
    [InlineData("2026-06-01", false)]
    public async Task Only_data_of_a_timeframe_is_permitted(string effective, bool seen) => await ExpectAsync(
        seen,
        [ConsentJson(Provision("permit", Part("dataPeriod", """{"start":"2025-01","end":"2025-12"}""")))],
        Observation("o1", more: $",\"effectiveDateTime\":\"{effective}\""));

    [Theory]
    [InlineData("2025-06-01", false)]
    [InlineData("2026-02-01", true)]
    public async Task All_data_but_that_of_a_timeframe_is_permitted(string effective, bool seen) => await ExpectAsync(
        seen,
        [ConsentJson(Provision("permit", Except(Provision("deny", Part("dataPeriod", """{"start":"2025-01","end":"2025-12"}""")))))],
        Observation("o1", more: $",\"effectiveDateTime\":\"{effective}\""));

    [Fact]
    public async Task Data_without_a_date_is_in_no_permitted_and_in_every_refused_timeframe()
    {
        await ExpectAsync(false, [ConsentJson(Provision("permit", Part("dataPeriod", """{"start":"2025-01"}""")))], Anything);
        await ExpectAsync(false, [ConsentJson(Provision("permit", Except(Provision("deny", Part("dataPeriod", """{"start":"2025-01"}""")))))], Anything);
    }

    [Theory]
    [InlineData("performer", "Practitioner/dr", true)]
    [InlineData("performer", "Practitioner/other", false)]
    [InlineData("focus", "Practitioner/dr", false)]
    public async Task Only_data_by_one_author_is_permitted(string element, string who, bool seen) => await ExpectAsync(
        seen,
        [ConsentJson(Provision("permit", Part("data", """[{"meaning":"authoredby","reference":{"reference":"Practitioner/dr"}}]""")))],
        Observation("o1", more: $$""","{{element}}":[{"reference":"{{who}}"}]"""));

    [Theory]
    [InlineData(""" "performer":[{"reference":"Practitioner/dr"}] """, true)]
    [InlineData(""" "provision":{"type":"deny","actor":[{"role":{"coding":[{"code":"AUT"}]},"reference":{"reference":"Practitioner/dr"}}]} """, false)]
    public async Task Whom_a_consent_names_in_its_provisions_did_not_write_it(string names, bool seen) => await ExpectAsync(
        seen,
        [ConsentJson(Provision("permit", Classes("consent"), Part("data", """[{"meaning":"authoredby","reference":{"reference":"Practitioner/dr"}}]""")))],
        Stored("Consent", "c9", $$"""{"resourceType":"Consent","id":"c9","status":"inactive","patient":{"reference":"Patient/p1"},{{names}} }""", "consent", "seodaemun"));

    [Theory]
    [InlineData("seodaemun-dementia", false)]
    [InlineData("hongje-homecare", true)]
    public async Task All_data_but_that_of_one_organisation_is_permitted(string source, bool seen) => await ExpectAsync(
        seen,
        [ConsentJson(Provision("permit", Except(Provision("deny", Part("data", """[{"meaning":"authoredby","reference":{"reference":"Organization/seodaemun-dementia"}}]""")))))],
        Observation("o1", source: source));

    [Theory]
    [InlineData("Encounter/e1", true)]
    [InlineData("Encounter/e2", false)]
    public async Task Only_data_of_one_encounter_is_permitted(string encounter, bool seen) => await ExpectAsync(
        seen,
        [ConsentJson(Provision("permit", Part("data", """[{"meaning":"related","reference":{"reference":"Encounter/e1"}}]""")))],
        Observation("o1", more: $$""","encounter":{"reference":"{{encounter}}"}"""));

    [Theory]
    [InlineData("Encounter/e1", false)]
    [InlineData("Encounter/e2", true)]
    public async Task All_data_but_that_of_one_encounter_is_permitted(string encounter, bool seen) => await ExpectAsync(
        seen,
        [ConsentJson(Provision("permit", Except(Provision("deny", Part("data", """[{"meaning":"related","reference":{"reference":"Encounter/e1"}}]""")))))],
        Observation("o1", more: $$""","encounter":{"reference":"{{encounter}}"}"""));

    [Theory]
    [InlineData("o1", true)]
    [InlineData("o2", false)]
    public async Task Only_named_resources_are_permitted(string id, bool seen) => await ExpectAsync(
        seen, [ConsentJson(Provision("permit", Part("data", """[{"meaning":"instance","reference":{"reference":"Observation/o1"}}]""")))], Observation(id));

    [Theory]
    [InlineData("o1", false)]
    [InlineData("o2", true)]
    public async Task All_but_named_resources_are_permitted(string id, bool seen) => await ExpectAsync(
        seen, [ConsentJson(Provision("permit", Except(Provision("deny", Part("data", """[{"meaning":"instance","reference":{"reference":"Observation/o1"}}]""")))))], Observation(id));

    [Fact]
    public async Task Everything_related_to_the_person_is_the_whole_record() => await ExpectAsync(
        true, [ConsentJson(Provision("permit", Part("data", """[{"meaning":"related","reference":{"reference":"Patient/p1"}}]""")))], Anything);

    [Fact]
    public async Task A_purpose_that_is_not_stated_is_not_permitted() => await ExpectAsync(false, [ConsentJson(Provision("permit", Purposes("HRESCH")))], Anything);

    [Fact]
    public async Task A_purpose_of_a_foreign_code_system_opens_nothing_and_refuses_everything()
    {
        var foreign = Part("purpose", """[{"system":"http://example.org/purpose","code":"FooBar"}]""");
        await ExpectAsync(false, [ConsentJson(Provision("permit", foreign))], Anything);
        await ExpectAsync(false, [ConsentJson(Provision("permit", Except(Provision("deny", foreign))))], Anything);
    }

    [Theory]
    [InlineData("BTG", true)]
    [InlineData("TREAT", false)]
    public async Task A_consent_to_emergency_override_opens_only_for_that_purpose(string purpose, bool seen) => await ExpectAsync(
        seen, [ConsentJson(Provision("permit", Purposes("BTG")))], Anything, Nurse with { Purpose = PurposeOfUse.Find(purpose)! });

    [Theory]
    [InlineData("N", null, true)]
    [InlineData("R", null, false)]
    [InlineData("V", null, false)]
    [InlineData("N", "PSY", false)]
    [InlineData("R", "PSY", false)]
    public async Task Consent_to_normal_data_opens_nothing_restricted_or_sensitive(string label, string? sensitivity, bool seen) =>
        await ExpectAsync(seen, [ConsentJson(Provision("permit", Confidentiality("N")))], Labelled(label, sensitivity));

    [Theory]
    [InlineData("N", null, true)]
    [InlineData("R", null, true)]
    [InlineData("R", "PSY", true)]
    [InlineData("V", null, false)]
    public async Task Consent_to_normal_and_restricted_data_opens_both(string label, string? sensitivity, bool seen) =>
        await ExpectAsync(seen, [ConsentJson(Provision("permit", Confidentiality("N", "R")))], Labelled(label, sensitivity));

    [Theory]
    [InlineData("N", true)]
    [InlineData("R", false)]
    [InlineData("V", false)]
    public async Task An_exception_for_restricted_data_catches_what_is_above_it_too(string label, bool seen) =>
        await ExpectAsync(seen, [ConsentJson(Provision("permit", Except(Provision("deny", Confidentiality("R")))))], Labelled(label, null));

    [Theory]
    [InlineData("hongje-homecare", "R", null, true)]
    [InlineData("nhis-seodaemun", "R", null, false)]
    [InlineData("nhis-seodaemun", "N", null, true)]
    public async Task Restricted_data_is_focused_on_one_recipient(string organization, string label, string? sensitivity, bool seen) => await ExpectAsync(
        seen,
        [ConsentJson(Provision("permit", Confidentiality("N"), Except(Provision("permit", Confidentiality("R"), ToClinic))))],
        Labelled(label, sensitivity),
        Nurse with { OrganizationId = organization });

    [Theory]
    [InlineData("R", "PSY", true)]
    [InlineData("R", "HIV", false)]
    [InlineData("N", null, true)]
    public async Task One_sensitivity_is_focused_on_one_recipient(string label, string? sensitivity, bool seen) => await ExpectAsync(
        seen,
        [ConsentJson(Provision("permit", Confidentiality("N"), Except(Provision("permit", Confidentiality("PSY"), ToClinic))))],
        Labelled(label, sensitivity));

    [Fact]
    public async Task An_untyped_root_with_opt_in_permits_and_its_exception_refuses()
    {
        const string optIn = ""","policyRule":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ActCode","code":"OPTIN"}]}""";
        var consent = ConsentJson($"{{{Except(Provision("deny", To("Organization/nhis-seodaemun")))}}}", more: optIn);
        await ExpectAsync(true, [consent], Anything);
        await ExpectAsync(false, [consent], Anything, NhisOfficer);
    }

    [Fact]
    public async Task An_untyped_root_with_opt_out_refuses() => await ExpectAsync(
        false,
        [ConsentJson("{}", more: ""","policyRule":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ActCode","code":"OPTOUT"}]}""")],
        Anything);

    [Fact]
    public async Task An_untyped_root_only_bounds_what_stands_inside_it()
    {
        await ExpectAsync(false, [ConsentJson($"{{{ToClinic}}}")], Anything);
        await ExpectAsync(true, [ConsentJson($"{{{ToClinic},{Except(Provision("permit", Classes("clinical")))}}}")], Anything);
        await ExpectAsync(false, [ConsentJson($"{{{ToClinic},{Except(Provision("permit", Classes("clinical")))}}}")], Anything, NhisOfficer);
    }

    [Theory]
    [InlineData("Practitioner/nurse", false)]
    [InlineData("Practitioner/somebody-else", true)]
    public async Task One_practitioner_is_refused(string reference, bool seen) =>
        await ExpectAsync(seen, [ConsentJson(Provision("permit", Except(Provision("deny", To(reference)))))], Anything);

    [Fact]
    public async Task A_refused_purpose_does_not_touch_other_purposes()
    {
        var consent = ConsentJson(Provision("permit", Except(Provision("deny", Purposes("HMARKT")))));
        await ExpectAsync(true, [consent], Anything);
        await ExpectAsync(false, [consent], Anything, Nurse with { Purpose = PurposeOfUse.Marketing });
    }

    [Theory]
    [InlineData("Observation", false)]
    [InlineData("MedicationStatement", true)]
    public async Task One_resource_type_is_refused(string refused, bool seen) => await ExpectAsync(
        seen,
        [ConsentJson(Provision("permit", Except(Provision("deny", Part("class", $$"""[{"system":"http://hl7.org/fhir/resource-types","code":"{{refused}}"}]""")))))],
        Anything);

    [Theory]
    [InlineData("1111-1", true)]
    [InlineData("8480-6", false)]
    public async Task A_list_of_codes_is_refused_one_by_one(string code, bool seen) => await ExpectAsync(
        seen,
        [ConsentJson(Provision("permit", Except(Provision(
            "deny", Part("code", $$"""[{"coding":[{"system":"http://loinc.org","code":"2222-2"}]},{"coding":[{"system":"http://loinc.org","code":"{{code}}"}]}]""")))))],
        Anything);

    [Fact]
    public async Task Of_two_consents_for_the_same_target_the_newer_one_counts()
    {
        var permit = Provision("permit", ToClinic, Classes("clinical"));
        var deny = Provision("deny", ToClinic, Classes("clinical"));
        await ExpectAsync(false, [ConsentJson(permit, "2026-03-01"), ConsentJson(deny, "2026-03-02")], Anything);
        await ExpectAsync(true, [ConsentJson(permit, "2026-03-02"), ConsentJson(deny, "2026-03-01")], Anything);
    }

    [Fact]
    public async Task A_tie_is_a_refusal_whatever_the_order_and_however_often_asked()
    {
        var permit = ConsentJson(Provision("permit", Classes("clinical")), "2026-03-02T10:00:00+09:00");
        var deny = ConsentJson(Provision("deny", Classes("clinical")), "2026-03-02T10:00:00+09:00");
        for (var run = 0; run < 1000; run++) await ExpectAsync(false, run % 2 == 0 ? [permit, deny] : [deny, permit], Anything);
    }

    [Theory]
    [InlineData("2026-03-03", true)]
    [InlineData("2026-03-05", false)]
    public async Task A_consent_dated_ahead_outlasts_no_refusal_that_was_given_after_it_was_stored(string refused, bool seen)
    {
        var permit = ConsentReader.Read(Stored(ConsentJson(Provision("permit"), "2099-01-01")) with { LastUpdated = new(2026, 3, 4, 12, 0, 0, TimeSpan.FromHours(9)) });
        var decision = await ConsentDecision.MakeAsync(Person, Nurse, Now, [permit, Policy(ConsentJson(Provision("deny"), refused), "c2")], [], () => AsyncEnumerable.Empty<StoredResource>());

        Assert.Equal(seen, decision.Permits(Observation("o1")));
        Assert.Equal(seen, InPredicate(decision, Observation("o1")));
    }

    [Fact]
    public async Task A_narrower_refusal_beats_a_newer_wider_permit() => await ExpectAsync(
        false,
        [ConsentJson(Provision("deny", ToClinic, Classes("clinical")), "2026-01-01"), ConsentJson(Provision("permit", Classes("clinical")), "2026-04-01")],
        Anything);

    [Fact]
    public async Task A_narrower_permit_opens_an_older_general_refusal_but_not_a_newer_one()
    {
        var permit = Provision("permit", ToClinic, Classes("clinical"));
        await ExpectAsync(true, [ConsentJson(Provision("deny"), "2026-01-01"), ConsentJson(permit, "2026-04-01")], Anything);
        await ExpectAsync(false, [ConsentJson(Provision("deny"), "2026-04-01"), ConsentJson(permit, "2026-01-01")], Anything);
    }

    [Fact]
    public async Task A_refusal_for_other_data_that_cannot_be_compared_stands() => await ExpectAsync(
        false,
        [ConsentJson(Provision("permit", ToClinic), "2026-04-01"), ConsentJson(Provision("deny", Classes("clinical")), "2026-01-01")],
        Anything);

    [Fact]
    public async Task An_exception_to_an_exception_opens_again()
    {
        var consent = ConsentJson(Provision("permit", Except(Provision("deny", Classes("clinical"), Except(Provision("permit", ToClinic))))));
        await ExpectAsync(true, [consent], Anything);
        await ExpectAsync(false, [consent], Anything, NhisOfficer);
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("label", false)]
    [InlineData("exception", false)]
    [InlineData("named", true)]
    public async Task Who_wrote_what_is_open_only_where_it_is_named(string limit, bool seen) => await ExpectAsync(
        seen,
        [ConsentJson(limit switch
        {
            "label" => Provision("permit", Confidentiality("N")),
            "exception" => Provision("permit", Except(Provision("deny", Classes("cognition")))),
            "named" => Provision("permit", Classes("record"), Except(Provision("deny", Classes("cognition")))),
            _ => Provision("permit"),
        })],
        Stored("Provenance", "v1", """{"resourceType":"Provenance","id":"v1","target":[{"reference":"Observation/o1"}],"recorded":"2026-01-01T00:00:00Z"}""", DataCategories.Record));

    private static StoredResource Labelled(string confidentiality, string? sensitivity) => Observation(
        "o1",
        more: $$""","meta":{"security":[{"system":"http://terminology.hl7.org/CodeSystem/v3-Confidentiality","code":"{{confidentiality}}"}{{(sensitivity is null ? "" : $$""",{"system":"http://terminology.hl7.org/CodeSystem/v3-ActCode","code":"{{sensitivity}}"}""")}}]}""");

    private static async Task ExpectAsync(bool seen, IEnumerable<string> consents, StoredResource resource, Requester? requester = null)
    {
        var decision = await DecideAsync(requester ?? Nurse, consents, [resource]);
        Assert.Equal(seen, decision.Permits(resource));
        Assert.Equal(seen, InPredicate(decision, resource));
        Assert.Equal(seen, decision.ReasonFor(resource).Permits);
    }
}
