using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CareExchange.Exchange.Intake;
using CareExchange.Storage.Messages;
using CareExchange.Storage.Persons;

namespace CareExchange.Exchange.Tests.Intake;

public sealed class MessageIntakeTests
{
    private const string ResidentNumber = "480302-2004810";

    [Fact]
    public async Task A_message_is_stored_with_provenance_audit_and_original_and_its_resident_number_nowhere()
    {
        await using var exchange = await TestExchange.OpenAsync();
        var content = PartnerExamples.Message("nhis-seodaemun/examples/01-input.json");
        Assert.Contains(ResidentNumber, Encoding.UTF8.GetString(content));

        var report = await SendAsync(exchange, exchange.Intake(PartnerExamples.Profile("nhis-seodaemun")), content);

        // 1. One person, of whom the message speaks.
        Assert.Equal(MessageState.Processed, report.State);
        var patient = Assert.Single(await exchange.AllAsync("Patient"));
        Assert.Equal("nhis-seodaemun", patient.Tags.Source);

        // 2. Provenance names the partner, the original and the map, and every resource of it.
        var original = Assert.Single(await exchange.AllAsync("DocumentReference"));
        Assert.Equal(report.MessageId, original.Id);
        Assert.Empty(TestExchange.Wrong(original.Json));
        var targets = new List<string>();
        foreach (var provenance in await exchange.AllAsync("Provenance"))
        {
            Assert.Empty(TestExchange.Wrong(provenance.Json));
            using var json = JsonDocument.Parse(provenance.Json);
            Assert.Equal($"DocumentReference/{original.Id}", json.RootElement.GetProperty("entity")[0].GetProperty("what").GetProperty("reference").GetString());
            Assert.Equal("Organization/nhis-seodaemun", json.RootElement.GetProperty("agent")[0].GetProperty("who").GetProperty("reference").GetString());
            Assert.Contains(json.RootElement.GetProperty("policy").EnumerateArray(), policy => policy.GetString() == report.Map);
            targets.AddRange(json.RootElement.GetProperty("target").EnumerateArray().Select(target => target.GetProperty("reference").GetString()!));
        }

        Assert.Equal(report.Resources.Values.Sum(), targets.Count);
        Assert.Contains($"Patient/{patient.Id}/_history/1", targets);

        // 3. The look-alike of the number is found by its keyed hash, never in the clear; the original is sealed and comes back byte for byte.
        Assert.DoesNotContain(exchange.Store.Files, file => file.Bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(ResidentNumber)) >= 0);
        Assert.DoesNotContain(exchange.Store.Files, file => file.Bytes.AsSpan().IndexOf("4803022004810"u8) >= 0);
        Assert.DoesNotContain(exchange.Store.Files, file => file.Bytes.AsSpan().IndexOf("SDM-IJR-2026-000731\",\n"u8) >= 0);
        Assert.Equal(content, await exchange.Messages.ReadOriginalAsync(report.MessageId, default));
        Assert.Equal(ResidentNumber.Replace("-", "", StringComparison.Ordinal), await exchange.Store.Persons.RevealResidentNumberAsync(patient.Id, default));

        // 4. The trail tells it, as valid AuditEvents.
        var trail = await exchange.TrailAsync();
        Assert.All(trail, row => Assert.Empty(TestExchange.Wrong(row.Json)));
        Assert.Contains(trail, row => row is { Action: "message", Outcome: "permit" } && row.Person == patient.Id);
    }

    [Fact]
    public async Task The_same_bytes_again_are_answered_as_before_and_change_nothing()
    {
        await using var exchange = await TestExchange.OpenAsync();
        var intake = exchange.Intake(PartnerExamples.Profile("nhis-seodaemun"));
        var content = PartnerExamples.Message("nhis-seodaemun/examples/02-input.json");

        var first = await SendAsync(exchange, intake, content);
        var trail = (await exchange.TrailAsync()).Count;
        var second = await SendAsync(exchange, intake, content);

        Assert.Equal(first with { IsDuplicate = true, Issues = [], Resources = second.Resources }, second with { Issues = [] });
        Assert.Equal(first.Resources.OrderBy(pair => pair.Key), second.Resources.OrderBy(pair => pair.Key));
        Assert.Equal(first.Issues, second.Issues);
        Assert.Equal(trail, (await exchange.TrailAsync()).Count);
    }

    [Fact]
    public async Task The_same_facts_in_other_bytes_make_no_new_version_but_stand_in_the_trail()
    {
        await using var exchange = await TestExchange.OpenAsync();
        var intake = exchange.Intake(PartnerExamples.Profile("nhis-seodaemun"));
        var content = PartnerExamples.Message("nhis-seodaemun/examples/02-input.json");
        await SendAsync(exchange, intake, content);
        var provenance = (await exchange.AllAsync("Provenance")).Count;
        var messages = (await exchange.TrailAsync()).Count(row => row.Action == "message");

        var again = await SendAsync(exchange, intake, [.. content, (byte)'\n']);

        Assert.Equal((MessageState.Processed, 0), (again.State, again.Changed));
        Assert.Equal(provenance, (await exchange.AllAsync("Provenance")).Count);
        Assert.True((await exchange.TrailAsync()).Count(row => row.Action == "message") > messages);
    }

    [Fact]
    [Trait("pain", "25")]
    public async Task A_message_with_an_unknown_code_waits_and_is_processed_once_the_code_list_knows_it()
    {
        await using var exchange = await TestExchange.OpenAsync();
        var content = PartnerExamples.Message("nhis-seodaemun/examples/91-input.json");

        var refused = await SendAsync(exchange, exchange.Intake(PartnerExamples.Profile("nhis-seodaemun")), content);
        Assert.Equal(MessageState.Rejected, refused.State);
        Assert.All(refused.Issues, issue => Assert.Equal("map-code-unknown", issue.Rule));
        Assert.Empty(await exchange.AllAsync("Patient"));
        Assert.Contains(await exchange.TrailAsync(), row => row is { Action: "message", Outcome: "deny" });

        // The operator teaches the two lists the codes that were missing.
        var repaired = exchange.Intake(PartnerExamples.Profile("nhis-seodaemun", (name, text) => name switch
        {
            "ConceptMap-relation.json" => WithCode(text, "88"),
            "ConceptMap-ltc-decision.json" => WithCode(text, "77"),
            _ => text,
        }));
        var replayed = await repaired.ReplayAsync(TestExchange.Nhis, TestExchange.System("nhis-seodaemun"), refused.MessageId, TestExchange.Trace, default);

        Assert.Equal(MessageState.Processed, replayed!.State);
        Assert.Equal(refused.MessageId, replayed.MessageId);
        Assert.Single(await exchange.AllAsync("Patient"));
        Assert.Equal(MessageState.Processed, (await repaired.FindAsync(TestExchange.Nhis, refused.MessageId, default))!.State);
    }

    [Fact]
    public async Task A_partner_can_neither_ask_for_nor_replay_another_partners_message()
    {
        await using var exchange = await TestExchange.OpenAsync();
        var intake = exchange.Intake(PartnerExamples.Profile("nhis-seodaemun"));
        var report = await SendAsync(exchange, intake, "{"u8.ToArray());

        Assert.Null(await intake.FindAsync(TestExchange.Clinic, report.MessageId, default));
        Assert.Null(await intake.ReplayAsync(TestExchange.Clinic, TestExchange.System("hongje-homecare"), report.MessageId, TestExchange.Trace, default));
    }

    [Fact]
    public async Task A_doubtful_match_stores_nothing_until_a_person_decides_and_then_finds_whom_they_chose()
    {
        await using var exchange = await TestExchange.OpenAsync();
        var intake = exchange.Intake(PartnerExamples.Profile("nhis-seodaemun"));
        await SendAsync(exchange, intake, PartnerExamples.Message("nhis-seodaemun/examples/01-input.json"));
        var known = Assert.Single(await exchange.AllAsync("Patient"));
        var observations = (await exchange.AllAsync("Observation")).Count;

        // 1. Somebody of the same name and birthday, without a number, at another address.
        var parked = await SendAsync(exchange, intake, Namesake());
        Assert.Equal(MessageState.Parked, parked.State);
        Assert.Equal("person-doubtful", Assert.Single(parked.Issues).Rule);
        Assert.Single(await exchange.AllAsync("Patient"));
        Assert.Single(await exchange.AllAsync("DocumentReference"));
        Assert.Equal(observations, (await exchange.AllAsync("Observation")).Count);

        // 2. Replayed before anybody decided it waits on, once.
        Assert.Equal(MessageState.Parked, (await ReplayAsync(intake, parked.MessageId))!.State);
        var match = Assert.Single(await exchange.Store.Persons.ListParkedAsync(parked.MessageId, default));
        Assert.Equal([known.Id], match.Candidates);

        // 3. A person decides: it is the one we know.
        await DecideAsync(exchange, match, known.Id);
        Assert.Equal(MessageState.Processed, (await ReplayAsync(intake, parked.MessageId))!.State);
        Assert.Equal(known.Id, Assert.Single(await exchange.AllAsync("Patient")).Id);
        Assert.True((await exchange.AllAsync("Observation")).Count > observations);
        Assert.Empty(await exchange.Store.Persons.ListParkedAsync(10, default));
    }

    [Fact]
    public async Task Somebody_decided_to_be_new_becomes_one_new_person_however_often_the_message_is_replayed()
    {
        await using var exchange = await TestExchange.OpenAsync();
        var intake = exchange.Intake(PartnerExamples.Profile("nhis-seodaemun"));
        await SendAsync(exchange, intake, PartnerExamples.Message("nhis-seodaemun/examples/01-input.json"));
        var parked = await SendAsync(exchange, intake, Namesake());
        await DecideAsync(exchange, Assert.Single(await exchange.Store.Persons.ListParkedAsync(parked.MessageId, default)), "");

        for (var i = 0; i < 2; i++) Assert.Equal(MessageState.Processed, (await ReplayAsync(intake, parked.MessageId))!.State);

        Assert.Equal(2, (await exchange.AllAsync("Patient")).Count);
    }

    // The same message of a namesake: other numbers of every kind, another address, no resident number.
    internal static byte[] Namesake()
    {
        var text = Encoding.UTF8.GetString(PartnerExamples.Message("nhis-seodaemun/examples/01-input.json"))
            .Replace("000731", "000999", StringComparison.Ordinal).Replace("0731", "0999", StringComparison.Ordinal)
            .Replace("L26-0004810", "L26-0009999", StringComparison.Ordinal).Replace("LTC-2026-048100", "LTC-2026-099999", StringComparison.Ordinal);
        var json = JsonNode.Parse(text)!.AsObject();
        var person = json["person"]!.AsObject();
        person.Remove("rrn");
        person["registeredAddress"]!["line"] = "다른로 99";
        person["registeredAddress"]!["dong"] = "홍은동";
        return Encoding.UTF8.GetBytes(json.ToJsonString());
    }

    private static string WithCode(string conceptMap, string code)
    {
        var map = JsonNode.Parse(conceptMap)!.AsObject();
        var elements = map["group"]![0]!["element"]!.AsArray();
        var added = elements[0]!.DeepClone();
        added["code"] = code;
        elements.Add(added);
        return map.ToJsonString();
    }

    private static async Task DecideAsync(TestExchange exchange, ParkedMatch match, string person)
    {
        await using var transaction = await exchange.Store.Resources.BeginAsync(default);
        Assert.True(await transaction.ResolveMatchAsync(match.Id, person, "manager", default));
        await transaction.CommitAsync(default);
    }

    private static Task<MessageReport> SendAsync(TestExchange exchange, MessageIntake intake, byte[] content)
    {
        exchange.Store.Clock.Now += TimeSpan.FromSeconds(1);
        return intake.ReceiveAsync(TestExchange.Nhis, TestExchange.System("nhis-seodaemun"), content, "application/json", "message.json", TestExchange.Trace, default);
    }

    private static Task<MessageReport?> ReplayAsync(MessageIntake intake, string message) =>
        intake.ReplayAsync(TestExchange.Nhis, TestExchange.System("nhis-seodaemun"), message, TestExchange.Trace, default);
}
