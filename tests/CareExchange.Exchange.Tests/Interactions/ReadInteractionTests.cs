using System.Text;
using CareExchange.Exchange.Requests;

namespace CareExchange.Exchange.Tests.Interactions;

public sealed class ReadInteractionTests
{
    private static readonly Requester Nurse = TestExchange.Staff(RequesterRole.ClinicNurse, "clinic", "clinic");

    [Fact]
    public async Task What_is_withheld_is_told_in_the_words_of_what_does_not_exist_and_the_refusal_is_recorded()
    {
        await using var exchange = await TestExchange.OpenAsync();
        var patient = await exchange.CreateAsync("office", """{"resourceType":"Patient"}""");
        var secret = await exchange.CreateAsync("office", ObservationOf(patient));

        var withheld = await exchange.Read.ReadAsync("Observation", secret, null, Nurse, TestExchange.Trace, default);
        var unknown = await exchange.Read.ReadAsync("Observation", "unknown", null, Nurse, TestExchange.Trace, default);

        var said = Assert.Single(withheld.Issues);
        Assert.Equal(Assert.Single(unknown.Issues) with { Found = said.Found }, said);

        // The newest first: what does not exist is about nobody, what is withheld is about its person.
        var refusals = (await exchange.TrailAsync()).Take(2).ToArray();
        Assert.Equal([("read", "deny", null), ("read", "deny", patient)], refusals.Select(refusal => (refusal.Action, refusal.Outcome, refusal.Person)));
        Assert.All(refusals, refusal => Assert.Empty(TestExchange.Wrong(refusal.Json)));
    }

    [Fact]
    public async Task Consent_opens_the_next_look_and_its_withdrawal_closes_it()
    {
        await using var exchange = await TestExchange.OpenAsync();
        var patient = await exchange.CreateAsync("office", """{"resourceType":"Patient"}""");
        var observation = await exchange.CreateAsync("office", ObservationOf(patient));
        Assert.False(await SeesAsync());

        var consent = await exchange.CreateAsync("office", ConsentFor(patient, "clinic"));
        Assert.True(await SeesAsync());
        Assert.Contains($"Consent/{consent}/_history/1", Encoding.UTF8.GetString((await exchange.TrailAsync())[0].Json.Span));

        // Only who may: the reader of the consent cannot end it, the case manager can.
        var refused = await exchange.Withdrawal.WithdrawAsync(patient, consent, [], "person-request", Nurse, TestExchange.Trace, default);
        Assert.False(refused.Succeeded);
        Assert.True(await SeesAsync());
        var manager = TestExchange.Staff(RequesterRole.CaseManager, "district", "municipality");
        Assert.False((await exchange.Withdrawal.WithdrawAsync(patient, consent, [], "because", manager, TestExchange.Trace, default)).Succeeded);
        exchange.Store.Clock.Now += TimeSpan.FromMinutes(1);
        var withdrawn = await exchange.Withdrawal.WithdrawAsync(patient, consent, [], "person-request", manager, TestExchange.Trace, default);

        Assert.Equal(2, withdrawn.Value!.Resource.Version);
        Assert.False(await SeesAsync());
        Assert.Contains(await exchange.TrailAsync(), row => row is { Action: "consent-withdrawn", Outcome: "permit" } && row.Person == patient);

        async Task<bool> SeesAsync() => (await exchange.Read.ReadAsync("Observation", observation, null, Nurse, TestExchange.Trace, default)).Succeeded;
    }

    public static TheoryData<string> Kinds => RelabellingTests.Kinds;

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task What_is_answered_from_what_is_kept_hears_of_a_withdrawal_at_the_next_look_and_every_look_is_recorded(string kind)
    {
        await using var exchange = await TestExchange.OpenAsync(kind);
        var patient = await exchange.CreateAsync("office", """{"resourceType":"Patient"}""");
        var observation = await exchange.CreateAsync("office", ObservationOf(patient));
        var manager = TestExchange.Staff(RequesterRole.CaseManager, "district", "municipality");
        for (var turn = 0; turn < 3; turn++)
        {
            var consent = await exchange.CreateAsync("office", ConsentFor(patient, "clinic"));
            var before = (await exchange.TrailAsync()).Count;

            // Kept once nothing was written for a while: on PostgreSQL looks find out.
            var looks = 0;
            for (var isKept = 0; isKept < 3 && looks < 250; looks += 2)
            {
                Assert.True(await SeesAsync());
                isKept += kind == "sqlite" || exchange.Store.Resources.Presume() is not null ? 1 : 0;
                exchange.Store.Resources.Renounce();
            }

            Assert.Equal(before + looks, (await exchange.TrailAsync()).Count);
            exchange.Store.Clock.Now += TimeSpan.FromMinutes(1);
            Assert.True((await exchange.Withdrawal.WithdrawAsync(patient, consent, [], "person-request", manager, TestExchange.Trace, default)).Succeeded);

            Assert.False(await SeesAsync());
        }

        async Task<bool> SeesAsync()
        {
            var read = await exchange.Read.TryReadAsync("Observation", observation, Nurse, TestExchange.Trace, default);
            for (var mayPresume = true; ; mayPresume = false)
            {
                var found = await exchange.Search.TrySearchAsync("Observation", [new("_id", observation)], static _ => null, Nurse, TestExchange.Trace, "http://localhost", mayPresume, default);
                Assert.NotNull(found);
                if (!await exchange.Search.RecordAsync(found, isShort: true, default)) continue;
                Assert.Equal(read is null, found.Page.Matches.Count == 0);
                return read is not null;
            }
        }
    }

    [Fact]
    public async Task A_consent_is_only_good_within_its_period_and_for_its_purpose()
    {
        await using var exchange = await TestExchange.OpenAsync();
        var patient = await exchange.CreateAsync("office", """{"resourceType":"Patient"}""");
        var observation = await exchange.CreateAsync("office", ObservationOf(patient));
        await exchange.CreateAsync("office", ConsentFor(patient, "clinic"));

        var research = await exchange.Read.ReadAsync("Observation", observation, null, Nurse with { Purpose = PurposeOfUse.Research }, TestExchange.Trace, default);
        Assert.False(research.Succeeded);
        exchange.Store.Clock.Now = new(2027, 1, 2, 0, 0, 0, TimeSpan.FromHours(9));
        Assert.False((await exchange.Read.ReadAsync("Observation", observation, null, Nurse, TestExchange.Trace, default)).Succeeded);
    }

    internal static string ObservationOf(string patient, string code = "x") => $$$"""
        {"resourceType":"Observation","status":"final","code":{"coding":[{"system":"urn:test","code":"{{{code}}}"}]},"subject":{"reference":"Patient/{{{patient}}}"}}
        """;

    internal static string ConsentFor(string patient, string organization) => $$$"""
        {"resourceType":"Consent","status":"active","scope":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/consentscope","code":"patient-privacy"}]},
         "category":[{"coding":[{"system":"http://loinc.org","code":"59284-0"}]}],"patient":{"reference":"Patient/{{{patient}}}"},"dateTime":"2026-04-30","policyRule":{"text":"PIPA"},
         "provision":{"type":"permit","period":{"start":"2026-04-30","end":"2026-12-31"},
           "actor":[{"role":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ParticipationType","code":"IRCP"}]},"reference":{"reference":"Organization/{{{organization}}}"}}],
           "purpose":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ActReason","code":"TREAT"}],
           "class":[{"system":"urn:careexchange:data-category","code":"clinical"}]}}
        """;
}
