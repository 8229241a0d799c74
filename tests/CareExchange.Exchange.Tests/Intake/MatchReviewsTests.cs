using CareExchange.Exchange.Intake;
using CareExchange.Exchange.Partners;
using CareExchange.Exchange.Requests;
using CareExchange.Fhir.Definitions;
using CareExchange.Storage.Messages;

namespace CareExchange.Exchange.Tests.Intake;

public sealed class MatchReviewsTests
{
    private static readonly Requester Manager = TestExchange.Staff(RequesterRole.CaseManager, "seodaemun", "municipality");

    [Fact]
    public async Task What_waits_is_shown_with_whom_it_may_be_and_the_look_is_on_record()
    {
        await using var exchange = await TestExchange.OpenAsync();
        var (reviews, known, _) = await ParkAsync(exchange);

        var page = (await reviews.ListAsync(Manager, TestExchange.Trace, default)).Value!;

        var review = Assert.Single(page.Reviews);
        Assert.Equal((1, TestExchange.Nhis.OrganizationDisplay, false, false), (page.Waiting, review.Partner, review.IsOverdue, review.HasNumber));
        Assert.NotEmpty(review.Stated.Names);
        Assert.Contains("다른로 99", Assert.Single(review.Stated.Addresses), StringComparison.Ordinal);
        Assert.All(review.Stated.Identifiers, identifier => Assert.StartsWith("****", identifier.Value, StringComparison.Ordinal));
        var candidate = Assert.Single(review.Candidates);
        Assert.Equal(known, candidate.Person);
        Assert.Superset(new HashSet<string> { "name", "birth-date" }, candidate.Agreeing.ToHashSet());
        Assert.Contains("address", candidate.Differing);
        Assert.Single(await exchange.TrailAsync(), row => row is { Action: "match-reviewed" } && row.Person == known && row.Agent == Manager.Id);
        Assert.All(await exchange.TrailAsync(), row => Assert.Empty(TestExchange.Wrong(row.Json)));
    }

    [Fact]
    public async Task A_candidate_whom_the_decider_may_not_see_is_told_by_what_agrees_and_by_nothing_else()
    {
        await using var exchange = await TestExchange.OpenAsync();
        var (reviews, known, _) = await ParkAsync(exchange);

        var stranger = TestExchange.Staff(RequesterRole.CaseManager, "elsewhere");
        var candidate = Assert.Single(Assert.Single((await reviews.ListAsync(stranger, TestExchange.Trace, default)).Value!.Reviews).Candidates);

        Assert.Null(candidate.Facts);
        Assert.Contains("name", candidate.Agreeing);
        Assert.Single(await exchange.TrailAsync(), row => row is { Action: "match-reviewed", Outcome: "deny" } && row.Person == known);
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 2)]
    public async Task A_decision_carries_the_message_on_and_what_waits_for_the_same_person_with_it(bool isSame, int persons)
    {
        await using var exchange = await TestExchange.OpenAsync();
        var (reviews, known, message) = await ParkAsync(exchange);
        var second = await SendAsync(exchange, exchange.Intake(PartnerExamples.Profile("nhis-seodaemun")), [.. MessageIntakeTests.Namesake(), (byte)'\n']);
        Assert.Equal(MessageState.Parked, second.State);
        var observations = (await exchange.AllAsync("Observation")).Count;

        var decided = await reviews.DecideAsync(await FirstAsync(exchange), isSame ? known : "", Manager, TestExchange.Trace, default);

        Assert.Equal(MessageState.Processed, decided.Value!.State);
        Assert.Equal(persons, (await exchange.AllAsync("Patient")).Count);
        Assert.True((await exchange.AllAsync("Observation")).Count > observations);
        foreach (var id in (string[])[message, second.MessageId]) Assert.Equal(MessageState.Processed, (await exchange.Messages.FindAsync(id, default))!.State);
        Assert.Equal(0, await reviews.CountAsync(default));
        Assert.Single(await exchange.TrailAsync(), row => row is { Action: "match-decided", Outcome: "permit" } && row.Agent == Manager.Id && row.Person == (isSame ? known : null));

        // Whoever comes late changes nothing.
        var late = await reviews.DecideAsync((await exchange.Store.Persons.ListParkedAsync(message, default))[0].Id, "", Manager, TestExchange.Trace, default);
        Assert.Equal("match-decided", Assert.Single(late.Issues).Rule);
        Assert.Equal(persons, (await exchange.AllAsync("Patient")).Count);
    }

    [Fact]
    public async Task Of_several_who_decide_at_once_one_decides_and_the_message_is_carried_on_once()
    {
        await using var exchange = await TestExchange.OpenAsync();
        var (reviews, known, message) = await ParkAsync(exchange);
        var id = await FirstAsync(exchange);

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(at => Task.Run(() => reviews.DecideAsync(id, at % 2 == 0 ? known : "", Manager, TestExchange.Trace, default))));

        Assert.Single(answers, answer => answer.Succeeded);
        Assert.All(answers.Where(answer => !answer.Succeeded), answer => Assert.Equal("match-decided", answer.Issues[0].Rule));
        Assert.Equal(2, (await exchange.Messages.FindAsync(message, default))!.Attempts);
        var match = Assert.Single(await exchange.Store.Persons.ListParkedAsync(message, default));
        Assert.Equal(match.ResolvedPerson!.Length == 0 ? 2 : 1, (await exchange.AllAsync("Patient")).Count);
        Assert.Single(await exchange.TrailAsync(), row => row is { Action: "match-decided", Outcome: "permit" });
    }

    [Theory]
    [InlineData(RequesterRole.ClinicNurse)]
    [InlineData(RequesterRole.Operator)]
    [InlineData(RequesterRole.PrivacyOfficer)]
    [InlineData(RequesterRole.PartnerSystem)]
    public async Task Nobody_but_a_case_manager_sees_or_decides_and_the_attempt_is_on_record(string role)
    {
        await using var exchange = await TestExchange.OpenAsync();
        var (reviews, known, _) = await ParkAsync(exchange);
        var other = TestExchange.Staff(role, "seodaemun", "municipality");

        Assert.Equal("match-not-yours", (await reviews.ListAsync(other, TestExchange.Trace, default)).Issues[0].Rule);
        Assert.Equal("match-not-yours", (await reviews.DecideAsync(await FirstAsync(exchange), known, other, TestExchange.Trace, default)).Issues[0].Rule);

        Assert.Equal(1, await reviews.CountAsync(default));
        Assert.Equal(["match-decided deny", "match-reviewed deny"], (await exchange.TrailAsync()).Where(row => row.Agent == other.Id).Select(row => $"{row.Action} {row.Outcome}").Order());
        Assert.False(MatchReviews.MayDecide(Manager with { AppId = "app" }));
        Assert.False(MatchReviews.MayDecide(Manager with { IsSystem = true }));
    }

    [Fact]
    public async Task A_match_that_is_not_there_and_a_person_who_is_no_candidate_are_refused()
    {
        await using var exchange = await TestExchange.OpenAsync();
        var (reviews, _, _) = await ParkAsync(exchange);
        var stranger = await exchange.CreateAsync("nhis-seodaemun", """{"resourceType":"Patient","name":[{"text":"이바다"}]}""");

        Assert.Equal("match-unknown", (await reviews.DecideAsync("nothing", "", Manager, TestExchange.Trace, default)).Issues[0].Rule);
        Assert.Equal("match-choice", (await reviews.DecideAsync(await FirstAsync(exchange), stranger, Manager, TestExchange.Trace, default)).Issues[0].Rule);
        Assert.Equal("match-choice", (await reviews.DecideAsync(await FirstAsync(exchange), null, Manager, TestExchange.Trace, default)).Issues[0].Rule);

        Assert.Equal(1, await reviews.CountAsync(default));
    }

    [Fact]
    public async Task Where_the_message_cannot_be_carried_on_nothing_is_decided_and_it_can_be_tried_again()
    {
        await using var exchange = await TestExchange.OpenAsync();
        var (reviews, known, message) = await ParkAsync(exchange);
        var broken = Reviews(exchange, exchange.Intake());

        var failed = await broken.DecideAsync(await FirstAsync(exchange), known, Manager, TestExchange.Trace, default);
        Assert.Equal("match-rejected", Assert.Single(failed.Issues).Rule);
        Assert.Equal(1, await reviews.CountAsync(default));
        Assert.Contains(await exchange.TrailAsync(), row => row is { Action: "match-decided", Outcome: "deny" });

        Assert.True((await reviews.DecideAsync(await FirstAsync(exchange), known, Manager, TestExchange.Trace, default)).Succeeded);
        Assert.Equal(MessageState.Processed, (await exchange.Messages.FindAsync(message, default))!.State);
    }

    [Fact]
    public async Task What_waits_for_more_than_a_day_is_overdue()
    {
        await using var exchange = await TestExchange.OpenAsync();
        var (reviews, _, _) = await ParkAsync(exchange);

        exchange.Store.Clock.Now += TimeSpan.FromHours(24);
        Assert.Equal(0, await reviews.CountOverdueAsync(default));
        exchange.Store.Clock.Now += TimeSpan.FromSeconds(1);
        Assert.Equal(1, await reviews.CountOverdueAsync(default));
        Assert.True(Assert.Single((await reviews.ListAsync(Manager, TestExchange.Trace, default)).Value!.Reviews).IsOverdue);
    }

    private static async Task<(MatchReviews Reviews, string Known, string Message)> ParkAsync(TestExchange exchange)
    {
        var intake = exchange.Intake(PartnerExamples.Profile("nhis-seodaemun"));
        await SendAsync(exchange, intake, PartnerExamples.Message("nhis-seodaemun/examples/01-input.json"));
        var known = Assert.Single(await exchange.AllAsync("Patient")).Id;
        var parked = await SendAsync(exchange, intake, MessageIntakeTests.Namesake());
        Assert.Equal(MessageState.Parked, parked.State);
        return (Reviews(exchange, intake), known, parked.MessageId);
    }

    private static MatchReviews Reviews(TestExchange exchange, MessageIntake intake) => new(
        exchange.Store.Persons, exchange.Store.Resources, intake, new PartnerDirectory([TestExchange.Nhis]), exchange.Consent, exchange.Audit, Schema.R4, exchange.Store.Clock, new(MatchReviewOptions.DefaultOverdueAfter));

    private static async Task<string> FirstAsync(TestExchange exchange) => (await exchange.Store.Persons.ListParkedAsync(1, default))[0].Id;

    private static Task<MessageReport> SendAsync(TestExchange exchange, MessageIntake intake, byte[] content)
    {
        exchange.Store.Clock.Now += TimeSpan.FromSeconds(1);
        return intake.ReceiveAsync(TestExchange.Nhis, TestExchange.System("nhis-seodaemun"), content, "application/json", "message.json", TestExchange.Trace, default);
    }
}
