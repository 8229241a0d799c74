using System.Text;
using System.Text.Json.Nodes;
using CareExchange.Exchange.Intake;
using CareExchange.Exchange.Interactions;
using CareExchange.Exchange.Partners;
using CareExchange.Exchange.Persons;
using CareExchange.Exchange.Requests;
using CareExchange.Fhir.Definitions;
using CareExchange.Storage.Messages;

namespace CareExchange.Exchange.Tests.Intake;

public sealed class PairReviewsTests
{
    private const string Licence = """{"system":"urn:licence","value":"S99912345"}""";
    private static readonly Requester Manager = TestExchange.Staff(RequesterRole.CaseManager, "seodaemun", "municipality");

    [Fact]
    public async Task Who_writes_a_person_that_others_know_hears_nothing_of_it_and_a_case_manager_is_asked()
    {
        await using var exchange = await TestExchange.OpenAsync();
        var first = await exchange.CreateAsync("nhis-seodaemun", Patient("김가온", "1948-03-02"));
        var answer = await exchange.Create.CreateAsync("Patient", new(Encoding.UTF8.GetBytes(Patient("김가온", "1948-03-03"))), null, TestExchange.System("hongje-homecare"), TestExchange.Trace, default);
        Assert.True(answer.Succeeded);
        Assert.Equal(["dom-6"], answer.Issues.Select(issue => issue.Rule));

        var page = (await Reviews(exchange).ListAsync(Manager, TestExchange.Trace, default)).Value!;

        var pair = Assert.Single(page.Waiting);
        Assert.Equal((1, first, answer.Value!.Resource.Id), (page.Count, pair.First.Person, pair.Second.Person));
        Assert.Equal(["identifier", "name"], pair.First.Agreeing.Order(StringComparer.Ordinal));
        Assert.Equal(["birth-date"], pair.First.Differing);
        Assert.Equal("1948-03-03", pair.Second.Facts!.BirthDate);
        Assert.All(pair.Second.Facts.Identifiers, identifier => Assert.StartsWith("****", identifier.Value, StringComparison.Ordinal));
        Assert.Equal(2, (await exchange.TrailAsync()).Count(row => row is { Action: "match-reviewed", Outcome: "permit" } && row.Agent == Manager.Id));

        // To whom neither is shown only that they agree is told.
        var stranger = TestExchange.Staff(RequesterRole.CaseManager, "elsewhere");
        var hidden = Assert.Single((await Reviews(exchange).ListAsync(stranger, TestExchange.Trace, default)).Value!.Waiting);
        Assert.Null(hidden.First.Facts);
        Assert.Null(hidden.Second.Facts);
    }

    [Fact]
    public async Task A_resident_number_that_is_known_is_no_answer_to_who_tries_it()
    {
        await using var exchange = await TestExchange.OpenAsync();
        const string known = """{"resourceType":"Patient","identifier":[{"system":"https://mois.go.kr/rrn","value":"480302-2000000"}]}""";
        var first = await exchange.CreateAsync("nhis-seodaemun", known);

        var stranger = await exchange.Create.CreateAsync("Patient", new(Encoding.UTF8.GetBytes(known)), null, TestExchange.System("hongje-homecare"), TestExchange.Trace, default);
        var own = await exchange.Create.CreateAsync("Patient", new(Encoding.UTF8.GetBytes(known)), null, TestExchange.System("nhis-seodaemun"), TestExchange.Trace, default);

        Assert.True(stranger.Succeeded);
        Assert.Equal("identifier-of-another-person", Assert.Single(own.Issues).Rule);

        // Tried a second time it is their own, as it would be if nobody else knew it.
        var again = await exchange.Create.CreateAsync("Patient", new(Encoding.UTF8.GetBytes(known)), null, TestExchange.System("hongje-homecare"), TestExchange.Trace, default);
        Assert.Equal("identifier-of-another-person", Assert.Single(again.Issues).Rule);

        // What they wrote they write anew.
        var id = stranger.Value!.Resource.Id;
        var anew = await exchange.Update.UpdateAsync("Patient", id, new ResourceBody(Encoding.UTF8.GetBytes(known.Replace("\"identifier\"", $"\"id\":\"{id}\",\"gender\":\"female\",\"identifier\"", StringComparison.Ordinal))), null, TestExchange.System("hongje-homecare"), TestExchange.Trace, default);
        Assert.True(anew.Succeeded, string.Join(' ', anew.Issues.Select(issue => issue.Rule)));
        var pair = Assert.Single(await exchange.Store.Persons.ListSharedAsync(isJoined: false, 10, default));
        Assert.Equal((first, stranger.Value!.Resource.Id, ResidentNumber.System), (pair.First, pair.Second, pair.System));
        Assert.Contains("resident-number", Assert.Single((await Reviews(exchange).ListAsync(Manager, TestExchange.Trace, default)).Value!.Waiting).First.Agreeing);
    }

    [Fact]
    public async Task One_person_is_a_link_that_the_writer_does_not_see_and_that_can_be_taken_back()
    {
        await using var exchange = await TestExchange.OpenAsync();
        var (first, second, id) = await PairAsync(exchange);
        var reviews = Reviews(exchange);

        Assert.True((await reviews.DecideAsync(id, true, Manager, TestExchange.Trace, default)).Value);

        Assert.Equal(first, ReplacedBy(await StoredAsync(exchange, second)));
        var read = await exchange.Read.ReadAsync("Patient", second, null, TestExchange.System("hongje-homecare"), TestExchange.Trace, default);
        Assert.DoesNotContain("link", Encoding.UTF8.GetString(read.Value!.Json.Span), StringComparison.Ordinal);
        Assert.Contains($"Patient/{first}", Encoding.UTF8.GetString((await exchange.Read.ReadAsync("Patient", second, null, Manager, TestExchange.Trace, default)).Value!.Json.Span), StringComparison.Ordinal);
        Assert.Equal(2, (await exchange.TrailAsync()).Count(row => row is { Action: "match-decided", Outcome: "permit" } && (row.Person == first || row.Person == second)));

        // Whoever wrote it may write it anew: what was decided stands.
        var put = await exchange.Update.UpdateAsync("Patient", second, new ResourceBody(Encoding.UTF8.GetBytes(Patient("김가은", "1948-03-02", second))), null, TestExchange.System("hongje-homecare"), TestExchange.Trace, default);
        Assert.True(put.Succeeded);
        Assert.Equal(first, ReplacedBy(await StoredAsync(exchange, second)));
        Assert.Empty((await reviews.ListAsync(Manager, TestExchange.Trace, default)).Value!.Waiting);
        Assert.Single((await reviews.ListAsync(Manager, TestExchange.Trace, default)).Value!.Joined);

        // Taken back by who decided, and by nobody else.
        Assert.Equal("match-not-joined", Assert.Single((await reviews.PartAsync(id, TestExchange.Staff(RequesterRole.CaseManager, "mapo", "municipality"), TestExchange.Trace, default)).Issues).Rule);
        Assert.Equal(first, ReplacedBy(await StoredAsync(exchange, second)));
        Assert.True((await reviews.PartAsync(id, Manager, TestExchange.Trace, default)).Succeeded);
        Assert.Null(ReplacedBy(await StoredAsync(exchange, second)));
        Assert.Equal("match-not-joined", Assert.Single((await reviews.PartAsync(id, Manager, TestExchange.Trace, default)).Issues).Rule);
    }

    [Fact]
    public async Task Two_persons_stay_two_and_nobody_is_asked_again()
    {
        await using var exchange = await TestExchange.OpenAsync();
        var (_, second, id) = await PairAsync(exchange);
        var before = Encoding.UTF8.GetString((await StoredAsync(exchange, second)).Span);

        Assert.False((await Reviews(exchange).DecideAsync(id, false, Manager, TestExchange.Trace, default)).Value);

        Assert.Equal(before, Encoding.UTF8.GetString((await StoredAsync(exchange, second)).Span));
        await exchange.Update.UpdateAsync("Patient", second, new ResourceBody(Encoding.UTF8.GetBytes(Patient("김가은", "1948-03-05", second))), null, TestExchange.System("hongje-homecare"), TestExchange.Trace, default);
        Assert.Equal(0, await Reviews(exchange).CountAsync(default));
    }

    [Fact]
    public async Task Of_several_who_decide_at_once_one_decides()
    {
        await using var exchange = await TestExchange.OpenAsync();
        var (first, second, id) = await PairAsync(exchange);

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(at => Task.Run(() => Reviews(exchange).DecideAsync(id, at % 2 == 0, Manager, TestExchange.Trace, default))));

        var decided = Assert.Single(answers, answer => answer.Succeeded);
        Assert.All(answers.Where(answer => !answer.Succeeded), answer => Assert.Equal("match-decided", answer.Issues[0].Rule));
        Assert.Equal(decided.Value ? first : null, ReplacedBy(await StoredAsync(exchange, second)));
        Assert.Equal(2, (await exchange.TrailAsync()).Count(row => row is { Action: "match-decided", Outcome: "permit" }));
    }

    [Theory]
    [InlineData(RequesterRole.ClinicNurse)]
    [InlineData(RequesterRole.Operator)]
    [InlineData(RequesterRole.PartnerSystem)]
    public async Task Nobody_but_a_case_manager_sees_decides_or_parts_them_and_the_attempts_are_on_record(string role)
    {
        await using var exchange = await TestExchange.OpenAsync();
        var (_, second, id) = await PairAsync(exchange);
        var other = TestExchange.Staff(role, "seodaemun", "municipality");
        var reviews = Reviews(exchange);

        Assert.Equal("match-not-yours", (await reviews.ListAsync(other, TestExchange.Trace, default)).Issues[0].Rule);
        Assert.Equal("match-not-yours", (await reviews.DecideAsync(id, true, other, TestExchange.Trace, default)).Issues[0].Rule);
        Assert.Equal("match-not-yours", (await reviews.PartAsync(id, other, TestExchange.Trace, default)).Issues[0].Rule);
        Assert.Equal("match-unknown", (await reviews.DecideAsync("nothing", true, Manager, TestExchange.Trace, default)).Issues[0].Rule);
        Assert.Equal("match-choice", (await reviews.DecideAsync(id, null, Manager, TestExchange.Trace, default)).Issues[0].Rule);

        Assert.Null(ReplacedBy(await StoredAsync(exchange, second)));
        Assert.Equal(3, (await exchange.TrailAsync()).Count(row => row.Agent == other.Id && row.Outcome == "deny"));
    }

    [Theory]
    [InlineData(true, MessageState.Processed)]
    [InlineData(false, MessageState.Parked)]
    public async Task A_message_that_waited_for_the_two_is_worked_on_again_once_and_that_is_on_record(bool isSame, MessageState state)
    {
        await using var exchange = await TestExchange.OpenAsync();
        var intake = exchange.Intake(PartnerExamples.Profile("nhis-seodaemun"));
        var sent = JsonNode.Parse(PartnerExamples.Message("nhis-seodaemun/examples/01-input.json"))!.AsObject();
        await ReceiveAsync(sent);
        var known = Assert.Single(await exchange.AllAsync("Patient"));

        // Another organisation has the same person under an id of its own: of a third message with other numbers nobody can tell which of the two is meant.
        var patient = JsonNode.Parse(known.Json.Span)!.AsObject();
        foreach (var name in patient.Select(pair => pair.Key).Except(["resourceType", "identifier", "name", "birthDate", "gender", "address"]).ToArray()) patient.Remove(name);
        patient["identifier"]!.AsArray().RemoveAll(identifier => identifier!["value"] is null);
        var other = await exchange.CreateAsync("hongje-homecare", patient.ToJsonString());
        var namesake = JsonNode.Parse(MessageIntakeTests.Namesake())!.AsObject();
        namesake["person"]!["registeredAddress"] = sent["person"]!["registeredAddress"]!.DeepClone();
        var parked = await ReceiveAsync(namesake);
        Assert.Equal(MessageState.Parked, parked.State);
        var pair = Assert.Single(await exchange.Store.Persons.ListSharedAsync(isJoined: false, 10, default));
        Assert.Equal((known.Id, other), (pair.First, pair.Second));

        // Many at once: one decides, and the message is worked on by that one.
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Reviews(exchange).DecideAsync(pair.Id, isSame, Manager, TestExchange.Trace, default))));

        Assert.Equal(state, (await intake.FindAsync(TestExchange.Nhis, parked.MessageId, default))!.State);
        Assert.Equal(2, (await exchange.AllAsync("Patient")).Count);
        Assert.Equal(isSame ? 2 : 1, (await exchange.AllAsync("DocumentReference")).Count);
        Assert.Equal(isSame ? 0 : 1, await exchange.Store.Persons.CountParkedAsync(null, default));
        Assert.Equal(1, (await exchange.TrailAsync()).Count(row => row.Action == "message" && row.Agent == $"match:{TestExchange.Nhis.Id}"));

        Task<MessageReport> ReceiveAsync(JsonObject message)
        {
            exchange.Store.Clock.Now += TimeSpan.FromSeconds(1);
            return intake.ReceiveAsync(TestExchange.Nhis, TestExchange.System("nhis-seodaemun"), Encoding.UTF8.GetBytes(message.ToJsonString()), "application/json", "message.json", TestExchange.Trace, default);
        }
    }

    [Fact]
    public async Task A_pair_that_waits_too_long_is_overdue_until_it_is_decided()
    {
        await using var exchange = await TestExchange.OpenAsync();
        var (_, _, id) = await PairAsync(exchange);
        var reviews = Reviews(exchange);
        Assert.Equal(0, await reviews.CountOverdueAsync(default));
        Assert.False(Assert.Single((await reviews.ListAsync(Manager, TestExchange.Trace, default)).Value!.Waiting).IsOverdue);

        exchange.Store.Clock.Now += MatchReviewOptions.DefaultOverdueAfter + TimeSpan.FromSeconds(1);
        Assert.Equal(1, await reviews.CountOverdueAsync(default));
        Assert.True(Assert.Single((await reviews.ListAsync(Manager, TestExchange.Trace, default)).Value!.Waiting).IsOverdue);

        Assert.True((await reviews.DecideAsync(id, true, Manager, TestExchange.Trace, default)).Succeeded);
        Assert.Equal(0, await reviews.CountOverdueAsync(default));
        Assert.False(Assert.Single((await reviews.ListAsync(Manager, TestExchange.Trace, default)).Value!.Joined).IsOverdue);
    }

    private static PairReviews Reviews(TestExchange exchange) => new(exchange.Store.Persons, exchange.Services, exchange.Consent, exchange.Audit, Schema.R4, new(MatchReviewOptions.DefaultOverdueAfter),
        new ParkedReplays(exchange.Store.Persons, exchange.Intake(PartnerExamples.Profile("nhis-seodaemun")), new PartnerDirectory([TestExchange.Nhis])));

    private static async Task<(string First, string Second, string Id)> PairAsync(TestExchange exchange)
    {
        var first = await exchange.CreateAsync("nhis-seodaemun", Patient("김가온", "1948-03-02"));
        var second = await exchange.CreateAsync("hongje-homecare", Patient("김가은", "1948-03-02"));
        return (first, second, Assert.Single(await exchange.Store.Persons.ListSharedAsync(isJoined: false, 10, default)).Id);
    }

    private static string Patient(string name, string birth, string? id = null) =>
        $$"""{"resourceType":"Patient",{{(id is null ? "" : $"\"id\":\"{id}\",")}}"identifier":[{{Licence}}],"name":[{"text":"{{name}}"}],"birthDate":"{{birth}}"}""";

    private static async Task<ReadOnlyMemory<byte>> StoredAsync(TestExchange exchange, string person) => (await exchange.Store.Resources.ReadAsync("Patient", person, default))!.Json;

    private static string? ReplacedBy(ReadOnlyMemory<byte> patient) => (string?)JsonNode.Parse(patient.Span)!["link"]?[0]?["other"]?["reference"] is { } other ? other["Patient/".Length..] : null;
}
