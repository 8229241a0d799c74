using System.Net;
using CareExchange.Journeys.Tests.World;
using CareExchange.Storage.Resources;

namespace CareExchange.Journeys.Tests.Demo;

/// <summary>What each of the four members of staff may know of A씨, over the FHIR API with the session of the page.</summary>
[Collection(DeliveredCollection.Name)]
public sealed class ReadersTests(DeliveredDistrict district)
{
    private static readonly string[] Types =
    [
        "Patient", "RelatedPerson", "Observation", "Condition", "Consent", "CarePlan", "CareTeam", "Goal", "Coverage", "Encounter", "Procedure",
        "MedicationRequest", "QuestionnaireResponse", "ServiceRequest", "Task", "DocumentReference", "Provenance",
    ];

    /// <summary>Source: categories. The consents stand in <c>mappings/*/examples/01-input.*</c>; what the law opens to the case manager in LegalBasisRules.</summary>
    public static TheoryData<string, string[]> Readers => new()
    {
        // Own data whole; from the others what A씨 agreed to, and by Act 23 household, benefits and referrals; the team is kept by the gateway.
        {
            "manager",
            [
                "hongje-homecare: clinical consent function household referral",
                "nhis-seodaemun: benefit consent function household identity referral",
                "seodaemun: clinical cognition consent economic function household record referral service",
                "seodaemun-dementia: benefit cognition consent household",
                "urn:careexchange:gateway: service",
            ]
        },

        // The dementia centre's consent names the clinic for cognition; NHIS named it for nothing, the Patient apart, which the municipality shares.
        {
            "nurse",
            [
                "hongje-homecare: clinical consent function household record referral",
                "nhis-seodaemun: identity",
                "seodaemun: cognition consent function service",
                "seodaemun-dementia: cognition consent",
            ]
        },

        // Neither the clinic nor the dementia centre may tell NHIS anything.
        { "nhis", ["nhis-seodaemun: benefit consent function household identity record referral", "seodaemun: consent referral service"] },
        {
            "dementia",
            ["nhis-seodaemun: identity", "seodaemun: cognition consent service", "seodaemun-dementia: benefit cognition consent household record"]
        },
    };

    [Theory]
    [MemberData(nameof(Readers))]
    public async Task Each_reader_sees_what_the_consents_and_the_law_open_to_them(string name, string[] expected)
    {
        using var staff = await Staff.SignInAsync(district, name);
        var tags = await TagsAsync();

        var seen = new List<ResourceTags>();
        foreach (var type in Types)
        {
            var query = type switch { "Patient" => $"Patient?_id={Person}", "Provenance" => $"Provenance?patient={Person}", _ => $"{type}?patient={Person}" };
            seen.AddRange((await staff.FindAllAsync(query)).Select(id => tags[$"{type}/{id}"]));
        }

        Assert.Equal(expected, seen.GroupBy(tag => tag.Source).OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => $"{group.Key}: {string.Join(' ', group.Select(tag => tag.Category).Distinct().Order(StringComparer.Ordinal))}"));
    }

    [Fact]
    public async Task What_is_withheld_answers_like_what_does_not_exist_and_its_number_is_not_betrayed()
    {
        using var nhis = await Staff.SignInAsync(district, "nhis");
        var all = (await TagsAsync()).Keys.Where(key => key.StartsWith("Observation/", StringComparison.Ordinal)).ToArray();
        var seen = await nhis.FindAllAsync($"Observation?patient={Person}&_count=2");
        var hidden = all.Select(key => key["Observation/".Length..]).Except(seen).ToArray();
        Assert.NotEmpty(hidden);

        var total = await nhis.GetAsync($"fhir/Observation?patient={Person}&_total=accurate&_count=1");
        var withheld = await nhis.GetAsync($"fhir/Observation/{hidden[0]}");
        var unknown = await nhis.GetAsync($"fhir/Observation/{new string('0', hidden[0].Length)}");

        Assert.Equal(seen.Count, total.Json.GetProperty("total").GetInt32());
        withheld.Refused(HttpStatusCode.NotFound, "resource-unknown");
        Assert.Equal(unknown.Status, withheld.Status);
        Assert.Equal(Said(unknown), Said(withheld));
        (await nhis.GetAsync($"fhir/Observation/{hidden[0]}/_history")).Refused(HttpStatusCode.NotFound, "resource-unknown");
        (await nhis.GetAsync($"fhir/Observation/{hidden[0]}/_history/1")).Refused(HttpStatusCode.NotFound, "resource-unknown");
        var refusals = (await district.AuditAsync(count: 100)).Where(entry => entry.Row.Person == Person && entry.Row.Outcome == "deny").Select(entry => entry.Row.Action).ToArray();
        Assert.Contains("read", refusals);
        Assert.Contains("history-instance", refusals);
        Assert.Contains("vread", refusals);
    }

    [Fact]
    public async Task Staff_read_over_the_API_and_change_nothing_there()
    {
        using var manager = await Staff.SignInAsync(district, "manager");

        (await manager.GetAsync($"fhir/Patient/{Person}")).Is(HttpStatusCode.OK);
        (await manager.SendAsync(HttpMethod.Post, "fhir/Patient", """{"resourceType":"Patient"}""")).Refused(HttpStatusCode.Forbidden, "scope-missing");
        (await manager.SendAsync(HttpMethod.Delete, $"fhir/Patient/{Person}", null)).Refused(HttpStatusCode.Forbidden, "scope-missing");
        (await manager.SendAsync(HttpMethod.Post, "fhir/", """{"resourceType":"Bundle","type":"transaction","entry":[{"resource":{"resourceType":"Patient"},"request":{"method":"POST","url":"Patient"}}]}"""))
            .Refused(HttpStatusCode.Forbidden, "scope-missing");
    }

    private string Person => district.Person;

    private static IEnumerable<(string, string)> Said(Answer answer) => answer.Issues.Select(issue => (issue.Rule, issue.English));

    private async Task<Dictionary<string, ResourceTags>> TagsAsync()
    {
        var tags = new Dictionary<string, ResourceTags>(StringComparer.Ordinal);
        await foreach (var resource in district.Room<ResourceStore>().ReadCompartmentAsync(Person, TestContext.Current.CancellationToken))
        {
            tags[$"{resource.Type}/{resource.Id}"] = resource.Tags;
        }

        return tags;
    }
}
