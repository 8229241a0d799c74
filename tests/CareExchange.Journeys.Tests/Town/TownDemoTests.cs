using System.Net;
using System.Text;
using CareExchange.Cli.Demo;
using CareExchange.Cli.Town;
using CareExchange.Fhir.Definitions;
using CareExchange.Journeys.Tests.World;
using CareExchange.Storage.Resources;
using CareExchange.Storage.Search;
using CareExchange.Validation.Instances;

namespace CareExchange.Journeys.Tests.Town;

/// <summary>A town from end to end: its partners send in their own formats over HTTP, what is stored is valid and found, and an answer goes back in the sender's format.</summary>
public sealed class TownDemoTests(District district) : IClassFixture<District>
{
    private const int Persons = 60;
    private const ulong Seed = 3;

    private static readonly Encoding Cp949 = CodePagesEncodingProvider.Instance.GetEncoding(949)!;

    [Fact]
    public async Task A_towns_messages_come_in_over_HTTP_are_stored_valid_found_and_answered_in_kind()
    {
        var people = Enumerable.Range(1, Persons).Select(number => new TownPerson(Seed, number)).ToArray();

        // 1. The partners send, each in its own format.
        var results = new List<DemoResult>();
        await foreach (var result in district.Run.DeliverTownAsync(Persons, Seed, TestContext.Current.CancellationToken)) results.Add(result);
        Assert.Equal(TownMessages.Of(Persons, Seed).Select(message => (message.Partner, message.File)), results.Select(result => (result.Partner, result.File)));
        Assert.All(results, result => Assert.True(result.State is "processed" or "parked", $"{result.File}: {result.State} {result.Rule} {result.Korean}"));
        Assert.Equal(4, results.Where(result => result.State == "processed").Select(result => result.Partner).Distinct().Count());

        // 2. All of it is valid on what it claims.
        var validator = new ResourceValidator(Schema.Guide);
        foreach (var type in (string[])["Patient", "Observation", "Encounter", "Condition", "Composition", "QuestionnaireResponse"])
        {
            var stored = await SearchAsync(type, []);
            Assert.NotEmpty(stored);
            Assert.Empty(stored.SelectMany(resource => validator.Validate(resource.Json).Where(issue => issue.IsError).Select(issue => $"{type}: {issue.Rule} at {issue.Expression}: {issue.Found}")));
        }

        // 3. Everybody of the municipality's register is found under the number they were sent with, as they were sent.
        using var office = await Machine.RegisterAsync(district, "seodaemun", "system/messages.cr system/*.cruds");
        foreach (var person in people.Where(person => person.Number % 10 == 1))
        {
            var found = Assert.Single(await SearchAsync("Patient", [new("identifier", $"urn:careexchange:municipal-case|{person.CaseNo}")]));
            var json = System.Text.Json.JsonDocument.Parse(found.Json).RootElement;
            Assert.Equal(person.BirthDate.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), json.GetProperty("birthDate").GetString());
            Assert.Equal(person.IsFemale ? "female" : "male", json.GetProperty("gender").GetString());
        }

        // 4. The municipality asks for something for one of them and gets the list back as the CSV that it reads.
        var one = Assert.Single(await SearchAsync("Patient", [new("identifier", $"urn:careexchange:municipal-case|{people[0].CaseNo}")]));
        var request = (await office.PostAsync("ServiceRequest", $$"""{"resourceType":"ServiceRequest","meta":{"security":[{"system":"urn:careexchange:data-category","code":"referral"}]},"identifier":[{"system":"urn:careexchange:seodaemun:referral","value":"TOWN-R-1"}],"status":"active","intent":"order","code":{"text":"방문진료"},"subject":{"reference":"Patient/{{one.Id}}"} }""")).Is(HttpStatusCode.Created).Text("id");
        (await office.PostAsync("Task", $$"""{"resourceType":"Task","meta":{"security":[{"system":"urn:careexchange:data-category","code":"referral"}]},"status":"requested","intent":"order","focus":{"reference":"ServiceRequest/{{request}}"},"for":{"reference":"Patient/{{one.Id}}"},"requester":{"reference":"Organization/inwang-hospital"},"owner":{"reference":"Organization/seodaemun"} }""")).Is(HttpStatusCode.Created);

        var table = Cp949.GetString((await office.SendAsync(HttpMethod.Get, "partners/seodaemun/out/referrals")).Is(HttpStatusCode.OK).Bytes);

        Assert.Contains("TOWN-R-1,", table, StringComparison.Ordinal);
        Assert.Contains("방문진료", table, StringComparison.Ordinal);
        Assert.Contains(people[0].Name, table, StringComparison.Ordinal);
    }

    private async Task<IReadOnlyList<StoredResource>> SearchAsync(string type, KeyValuePair<string, string>[] query)
    {
        List<StoredResource> found = [];
        IReadOnlyList<KeyValuePair<string, string>> asked = [.. query, new("_count", "500")];
        while (true)
        {
            var page = await district.Room<ResourceStore>().SearchAsync(district.Room<SearchQueryParser>().Parse(type, asked, "test").Value!, AccessPredicate.Unrestricted, TestContext.Current.CancellationToken);
            found.AddRange(page.Matches);
            if (page.NextCursor is not { } cursor) return found;
            asked = [new("_cursor", cursor)];
        }
    }
}
