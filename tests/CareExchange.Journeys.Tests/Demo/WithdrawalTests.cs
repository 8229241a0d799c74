using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using CareExchange.Journeys.Tests.World;
using CareExchange.Storage.Resources;

namespace CareExchange.Journeys.Tests.Demo;

/// <summary>A consent is taken back: the next look is decided without it, and no repeated message brings it back.</summary>
public sealed class WithdrawalTests(DeliveredDistrict district) : IClassFixture<DeliveredDistrict>
{
    [Fact]
    public async Task A_withdrawn_consent_closes_the_next_look_and_stays_withdrawn_when_its_message_comes_again()
    {
        var person = district.Person;
        using var nurse = await Staff.SignInAsync(district, "nurse");
        using var manager = await Staff.SignInAsync(district, "manager");

        // 1. The nurse reads what the dementia centre found, because A씨 agreed to it.
        var cognition = await CognitionAsync(person);
        Assert.NotEmpty(cognition);
        Assert.Subset((await nurse.FindAllAsync($"Observation?patient={person}")).ToHashSet(), cognition);

        // 2. A page of a longer answer waits at the nurse's.
        var page = await nurse.GetAsync($"fhir/Observation?patient={person}&_count=1");
        var next = page.Json.GetProperty("link").EnumerateArray().Single(link => link.GetProperty("relation").GetString() == "next").GetProperty("url").GetString()!;

        // 3. A씨 takes the consent for the sensitive items back, and the case manager enters it on the page.
        var consent = await ConsentAsync("DCC-2026-0481-S");
        var form = $"persons/{person}/consents/{consent}/withdraw";
        var withdrawn = await manager.PostFormAsync(form, form, ("reason", "person-request"), ("confirm", "yes"));
        Assert.Equal(HttpStatusCode.SeeOther, withdrawn.Status);

        // 4. The very next look, by search, by id and by the page that waited, is without it.
        await AssertClosedAsync(nurse, person, cognition);
        var followed = new List<string>();
        for (string? link = next; link is not null;)
        {
            var answer = (await nurse.GetAsync(link)).Is(HttpStatusCode.OK);
            followed.AddRange(answer.Resources.Select(resource => resource.GetProperty("id").GetString()!));
            link = answer.Json.GetProperty("link").EnumerateArray().Where(one => one.GetProperty("relation").GetString() == "next").Select(one => one.GetProperty("url").GetString()).FirstOrDefault();
        }

        Assert.Empty(followed.Intersect(cognition));
        Assert.Contains(await district.AuditAsync(count: 200), entry => entry.Row is { Action: "consent-withdrawn", Outcome: "permit" } row && row.Person == person);

        // 5. The centre's older message comes again, changed in something else so that it is worked on: the withdrawal stands.
        using var centre = await Machine.PartnerAsync(district, "seodaemun-dementia");
        var message = new PartnerMessage("seodaemun-dementia", "01-input.csv");
        var again = await message.SendAsync(centre, [.. message.Content, .. "\r\n"u8]);
        again.Is(HttpStatusCode.Created);
        Assert.Contains(again.Issues, issue => issue.Rule == "consent-withdrawn");
        await AssertClosedAsync(nurse, person, cognition);
        using var stored = JsonDocument.Parse((await StoreAsync("Consent", consent)).Json);
        Assert.Equal("inactive", stored.RootElement.GetProperty("status").GetString());

        // 6. A new consent, given later, opens it again.
        using var owner = await Machine.RegisterAsync(district, "seodaemun-dementia");
        var renewed = JsonNode.Parse((await StoreAsync("Consent", consent)).Json.Span)!.AsObject();
        renewed["status"] = "active";
        renewed["dateTime"] = district.Clock.GetUtcNow().AddMinutes(1).ToString("yyyy-MM-dd'T'HH:mm:ssK", System.Globalization.CultureInfo.InvariantCulture);
        (await owner.PutAsync($"Consent/{consent}", renewed.ToJsonString())).Is(HttpStatusCode.OK);
        Assert.Subset((await nurse.FindAllAsync($"Observation?patient={person}")).ToHashSet(), cognition);
    }

    [Fact]
    public async Task Only_the_case_manager_or_the_holder_of_a_consent_withdraws_it_and_only_with_the_pages_token()
    {
        var person = district.Person;
        var consent = await ConsentAsync("HC-2026-0231-G");
        using var dementia = await Staff.SignInAsync(district, "dementia");

        var refused = await dementia.PostFormAsync("persons", $"persons/{person}/consents/{consent}/withdraw", ("reason", "person-request"), ("confirm", "yes"));

        Assert.Equal(HttpStatusCode.NotFound, refused.Status);
        using var stored = JsonDocument.Parse((await StoreAsync("Consent", consent)).Json);
        Assert.Equal("active", stored.RootElement.GetProperty("status").GetString());
    }

    private static async Task AssertClosedAsync(Staff nurse, string person, HashSet<string> cognition)
    {
        Assert.Empty((await nurse.FindAllAsync($"Observation?patient={person}")).Intersect(cognition));
        foreach (var id in cognition) (await nurse.GetAsync($"fhir/Observation/{id}")).Refused(HttpStatusCode.NotFound, "resource-unknown");
    }

    private async Task<HashSet<string>> CognitionAsync(string person)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var resource in district.Room<ResourceStore>().ReadCompartmentAsync(person, TestContext.Current.CancellationToken))
        {
            if (resource is { Type: "Observation", Tags: { Category: "cognition", Source: "seodaemun-dementia" } }) ids.Add(resource.Id);
        }

        return ids;
    }

    // By the consent's own number: ids are the gateway's and differ at every run.
    private async Task<string> ConsentAsync(string number)
    {
        using var manager = await Staff.SignInAsync(district, "manager");
        return Assert.Single(await manager.FindAllAsync($"Consent?identifier={number}"));
    }

    private async Task<StoredResource> StoreAsync(string type, string id) =>
        (await district.Room<ResourceStore>().ReadAsync(type, id, TestContext.Current.CancellationToken))!;
}
