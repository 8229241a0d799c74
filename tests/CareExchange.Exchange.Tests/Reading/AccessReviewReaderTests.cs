using CareExchange.Exchange.Audit;
using CareExchange.Exchange.Reading;
using CareExchange.Exchange.Requests;
using CareExchange.Storage.Audit;

namespace CareExchange.Exchange.Tests.Reading;

public sealed class AccessReviewReaderTests
{
    private static readonly Requester Officer = TestExchange.Staff(RequesterRole.PrivacyOfficer, "seodaemun");

    [Fact]
    public async Task The_review_counts_each_record_of_the_month_once_by_whom_what_and_when()
    {
        await using var exchange = await TestExchange.OpenAsync();
        var random = new Random(20261123);
        AuditAction[] actions = [AuditAction.Read, AuditAction.Search, AuditAction.Export, AuditAction.Create, AuditAction.PlanRead, AuditAction.Review];
        var begin = new DateTimeOffset(2026, 10, 1, 0, 0, 0, CivilTime.Here.At(new DateTimeOffset(2026, 10, 1, 0, 0, 0, TimeSpan.Zero)).Offset);
        for (var number = 0; number < 300; number++)
        {
            // From the day before the month to the day after it; at the full hours and just before them.
            exchange.Store.Clock.Now = begin.AddDays(-1).AddHours(random.Next(33 * 24)).AddMilliseconds(random.Next(2) == 0 ? 0 : -1);
            var agent = random.Next(7);
            await exchange.Audit.RecordAsync(
                new AuditRecord(actions[random.Next(actions.Length)], TestExchange.System($"office-{agent}") with { Display = $"시스템 {agent}" }, TestExchange.Trace) { Person = random.Next(4) == 0 ? null : $"p{random.Next(12)}", Refused = random.Next(5) == 0 },
                default);
        }

        exchange.Store.Clock.Now = begin.AddMonths(1).AddDays(3);
        var facts = new List<AuditFact>();
        await foreach (var fact in AuditFacts.WalkAsync(exchange.AuditStore, new AuditQuery { From = begin, Until = begin.AddMonths(1) }, default)) facts.Add(fact);
        facts.RemoveAll(fact => fact.Action == "review");
        var reader = new AccessReviewReader(exchange.AuditStore, new AuditReviewStore(exchange.Store.Database), exchange.Audit, exchange.Store.Clock);

        var review = (await reader.ReadAsync(new(2026, 10, 15), Officer, TestExchange.Trace, default)).Value!;

        Assert.Equal((facts.Count, facts.Count(fact => !fact.Permitted), facts.Select(fact => fact.Person).OfType<string>().Distinct().Count()), (review.Records, review.Refused, review.Persons));
        Assert.Equal(facts.CountBy(fact => fact.Action).OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key} {pair.Value}"), review.Actions.Select(pair => $"{pair.Key} {pair.Value}"));
        var expected = facts.GroupBy(fact => fact.Agent).Select(own => new AccessReviewAgent(
            own.Key, own.First().Who, own.First().Organization, own.Count(), own.Count(fact => !fact.Permitted), own.Select(fact => fact.Person).OfType<string>().Distinct().Count(),
            own.Count(fact => fact.Action is "read" or "search-type" or "plan-read" or "export" && CivilTime.Here.At(fact.When).Hour is >= 22 or < 6), own.Count(fact => fact.Action == "export")));
        Assert.Equal(expected.OrderByDescending(agent => agent.Records).ThenBy(agent => agent.Agent, StringComparer.Ordinal), review.Agents);
        Assert.All(review.Agents, agent => Assert.StartsWith("시스템", agent.Who, StringComparison.Ordinal));

        // Whoever reads it again reads the same, and signs that.
        var signed = (await reader.SignAsync(new(2026, 10, 1), "살펴봄", Officer, TestExchange.Trace, default)).Value!;
        Assert.Equal(review.Records, signed.Records);
        Assert.Equal(signed.Signature!.Digest, (await reader.ReadAsync(new(2026, 10, 31), Officer, TestExchange.Trace, default)).Value!.Signature!.Digest);
        Assert.Equal("review-signed", Assert.Single((await reader.SignAsync(new(2026, 10, 1), "", Officer, TestExchange.Trace, default)).Issues).Rule);
    }
}
