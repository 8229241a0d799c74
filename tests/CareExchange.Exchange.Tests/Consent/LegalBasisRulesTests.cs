using System.Text;
using CareExchange.Exchange.Consent;
using CareExchange.Exchange.Requests;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using Xunit;
using static CareExchange.Exchange.Tests.Consent.ConsentSamples;

namespace CareExchange.Exchange.Tests.Consent;

public sealed class LegalBasisRulesTests
{
    private const string Patient = """
        {"resourceType":"Patient","id":"p1","meta":{"versionId":"1"},"text":{"status":"generated","div":"<div xmlns=\"http://www.w3.org/1999/xhtml\">x</div>"},"name":[{"text":"김가온(가명)"}],"gender":"female","_birthDate":{"id":"b"},"birthDate":"1948-03-02","address":[{"text":"서울"}]}
        """;

    [Fact]
    public void The_rules_in_force_are_well_formed() => Assert.Empty(LegalBasisRules.Check(LegalBasisRules.Default));

    [Fact]
    public async Task An_organisation_sees_what_it_contributed_itself_and_nothing_else()
    {
        var decision = await DecideAsync(NhisOfficer, [], rules: LegalBasisRules.Default);

        Assert.True(decision.Permits(Observation("o1", source: "nhis-seodaemun")));
        Assert.False(decision.Permits(Observation("o2", source: "hongje-homecare")));
        Assert.Equal(LegalBasisKind.OwnRecord, decision.ReasonFor(Observation("o1", source: "nhis-seodaemun")).Basis.Kind);
    }

    [Fact]
    public async Task Somebody_reads_the_own_record_and_nobody_elses()
    {
        var person = Nurse with { Role = RequesterRole.Person, OrganizationId = "", PersonId = Person };

        Assert.True((await DecideAsync(person, [], rules: LegalBasisRules.Default)).Permits(Observation("o1")));
        Assert.True((await DecideAsync(person with { PersonId = "p2" }, [], rules: LegalBasisRules.Default)).Denied);
        Assert.True((await DecideAsync(person with { Role = RequesterRole.ClinicNurse }, [], rules: LegalBasisRules.Default)).Denied);
    }

    [Fact]
    public async Task A_statute_is_not_undone_by_a_refusal_and_not_turned_into_consent()
    {
        var decision = await DecideAsync(Manager, [ConsentJson(Provision("deny"))], rules: LegalBasisRules.Default);
        var benefit = Observation("o1", DataCategories.Benefit, source: "nhis-seodaemun");

        Assert.True(decision.Permits(benefit));
        Assert.Equal(LegalBasisKind.Statute, decision.ReasonFor(benefit).Basis.Kind);
        Assert.False(decision.Permits(Observation("o2", DataCategories.Clinical, source: "nhis-seodaemun")));
        Assert.False(decision.ReasonFor(Observation("o2", DataCategories.Clinical, source: "nhis-seodaemun")).Permits);
    }

    [Fact]
    public async Task A_basis_with_an_element_list_opens_just_those_elements()
    {
        LegalBasisRule[] rules = [.. LegalBasisRules.Default.Select(rule => rule with { Enabled = rule.Id == "act-23-3-sharing-list" })];
        var patient = Stored("Patient", "p1", Patient, DataCategories.Identity);

        var released = (await DecideAsync(Nurse, [], rules: rules)).Release(patient);

        Assert.Equal("act-23-3-sharing-list", released!.Reason.RulePath);
        var root = FhirDocument.Parse(released.Json, Schema.R4).Value!.Root;
        Assert.Equal(["address", "id", "meta", "name"], root.Children().ToArray().Select(child => child.Name).Order(StringComparer.Ordinal));
        Assert.Equal("SUBSETTED", root["meta"]["tag"]["code"].Text);
        Assert.DoesNotContain("1948", Encoding.UTF8.GetString(released.Json.Span), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Consent_opens_the_whole_resource_even_where_a_basis_would_cut_it()
    {
        LegalBasisRule[] rules = [.. LegalBasisRules.Default.Select(rule => rule with { Enabled = rule.Id == "act-23-3-sharing-list" })];
        var patient = Stored("Patient", "p1", Patient, DataCategories.Identity);

        var decision = await DecideAsync(Nurse, [ConsentJson(Provision("permit", ToClinic))], rules: rules);

        Assert.Null(decision.ElementsOf(patient));
        Assert.Equal(Patient, Encoding.UTF8.GetString(decision.Release(patient)!.Json.Span));
    }

    [Fact]
    public async Task The_directory_is_open_and_personal_data_without_a_person_is_not()
    {
        var decision = await DecideAsync(Nurse, [], rules: LegalBasisRules.Default);

        Assert.True(decision.Permits(Stored("Organization", "seodaemun", """{"resourceType":"Organization"}""", DataCategories.Admin, person: null)));
        Assert.False(decision.Permits(Stored("Organization", "seodaemun", """{"resourceType":"Organization"}""", DataCategories.Admin)));
        Assert.False(decision.Permits(Stored("Observation", "o1", """{"resourceType":"Observation"}""", DataCategories.Clinical, person: null)));
    }

    [Fact]
    public async Task An_unknown_category_is_withheld_whatever_is_permitted()
    {
        var decision = await DecideAsync(Nurse, [ConsentJson(Provision("permit"))], rules: LegalBasisRules.Default);

        Assert.False(decision.Permits(Observation("o1", "tomorrow")));
        Assert.False(InPredicate(decision, Observation("o1", "tomorrow")));
    }

    [Fact]
    public async Task A_consent_is_visible_to_the_recipient_it_names_and_to_no_other_recipient()
    {
        string[] consents = [ConsentJson(Provision("permit", ToClinic, Classes("clinical"))), ConsentJson(Provision("permit", To("Organization/nhis-seodaemun"), Classes("benefit")))];
        var (first, second) = (Stored(consents[0], "c1"), Stored(consents[1], "c2"));

        var nurse = await DecideAsync(Nurse, consents, [first, second]);

        Assert.True(nurse.Permits(first));
        Assert.True(InPredicate(nurse, first));
        Assert.False(nurse.Permits(second));
        Assert.False(InPredicate(nurse, second));
        Assert.Equal("named-recipient", nurse.ReasonFor(first).RulePath);
    }
}
