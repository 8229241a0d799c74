using System.Text;
using CareExchange.Exchange.Consent;
using CareExchange.Exchange.Requests;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Storage.Resources;
using CareExchange.Storage.Search;
using Xunit;
using static CareExchange.Exchange.Tests.Consent.ConsentSamples;

namespace CareExchange.Exchange.Tests.Consent;

/// <summary>The decider over a real store, in the world of the demonstration.</summary>
public sealed class ConsentDeciderTests : IAsyncDisposable
{
    private static readonly Requester DementiaWorker = new(
        "dementia", "상담원(가명)", RequesterRole.DementiaWorker, "seodaemun-dementia", "서대문구 치매안심센터", PurposeOfUse.Treatment, false);

    private TestStore? _store;

    [Fact]
    public async Task Four_readers_see_four_different_plans_of_one_person()
    {
        var decider = await WorldAsync();

        Assert.Equal(["Condition/dialysis", "Consent/clinic-g", "Consent/dementia-g", "Observation/adl", "Observation/cist", "Patient/p1", "ServiceRequest/dialysis"], await SeenAsync(decider, Nurse));
        Assert.Equal(["Consent/clinic-g", "Consent/dementia-g", "Consent/expired", "Observation/adl", "Observation/ltc", "Patient/p1"], await SeenAsync(decider, Manager));
        Assert.Equal(["Observation/ltc", "Patient/p1"], await SeenAsync(decider, NhisOfficer));
        Assert.Equal(["Consent/dementia-g", "Observation/cist"], (await SeenAsync(decider, DementiaWorker)).Where(id => id != "Patient/p1"));
    }

    [Theory]
    [InlineData(false, "", true)]
    [InlineData(true, "", false)]
    [InlineData(true, ",\"sourceReference\":{\"reference\":\"DocumentReference/signed\"}", true)]
    [InlineData(true, ",\"verification\":[{\"verified\":true}]", true)]
    [InlineData(true, ",\"verification\":[{\"verified\":false}]", false)]
    public async Task What_an_organisation_records_in_its_own_favour_opens_by_its_word_or_only_with_evidence(bool needsEvidence, string evidence, bool opens)
    {
        await using var store = await TestStore.OpenAsync();
        await store.PutAsync("Patient", "p1", """{"resourceType":"Patient","id":"p1"}""", new("p1", DataCategories.Identity, "seodaemun"));
        await store.PutAsync("Consent", "own", ConsentJson(ConsentSamples.Provision("permit", ToClinic), more: evidence), new("p1", DataCategories.Consent, Nurse.OrganizationId));
        var decider = new ConsentDecider(store.Resources, [], store.Clock, new() { OwnRecordsNeedEvidence = needsEvidence });
        var patient = (await store.Resources.ReadAsync("Patient", "p1", default))!;
        Assert.Equal(opens, (await decider.DecideAsync("p1", Nurse, default)).Permits(patient));
        Assert.Equal(opens, (await decider.DecidePersonsAsync(Nurse, default)).Permits(patient));
    }

    [Fact]
    public async Task A_refusal_of_an_encounter_and_what_is_related_is_about_what_it_refers_to()
    {
        await using var store = await TestStore.OpenAsync();
        await store.PutAsync("Encounter", "e1", """{"resourceType":"Encounter","id":"e1","diagnosis":[{"condition":{"reference":"Condition/of-it"}}],"subject":{"reference":"Patient/p1"}}""", new("p1", DataCategories.Clinical, "seodaemun"));
        foreach (var id in (string[])["of-it", "other"]) await store.PutAsync("Condition", id, $$"""{"resourceType":"Condition","id":"{{id}}","subject":{"reference":"Patient/p1"} }""", new("p1", DataCategories.Clinical, "seodaemun"));
        await store.PutAsync("Consent", "c1", ConsentJson(ConsentSamples.Provision("permit", Except(ConsentSamples.Provision("deny", Part("data", """[{"meaning":"related","reference":{"reference":"Encounter/e1"}}]"""))))), new("p1", DataCategories.Consent, "seodaemun"));
        var decision = await new ConsentDecider(store.Resources, [], store.Clock).DecideAsync("p1", Nurse, default);
        Assert.False(decision.Permits((await store.Resources.ReadAsync("Condition", "of-it", default))!));
        Assert.True(decision.Permits((await store.Resources.ReadAsync("Condition", "other", default))!));
    }

    [Fact]
    public async Task Withdrawing_changes_the_very_next_decision_in_memory_and_in_sql()
    {
        var decider = await WorldAsync();
        var before = await decider.DecideAsync(Person, Nurse, default);
        var stored = await _store!.Resources.ReadAsync("Consent", "dementia-g", default);
        using var consent = FhirDocument.Parse(stored!.Json, Schema.R4).Value!;
        await _store.PutAsync("Consent", "dementia-g", Encoding.UTF8.GetString(ConsentWithdrawal.Withdraw(consent, _store.Clock.Now).Value!), stored.Tags);

        var after = await decider.DecideAsync(Person, Nurse, default);

        Assert.Equal(["cist"], await FindAsync(before, "cist"));
        Assert.Empty(await FindAsync(after, "cist"));
        Assert.DoesNotContain(after.Reasons, reason => reason.ConsentId == "dementia-g");
    }

    [Fact]
    public async Task An_unknown_person_is_denied_in_the_same_words_as_one_nobody_opened()
    {
        var decider = await WorldAsync();

        var stranger = DementiaWorker with { OrganizationId = "" };
        var unknown = await decider.DecideAsync("nobody", stranger, default);
        var closed = await decider.DecideAsync("p2", stranger, default);

        Assert.True(unknown.Denied && closed.Denied);
        Assert.Equal("default-deny", Assert.Single(closed.Reasons).RulePath);
        Assert.Equal(unknown.Reasons, closed.Reasons);
    }

    [Fact]
    public async Task Every_reason_is_one_sentence_in_two_languages_with_its_ground()
    {
        var decider = await WorldAsync();

        var decision = await decider.DecideAsync(Person, Nurse, default);

        var consent = decision.Reasons.Single(reason => reason.ConsentId == "dementia-g" && reason.Permits);
        Assert.Equal((1L, "Consent.provision", LegalBasis.Consent), (consent.ConsentVersion!.Value, consent.RulePath, consent.Basis));
        Assert.Equal("The person's consent of 2026-03-02 lets 홍제 재택의료센터 see identity and contact, cognition and dementia.", consent.English);
        Assert.Equal("본인 동의(2026-03-02)에 따라 홍제 재택의료센터에 인적사항·연락처, 인지·치매 정보 열람이 허용됩니다.", consent.Korean);
        var statute = (await decider.DecideAsync(Person, Manager, default)).Reasons.Single(reason => reason.RulePath == "act-23-1-municipality");
        Assert.Equal((LegalBasisKind.Statute, "돌봄통합지원법 제23조제1항·제2항"), (statute.Basis.Kind, statute.Basis.Article));
    }

    [Fact]
    public async Task The_list_of_persons_shows_those_a_consent_or_a_law_opens()
    {
        var decider = await WorldAsync();

        Assert.Equal(["p1"], await PatientsAsync(decider, Nurse));
        Assert.Equal(["p1", "p2"], await PatientsAsync(decider, Manager));
        Assert.Empty(await PatientsAsync(decider, NhisOfficer with { OrganizationId = "elsewhere" }));
    }

    [Fact]
    public async Task A_thousand_persons_are_decided_at_once_and_share_their_grants()
    {
        _store = await TestStore.OpenAsync();
        await using (var transaction = await _store.Resources.BeginAsync(default))
        {
            for (var index = 0; index < 1200; index++)
            {
                var person = $"p{index}";
                var json = ConsentJson(Provision("permit", index % 2 == 0 ? ToClinic : To("Organization/seodaemun-dementia"), Classes("identity"))).Replace("Patient/p1", $"Patient/{person}", StringComparison.Ordinal);
                await transaction.PutAsync("Consent", $"c{index}", Encoding.UTF8.GetBytes(json), new ResourceTags(person, "consent", "seodaemun"), null, default);
            }

            await transaction.CommitAsync(default);
        }

        var decider = new ConsentDecider(_store.Resources, LegalBasisRules.Default, _store.Clock);
        var decision = await decider.DecidePersonsAsync(Nurse, default);

        Assert.Equal(600, decision.Persons.Count);
        Assert.InRange(decision.Predicate.Grants.Count, 1, 6);
    }

    [Fact]
    public async Task A_registration_number_leaves_only_for_those_who_may_know_of_the_registration()
    {
        const string patient = """
            {"resourceType":"Patient","id":"p1","identifier":[
            {"extension":[{"url":"http://hl7.org/fhir/uv/security-label-ds4p/StructureDefinition/extension-inline-sec-label","valueCoding":{"system":"urn:careexchange:data-category","code":"cognition"}},{"url":"urn:careexchange:extension:source","valueReference":{"reference":"Organization/seodaemun-dementia"}}],"system":"urn:careexchange:dementia-no","value":"D-1"},
            {"extension":[{"url":"urn:careexchange:extension:source","valueReference":{"reference":"Organization/seodaemun"}}],"system":"urn:x","value":"X-1"}]}
            """;
        var decider = await WorldAsync();
        var resource = Stored("Patient", "p1", patient, "identity");

        var nurse = Encoding.UTF8.GetString((await decider.DecideAsync(Person, Nurse, default)).Release(resource)!.Json.Span);
        var manager = Encoding.UTF8.GetString((await decider.DecideAsync(Person, Manager, default)).Release(resource)!.Json.Span);

        Assert.Contains("D-1", nurse, StringComparison.Ordinal);
        Assert.DoesNotContain("D-1", manager, StringComparison.Ordinal);
        Assert.Contains("X-1", manager, StringComparison.Ordinal);
        Assert.DoesNotContain("seodaemun", nurse + manager, StringComparison.Ordinal);
        Assert.NotNull(FhirDocument.Parse(Encoding.UTF8.GetBytes(manager), Schema.R4).Value);
    }

    [Fact]
    public async Task Wrong_rules_stop_the_start_with_everything_that_is_wrong()
    {
        _store = await TestStore.OpenAsync();
        LegalBasisRule[] rules = [LegalBasisRules.Default[0] with { Basis = "statute", Article = null, Categories = ["everything"] }];

        var error = Assert.Throws<ArgumentException>(() => new ConsentDecider(_store.Resources, rules, _store.Clock));

        Assert.Contains("statute without its article", error.Message, StringComparison.Ordinal);
        Assert.Contains("unknown category", error.Message, StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        if (_store is not null) await _store.DisposeAsync();
    }

    // p1 as the maps write it: the dementia centre and the municipality share with the clinic, the clinic with the municipality; p2 shares nothing.
    private async Task<ConsentDecider> WorldAsync()
    {
        _store = await TestStore.OpenAsync();
        await PutAsync("Patient", "p1", "{\"resourceType\":\"Patient\"}", "identity", "nhis-seodaemun");
        await PutAsync("Observation", "ltc", Fact, "benefit", "nhis-seodaemun");
        await PutAsync("Observation", "adl", Fact, "function", "hongje-homecare");
        await PutAsync("Condition", "dialysis", "{\"resourceType\":\"Condition\",\"subject\":{\"reference\":\"Patient/p1\"}}", "clinical", "hongje-homecare");
        await PutAsync("ServiceRequest", "dialysis", "{\"resourceType\":\"ServiceRequest\",\"status\":\"active\",\"intent\":\"order\",\"subject\":{\"reference\":\"Patient/p1\"}}", "clinical", "hongje-homecare");
        await PutAsync("Observation", "cist", Fact, "cognition", "seodaemun-dementia");
        await PutAsync("Consent", "dementia-g", Shared("seodaemun-dementia", ToClinic, "identity", "cognition"), "consent", "seodaemun-dementia");
        await PutAsync("Consent", "clinic-g", Shared("hongje-homecare", To("Organization/seodaemun"), "identity", "function"), "consent", "hongje-homecare");
        await PutAsync("Consent", "expired", Shared("hongje-homecare", To("Organization/nhis-seodaemun"), "clinical").Replace("\"type\":\"permit\"", "\"type\":\"permit\",\"period\":{\"end\":\"2026-04-01\"}", StringComparison.Ordinal), "consent", "seodaemun");
        await PutAsync("Patient", "p2", "{\"resourceType\":\"Patient\"}", "identity", "nhis-seodaemun", "p2");
        return new ConsentDecider(_store.Resources, LegalBasisRules.Default, _store.Clock);
    }

    private const string Fact = """{"resourceType":"Observation","status":"final","code":{"text":"x"},"subject":{"reference":"Patient/p1"}}""";

    private static string Shared(string by, string to, params string[] categories) =>
        ConsentJson(Provision("permit", to, Purposes("TREAT", "CAREMGT"), Classes(categories)), more: $$""","organization":[{"reference":"Organization/{{by}}"}]""");

    private Task PutAsync(string type, string id, string json, string category, string source, string person = Person) =>
        _store!.PutAsync(type, id, json, new ResourceTags(person, category, source));

    private async Task<string[]> SeenAsync(ConsentDecider decider, Requester requester)
    {
        var decision = await decider.DecideAsync(Person, requester, default);
        List<string> seen = [];
        await foreach (var resource in _store!.Resources.ReadCompartmentAsync(Person, default))
        {
            if (decision.Permits(resource)) seen.Add($"{resource.Type}/{resource.Id}");
            Assert.Equal(decision.Permits(resource), InPredicate(decision, resource));
        }

        return [.. seen.Order(StringComparer.Ordinal)];
    }

    private async Task<string[]> FindAsync(ConsentDecision decision, string id)
    {
        var found = await _store!.Resources.SearchAsync(new SearchRequest("Observation", []), decision.Predicate, default);
        return [.. found.Matches.Select(resource => resource.Id).Where(found => found == id)];
    }

    private async Task<string[]> PatientsAsync(ConsentDecider decider, Requester requester)
    {
        var decision = await decider.DecidePersonsAsync(requester, default);
        var found = await _store!.Resources.SearchAsync(new SearchRequest("Patient", []), decision.Predicate, default);
        return [.. found.Matches.Select(patient => patient.Id).Order(StringComparer.Ordinal)];
    }
}
