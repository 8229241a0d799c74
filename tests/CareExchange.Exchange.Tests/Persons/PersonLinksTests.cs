using System.Text;
using System.Text.Json.Nodes;
using CareExchange.Exchange.Intake;
using CareExchange.Exchange.Interactions;
using CareExchange.Exchange.Partners;
using CareExchange.Exchange.Requests;
using CareExchange.Storage.Messages;
using CareExchange.Storage.Resources;

namespace CareExchange.Exchange.Tests.Persons;

/// <summary>A hospital merges two of its numbers (ADT^A40): nothing moves, what follows finds the one that stays, and it can be undone.</summary>
public sealed class PersonLinksTests
{
    private static readonly Partner Hospital = new("inwang-hospital", "inwang-hospital", "인왕병원(가상)", LegalBasis.Consent);

    [Fact]
    public async Task A_merge_leaves_both_records_and_later_messages_find_the_one_that_stays()
    {
        await using var exchange = await TestExchange.OpenAsync();
        var intake = exchange.Intake(PartnerExamples.Profile("inwang-hospital"));
        await SendAsync(exchange, intake, Unknown("IW0009", "V2026-1"));
        await SendAsync(exchange, intake, PartnerExamples.Message("inwang-hospital/examples/01-input.hl7"));
        Assert.Equal(2, (await exchange.AllAsync("Patient")).Count);

        await SendAsync(exchange, intake, PartnerExamples.Message("inwang-hospital/examples/04-input.hl7"));

        var patients = await exchange.AllAsync("Patient");
        Assert.Equal(2, patients.Count);
        var gone = Assert.Single(patients, patient => Text(patient).Contains("IW-000112", StringComparison.Ordinal));
        var kept = Assert.Single(patients, patient => patient.Id != gone.Id);
        var json = JsonNode.Parse(gone.Json.Span)!;
        Assert.False(json["active"]!.GetValue<bool>());
        Assert.Equal(("replaced-by", $"Patient/{kept.Id}"), (json["link"]![0]!["type"]!.GetValue<string>(), json["link"]![0]!["other"]!["reference"]!.GetValue<string>()));
        Assert.Contains("무명녀", Text(gone), StringComparison.Ordinal);

        // The old number on a later message is the person who stays.
        await SendAsync(exchange, intake, Unknown("IW0010", "V2026-2"));
        Assert.Equal(2, (await exchange.AllAsync("Patient")).Count);
        Assert.Equal(kept.Id, Assert.Single(await exchange.AllAsync("Encounter"), stay => Text(stay).Contains("V2026-2", StringComparison.Ordinal)).Tags.Person);
        Assert.Equal(gone.Id, Assert.Single(await exchange.AllAsync("Encounter"), stay => Text(stay).Contains("V2026-1", StringComparison.Ordinal)).Tags.Person);
    }

    [Fact]
    public async Task Whoever_stated_a_merge_undoes_it_by_stating_the_person_without_it()
    {
        await using var exchange = await TestExchange.OpenAsync();
        var intake = exchange.Intake(PartnerExamples.Profile("inwang-hospital"));
        await SendAsync(exchange, intake, Unknown("IW0009", "V2026-1"));
        await SendAsync(exchange, intake, PartnerExamples.Message("inwang-hospital/examples/01-input.hl7"));
        await SendAsync(exchange, intake, PartnerExamples.Message("inwang-hospital/examples/04-input.hl7"));
        var gone = Assert.Single(await exchange.AllAsync("Patient"), patient => Text(patient).Contains("IW-000112", StringComparison.Ordinal));
        var restated = JsonNode.Parse(gone.Json.Span)!.AsObject();
        restated.Remove("link");
        restated["active"] = true;

        var put = await exchange.Update.UpdateAsync("Patient", gone.Id, new ResourceBody(Encoding.UTF8.GetBytes(restated.ToJsonString())), null, TestExchange.System("inwang-hospital"), TestExchange.Trace, default);

        Assert.True(put.Succeeded, string.Join(' ', put.Issues.Select(issue => issue.English)));
        var stands = JsonNode.Parse((await exchange.Store.Resources.ReadAsync("Patient", gone.Id, default))!.Json.Span)!;
        Assert.Null(stands["link"]);
        Assert.True(stands["active"]!.GetValue<bool>());
        await SendAsync(exchange, intake, Unknown("IW0011", "V2026-3"));
        Assert.Equal(gone.Id, Assert.Single(await exchange.AllAsync("Encounter"), stay => Text(stay).Contains("V2026-3", StringComparison.Ordinal)).Tags.Person);
    }

    [Fact]
    public async Task Two_numbers_of_one_record_need_no_merge()
    {
        await using var exchange = await TestExchange.OpenAsync();
        var intake = exchange.Intake(PartnerExamples.Profile("inwang-hospital"));
        var first = Encoding.UTF8.GetString(PartnerExamples.Message("inwang-hospital/examples/01-input.hl7"));
        await SendAsync(exchange, intake, Encoding.UTF8.GetBytes(first));
        await SendAsync(exchange, intake, Encoding.UTF8.GetBytes(first.Replace("IW-000481", "IW-000112", StringComparison.Ordinal).Replace("|IW0001|", "|IW0012|", StringComparison.Ordinal)));

        await SendAsync(exchange, intake, PartnerExamples.Message("inwang-hospital/examples/04-input.hl7"));

        var only = JsonNode.Parse(Assert.Single(await exchange.AllAsync("Patient")).Json.Span)!;
        Assert.Null(only["link"]);
        Assert.True(only["active"]!.GetValue<bool>());
    }

    [Fact]
    public async Task A_merge_that_comes_before_the_number_was_ever_heard_of_is_kept_for_later()
    {
        await using var exchange = await TestExchange.OpenAsync();
        var intake = exchange.Intake(PartnerExamples.Profile("inwang-hospital"));
        await SendAsync(exchange, intake, PartnerExamples.Message("inwang-hospital/examples/04-input.hl7"));

        await SendAsync(exchange, intake, Unknown("IW0009", "V2026-1"));

        var kept = Assert.Single(await exchange.AllAsync("Patient"), patient => Text(patient).Contains("IW-000481", StringComparison.Ordinal));
        Assert.Equal(2, (await exchange.AllAsync("Patient")).Count);
        Assert.Equal(kept.Id, Assert.Single(await exchange.AllAsync("Encounter")).Tags.Person);
    }

    // Admitted without papers: another name would make the number doubtful, so nothing but the number is known.
    private static byte[] Unknown(string control, string visit) => Encoding.UTF8.GetBytes(
        $"MSH|^~\\&|EMR|INWANG|CAREEXCHANGE|SEODAEMUN|20261005111500+0900||ADT^A01^ADT_A01|{control}|P|2.5.1|||||KOR|UNICODE UTF-8\rEVN|A01|20261005111500\r"
        + $"PID|1||IW-000112^^^INWANG^MR||무명녀(가명)^^^^^^L\rPV1|1|I|W3||||||||||||||||{visit}|||||||||||||||||||||||||20261005111000\r");

    private static async Task SendAsync(TestExchange exchange, MessageIntake intake, byte[] content)
    {
        exchange.Store.Clock.Now += TimeSpan.FromSeconds(1);
        var report = await intake.ReceiveAsync(Hospital, TestExchange.System("inwang-hospital"), content, "application/hl7-v2", null, TestExchange.Trace, default);
        Assert.True(report.State == MessageState.Processed, string.Join('\n', report.Issues.Select(issue => $"{issue.Rule} {issue.Expression} {issue.English} {issue.Found}")));
    }

    private static string Text(StoredResource resource) => Encoding.UTF8.GetString(resource.Json.Span);
}
