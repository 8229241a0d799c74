using System.Text;
using CareExchange.Exchange.Intake;
using CareExchange.Exchange.Partners;
using CareExchange.Exchange.Requests;
using CareExchange.Exchange.Sending;
using CareExchange.Exchange.Tests.Interactions;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Outcomes;
using CareExchange.Mapping.Profiles;
using CareExchange.Storage.Outbox;

namespace CareExchange.Exchange.Tests.Sending;

/// <summary>What a partner fetches is searched, judged, cut and recorded like a read.</summary>
public sealed class PartnerOutboxTests
{
    private const string Manifest = """
        { "partner": "clinic", "simulated": true, "version": "1", "out": [
          { "name": "tasks", "map": "urn:tasks", "format": "csv", "target": "t.json", "resource": "Task", "search": "owner={organization}", "where": "status != 'draft' and owner.reference = %organization" },
          { "name": "one", "map": "urn:one", "format": "json", "resource": "Task", "search": "owner={organization}" } ] }
        """;

    private const string Map = """
        map "urn:tasks" = "tasks"
        uses "http://hl7.org/fhir/StructureDefinition/Bundle" alias Bundle as source
        uses "urn:table" alias Table as target
        group g(source src : Bundle, target t : Table) {
          src.entry as e where (search.mode = 'match'), e.resource : Task as task -> evaluate(task, 'for.resolve()') as patient, t.rows as row then {
            task.description as text -> row.what = text;
            patient.name first as name, name.text as text -> row.who = text;
          };
        }
        """;

    private const string One = """
        map "urn:one" = "one"
        uses "http://hl7.org/fhir/StructureDefinition/Bundle" alias Bundle as source
        uses "urn:table" alias Table as target
        group g(source src : Bundle, target t : Table) {
          src.entry as e where (search.mode = 'match'), e.resource : Task as task, task.description as text -> t.what = text;
        }
        """;

    private static readonly Partner Clinic = new("clinic", "clinic", "의원", LegalBasis.Consent);
    private static readonly Requester Client = TestExchange.System("clinic");

    [Fact]
    public async Task Without_consent_nothing_leaves_and_with_it_the_next_fetch_has_it()
    {
        await using var exchange = await TestExchange.OpenAsync();
        var outbox = Outbox(exchange);
        var patient = await exchange.CreateAsync("office", """{"resourceType":"Patient","name":[{"text":"김가온(가명)"}]}""");
        var task = await exchange.CreateAsync("office", TaskFor(patient, "방문"));

        Assert.DoesNotContain("방문", await TableAsync(outbox), StringComparison.Ordinal);
        Assert.Equal("output-nothing", (await FetchAsync(outbox, "one", task)).Issues[0].Rule);
        Assert.Equal("output-nothing", (await FetchAsync(outbox, "one", "unknown")).Issues[0].Rule);
        Assert.Contains(await exchange.TrailAsync(), row => row is { Action: "message-sent", Outcome: "deny" });

        await exchange.CreateAsync("office", ConsentFor(patient));
        var table = await TableAsync(outbox);
        Assert.Contains("방문,김가온(가명)", table, StringComparison.Ordinal);
        var record = Assert.Single(await exchange.TrailAsync(), row => row is { Action: "message-sent", Outcome: "permit" } && row.Person == patient);
        var told = Encoding.UTF8.GetString(record.Json.Span);
        Assert.Contains($"Task/{task}/_history/1", told, StringComparison.Ordinal);
        Assert.Contains($"Patient/{patient}/_history/1", told, StringComparison.Ordinal);
        Assert.Empty(TestExchange.Wrong(record.Json));
    }

    [Fact]
    public async Task Only_what_the_map_read_is_recorded_as_disclosed()
    {
        await using var exchange = await TestExchange.OpenAsync();
        var patient = await exchange.CreateAsync("office", """{"resourceType":"Patient","name":[{"text":"김가온(가명)"}]}""");
        await exchange.CreateAsync("office", ConsentFor(patient));
        var observation = await exchange.CreateAsync("office", ReadInteractionTests.ObservationOf(patient));
        await exchange.CreateAsync("office", TaskFor(patient, "방문", $"Observation/{observation}"));

        await TableAsync(Outbox(exchange));

        var record = Assert.Single(await exchange.TrailAsync(), row => row is { Action: "message-sent", Outcome: "permit" } && row.Person == patient);
        Assert.DoesNotContain("Observation/", Encoding.UTF8.GetString(record.Json.Span), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_addressed_to_somebody_else_does_not_start_or_may_not_be_read_stays()
    {
        await using var exchange = await TestExchange.OpenAsync();
        var outbox = Outbox(exchange);
        var patient = await exchange.CreateAsync("clinic", """{"resourceType":"Patient","name":[{"text":"김가온(가명)"}]}""");
        await exchange.CreateAsync("clinic", TaskFor(patient, "남의 것").Replace("Organization/clinic", "Organization/office", StringComparison.Ordinal));
        await exchange.CreateAsync("clinic", TaskFor(patient, "초안").Replace("\"requested\"", "\"draft\"", StringComparison.Ordinal));
        await exchange.CreateAsync("clinic", TaskFor(patient, "내 것"));

        Assert.Equal("what,who\r\n내 것,김가온(가명)\r\n", await TableAsync(outbox));
        Assert.Equal("what,who\r\n내 것,\r\n", await TableAsync(outbox, type => type == "Patient" ? Issue.Error("forbidden", "scope-missing", "e", "k") : null));
        Assert.Equal("scope-missing", (await FetchAsync(outbox, "tasks", null, refusal: _ => Issue.Error("forbidden", "scope-missing", "e", "k"))).Issues[0].Rule);
        Assert.Equal("what,who\r\n", await TableAsync(outbox, query: [new("_lastUpdated", "gt2050")]));
        Assert.Equal("output-parameter", (await FetchAsync(outbox, "tasks", null, [new("_include", "Task:patient")])).Issues[0].Rule);
        Assert.Equal("output-unknown", (await FetchAsync(outbox, "nothing", null)).Issues[0].Rule);
        Assert.Equal("output-unknown", (await FetchAsync(outbox, "one", null)).Issues[0].Rule);
    }

    [Fact]
    public async Task Messages_of_one_each_are_listed_and_fetched_by_the_resource_that_starts_them()
    {
        await using var exchange = await TestExchange.OpenAsync();
        var outbox = Outbox(exchange);
        var patient = await exchange.CreateAsync("clinic", """{"resourceType":"Patient"}""");
        var task = await exchange.CreateAsync("clinic", TaskFor(patient, "하나"));

        var listed = await outbox.ListAsync(Clinic, "one", [], _ => null, Client, TestExchange.Trace, default);

        Assert.Equal(new OutputNotice("Task", task, 1, listed.Value![0].LastUpdated), Assert.Single(listed.Value!));
        var made = await FetchAsync(outbox, "one", task);
        Assert.Equal("{\n  \"what\": \"하나\"\n}", Encoding.UTF8.GetString(made.Value!.Content.Span));
        Assert.Equal(["tasks", "one"], outbox.Kinds(Clinic).Select(kind => kind.Name));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("scenario", "S11")]
    public async Task A_push_that_waits_when_the_consent_is_withdrawn_does_not_go_out_and_the_refusal_is_on_record(bool isTriedBefore)
    {
        await using var exchange = await TestExchange.OpenAsync();
        var (queue, target, caller, channel) = (new OutboxStore(exchange.Store.Database), new PushTarget("clinic", "one", Attempts: 5, TimeSpan.FromSeconds(1)), new PushCaller(Client, _ => null), new Channel());
        var push = new PartnerPush(exchange.Store.Resources, exchange.Store.Parser, Outbox(exchange), new PartnerDirectory([Clinic]), Library(), queue, exchange.Audit, Schema.R4, exchange.Store.Clock);
        await push.BeginAsync(target, default);
        var patient = await exchange.CreateAsync("office", """{"resourceType":"Patient"}""");
        var consent = await exchange.CreateAsync("office", ConsentFor(patient));
        await exchange.CreateAsync("office", TaskFor(patient, "방문"));
        await push.ScanAsync(target, default);
        if (isTriedBefore)
        {
            Assert.Equal(1, await push.DeliverAsync(target, channel, caller, "https://gateway.example/fhir", default));
            Assert.Single(channel.Got);
        }

        // The person takes it back while the notice waits.
        var inactive = ConsentFor(patient).Replace("\"status\":\"active\"", "\"status\":\"inactive\"", StringComparison.Ordinal).Replace("{\"resourceType\":\"Consent\"", $"{{\"resourceType\":\"Consent\",\"id\":\"{consent}\"", StringComparison.Ordinal);
        Assert.True((await exchange.Update.UpdateAsync("Consent", consent, new(Encoding.UTF8.GetBytes(inactive)), null, TestExchange.System("office"), TestExchange.Trace, default)).Succeeded);
        exchange.Store.Clock.Now += TimeSpan.FromMinutes(1);
        channel.Got.Clear();

        Assert.Equal(1, await push.DeliverAsync(target, channel, caller, "https://gateway.example/fhir", default));
        Assert.Empty(channel.Got);
        Assert.Equal("deny", (await exchange.TrailAsync()).First(row => row.Action == "message-sent").Outcome);
        Assert.Equal(0, await push.DeliverAsync(target, channel, caller, "https://gateway.example/fhir", default));
        Assert.Empty(await push.FailuresAsync(default));
    }

    // A receiver that is always busy.
    private sealed class Channel : IPushChannel
    {
        public List<string> Got { get; } = [];

        public Task<PushAnswer> SendAsync(OutputResult message, string id, string? traceParent, CancellationToken cancellationToken)
        {
            Got.Add(id);
            return Task.FromResult(PushAnswer.Later("busy"));
        }
    }

    private static string ConsentFor(string patient) => ReadInteractionTests.ConsentFor(patient, "clinic").Replace(
        "{\"system\":\"urn:careexchange:data-category\",\"code\":\"clinical\"}",
        string.Join(',', ((string[])["clinical", "identity", "referral", "service"]).Select(code => $"{{\"system\":\"urn:careexchange:data-category\",\"code\":\"{code}\"}}")), StringComparison.Ordinal);

    private static string TaskFor(string patient, string what, string? focus = null) =>
        $$"""{"resourceType":"Task","status":"requested","intent":"order","description":"{{what}}","for":{"reference":"Patient/{{patient}}"},"focus":{"reference":"{{focus ?? $"Patient/{patient}"}}"},"owner":{"reference":"Organization/clinic"} }""";

    private static async Task<string> TableAsync(PartnerOutbox outbox, Func<string, Issue?>? refusal = null, IReadOnlyList<KeyValuePair<string, string>>? query = null)
    {
        var made = await FetchAsync(outbox, "tasks", null, query, refusal);
        Assert.True(made.Succeeded, string.Join(' ', made.Issues.Select(issue => $"{issue.Rule} {issue.Expression} {issue.Found}")));
        return Encoding.UTF8.GetString(made.Value!.Content.Span);
    }

    private static Task<Outcome<OutputResult>> FetchAsync(PartnerOutbox outbox, string name, string? id, IReadOnlyList<KeyValuePair<string, string>>? query = null, Func<string, Issue?>? refusal = null) =>
        outbox.FetchAsync(Clinic, name, id, query ?? [], refusal ?? (_ => null), Client, TestExchange.Trace, "https://gateway.example/fhir", default);

    private static PartnerOutbox Outbox(TestExchange exchange) => new(exchange.Store.Resources, exchange.Store.Parser, exchange.Consent, exchange.Audit, Library(), Schema.R4);

    private static MappingLibrary Library()
    {
        var files = new Dictionary<string, ReadOnlyMemory<byte>>
        {
            ["mapping.json"] = Encoding.UTF8.GetBytes(Manifest),
            ["out/tasks.map"] = Encoding.UTF8.GetBytes(Map),
            ["out/one.map"] = Encoding.UTF8.GetBytes(One),
            ["t.json"] = """{ "format": "csv", "columns": [ { "name": "what", "property": "what" }, { "name": "who", "property": "who" } ] }"""u8.ToArray(),
        };
        var compiled = MappingProfile.Compile("clinic", files, Schema.R4);
        Assert.True(compiled.Succeeded, string.Join('\n', compiled.Issues.Select(issue => $"{issue.Rule} {issue.Expression} {issue.Line}:{issue.Column} {issue.Expected} {issue.Found}")));
        return new(new Dictionary<string, MappingProfile> { ["clinic"] = compiled.Value! });
    }
}
