using System.Text;
using CareExchange.Exchange.Audit;
using CareExchange.Exchange.Consent;
using CareExchange.Exchange.Interactions;
using CareExchange.Exchange.Requests;
using CareExchange.Storage.Resources;

namespace CareExchange.Exchange.Tests.Interactions;

/// <summary>A change of the label rules: from the first moment on nothing is more open than the new rules say, and in the end everything stored has its labels.</summary>
public sealed class RelabellingTests
{
    private static readonly SecurityLabelRule[] Before = [new() { Id = "psy", Systems = ["urn:d"], Codes = ["F32"], Sensitivity = "PSY", English = "x", Korean = "x" }];
    private static readonly SecurityLabelRule[] After = [.. Before, new() { Id = "dementia", Systems = ["urn:d"], Codes = ["F00"], Sensitivity = "ETH", Confidentiality = "R", English = "x", Korean = "x" }];
    private static readonly Requester Nurse = new("nurse", "간호사", RequesterRole.ClinicNurse, "hongje", "홍제", PurposeOfUse.Treatment, false);
    private static readonly Requester Writer = Nurse with { Id = "writer", OrganizationId = "seodaemun" };

    public static TheoryData<string> Kinds => [.. ((string[])["sqlite", "postgres"]).Select(kind => new TheoryDataRow<string>(kind) { Skip = kind == "postgres" && TestStore.Postgres is null ? "CAREEXCHANGE_TEST_POSTGRES holds no connection string." : null })];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Until_a_resource_is_labelled_anew_it_is_as_closed_as_if_it_were_and_in_the_end_it_is(string kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        await store.PutAsync("Patient", "p1", """{"resourceType":"Patient","id":"p1"}""", new("p1", DataCategories.Identity, "seodaemun"));
        for (var number = 0; number < 450; number++) await store.PutAsync("Condition", $"c{number}", Condition($"c{number}", number % 3 == 0 ? "F00" : "I10"), new("p1", DataCategories.Clinical, "seodaemun"));
        await store.PutAsync("Consent", "k1", """
            {"resourceType":"Consent","id":"k1","status":"active","scope":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/consentscope","code":"patient-privacy"}]},"patient":{"reference":"Patient/p1"},"dateTime":"2026-01-01",
             "provision":{"type":"permit","actor":[{"role":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ParticipationType","code":"IRCP"}]},"reference":{"reference":"Organization/hongje"}}]}}
            """, new("p1", DataCategories.Consent, "seodaemun"));

        // Labelled by the first rules, as it was written.
        await (await OpenAsync(store, Before)).Relabelling.BeginAsync(default);
        var (relabelling, pending, searches, reads) = await OpenAsync(store, Before);
        await relabelling.BeginAsync(default);
        Assert.False(pending.IsPending);
        Assert.Equal(450, await TotalAsync(searches, Nurse));

        // The rules change: before the first step, between steps, and after a stop the nurse finds and reads what the new rules leave her.
        (relabelling, pending, searches, reads) = await OpenAsync(store, After);
        await relabelling.BeginAsync(default);
        Assert.True(pending.IsPending);
        for (var steps = 0; ; steps++)
        {
            Assert.Equal(300, await TotalAsync(searches, Nurse));
            Assert.Equal(450, await TotalAsync(searches, Writer));
            Assert.False((await reads.ReadAsync("Condition", "c447", null, Nurse, TestExchange.Trace, default)).Succeeded);
            Assert.True((await reads.ReadAsync("Condition", "c448", null, Nurse, TestExchange.Trace, default)).Succeeded);
            if (steps == 1)
            {
                (relabelling, pending, searches, reads) = await OpenAsync(store, After);
                await relabelling.BeginAsync(default);
            }

            if (!await relabelling.StepAsync(TestExchange.Trace, default)) break;
            Assert.True(steps < 20);
        }

        Assert.False(pending.IsPending);
        Assert.Equal(300, await TotalAsync(searches, Nurse));
        var labelled = (await store.Resources.ReadAsync("Condition", "c0", default))!;
        Assert.Equal((2, DataCategories.Sensitive), (labelled.Version, labelled.Tags.Category));
        Assert.Contains("\"ETH\"", Encoding.UTF8.GetString(labelled.Json.Span), StringComparison.Ordinal);
        Assert.Equal(1, (await store.Resources.ReadAsync("Condition", "c1", default))!.Version);

        // The same rules again are no work.
        (relabelling, pending, _, _) = await OpenAsync(store, After);
        await relabelling.BeginAsync(default);
        Assert.False(pending.IsPending);
    }

    private static Task<(Relabelling Relabelling, PendingLabels Pending, SearchInteraction Searches, ReadInteraction Reads)> OpenAsync(TestStore store, SecurityLabelRule[] rules)
    {
        var pending = new PendingLabels(new SecurityLabeller(rules));
        var audit = new AuditTrail(store.Resources, store.Clock);
        var consent = new ConsentDecider(store.Resources, LegalBasisRules.Default, store.Clock, labels: pending);
        return Task.FromResult((new Relabelling(store.Resources, new LabelMarkStore(store.Database), pending, audit), pending, new SearchInteraction(store.Resources, store.Parser, consent, audit), new ReadInteraction(store.Resources, consent, audit)));
    }

    private static async Task<long?> TotalAsync(SearchInteraction searches, Requester requester) =>
        (await searches.SearchAsync("Condition", [new("_total", "accurate"), new("_count", "5")], _ => null, requester, TestExchange.Trace, default)).Value!.Total;

    private static string Condition(string id, string code) => $$"""{"resourceType":"Condition","id":"{{id}}","code":{"coding":[{"system":"urn:d","code":"{{code}}"}]},"subject":{"reference":"Patient/p1"} }""";
}
