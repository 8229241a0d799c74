using System.Text;
using System.Text.Json;
using CareExchange.Exchange.Loading;
using CareExchange.Fhir.Definitions;
using CareExchange.Storage.Loading;

namespace CareExchange.Exchange.Tests.Loading;

public sealed class BulkLoadTests
{
    private const string Patient = """{"resourceType":"Patient","id":"p1","identifier":[{"system":"urn:a","value":"1"}],"name":[{"family":"Kim"}]}""";
    private const string Weight = """{"resourceType":"Observation","id":"o1","status":"final","code":{"text":"weight"},"subject":{"reference":"Patient/p1"}}""";

    [Fact]
    public async Task Good_lines_are_stored_and_bad_ones_are_told_with_their_line()
    {
        await using var exchange = await TestExchange.OpenAsync();

        var (done, errors) = await LoadAsync(exchange, "office", Lines(Patient, "", "{broken", Weight, """{"resourceType":"Observation","id":"o2","code":{"text":"no status"}}"""));

        Assert.Equal((2L, 2L, true), (done.Created, done.Refused, done.IsDone));
        Assert.Equal([3, 5], errors.Select(error => error.GetProperty("issue")[0].GetProperty("extension")[0].GetProperty("valueInteger").GetInt32()));
        Assert.All(errors, error => Assert.Equal("data.ndjson", error.GetProperty("extension")[0].GetProperty("valueString").GetString()));
        Assert.Equal("p1", (await exchange.Store.Resources.ReadAsync("Observation", "o1", default))!.Tags.Person);
    }

    [Fact]
    public async Task What_is_loaded_has_its_provenance_and_audit_for_each_person()
    {
        await using var exchange = await TestExchange.OpenAsync();

        await LoadAsync(exchange, "office", Lines(Patient, Weight, Patient.Replace("p1", "p2", StringComparison.Ordinal).Replace("\"1\"", "\"2\"", StringComparison.Ordinal)));

        var provenances = await exchange.AllAsync("Provenance");
        Assert.Equal(["p1", "p2"], provenances.Select(provenance => provenance.Tags.Person).Order());
        Assert.All(provenances, provenance => Assert.Empty(TestExchange.Wrong(provenance.Json)));
        var trail = (await exchange.TrailAsync()).Where(row => row.Person is not null).ToArray();
        Assert.Equal([("import", "p1"), ("import", "p2")], trail.Select(row => (row.Action, row.Person!)).Order());
        Assert.Contains("Observation/o1/_history/1", Encoding.UTF8.GetString(trail.Single(row => row.Person == "p1").Json.Span), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_again_changes_nothing_and_other_content_is_a_new_version()
    {
        await using var exchange = await TestExchange.OpenAsync();
        await LoadAsync(exchange, "office", Lines(Patient, Weight));

        var (again, _) = await LoadAsync(exchange, "office", Lines(Patient, Weight), id: "second");
        var (changed, _) = await LoadAsync(exchange, "office", Lines(Weight.Replace("final", "amended", StringComparison.Ordinal)), id: "third");

        Assert.Equal((0L, 2L), (again.Created, again.Unchanged));
        Assert.Equal((0L, 1L), (changed.Created, changed.Updated));
        Assert.Equal(2, (await exchange.Store.Resources.ReadAsync("Observation", "o1", default))!.Version);
    }

    [Fact]
    public async Task One_id_twice_in_one_file_is_two_versions()
    {
        await using var exchange = await TestExchange.OpenAsync();

        var (done, _) = await LoadAsync(exchange, "office", Lines(Weight, Weight.Replace("final", "amended", StringComparison.Ordinal)));

        Assert.Equal((1L, 1L), (done.Created, done.Updated));
        Assert.Contains("amended", Encoding.UTF8.GetString((await exchange.Store.Resources.ReadAsync("Observation", "o1", default))!.Json.Span), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_id_again_in_a_later_commit_is_a_new_version()
    {
        await using var exchange = await TestExchange.OpenAsync();
        var order = Order("office", "one", [Lines(Patient, Weight), Lines(Weight.Replace("final", "amended", StringComparison.Ordinal), Patient)]) with { BatchSize = 1 };

        var done = await Load(exchange).RunAsync(order, null, null, default);

        Assert.Equal((2L, 1L, 1L), (done.Created, done.Updated, done.Unchanged));
        Assert.Equal(2, (await exchange.Store.Resources.ReadAsync("Observation", "o1", default))!.Version);
    }

    [Fact]
    public async Task What_another_stored_while_an_empty_database_is_loaded_is_found_all_the_same()
    {
        await using var exchange = await TestExchange.OpenAsync();
        var order = Order("office", "one", [Lines(Patient, Weight)]);
        var source = order.Sources[0] with
        {
            // Opened when the load has begun, and knows that nothing stood.
            OpenAsync = async _ =>
            {
                await using var other = await exchange.Store.Resources.BeginAsync(default);
                await other.PutAsync("Observation", "o1", Encoding.UTF8.GetBytes(Weight.Replace("final", "preliminary", StringComparison.Ordinal)), new("p1", "clinical", "office"), null, default);
                await other.CommitAsync(default);
                return new MemoryStream(Lines(Patient, Weight).Bytes);
            },
        };

        var done = await Load(exchange).RunAsync(order with { Sources = [source] }, null, null, default);

        Assert.Equal((1L, 1L, 0L), (done.Created, done.Updated, done.Refused));
        Assert.Equal(2, (await exchange.Store.Resources.ReadAsync("Observation", "o1", default))!.Version);
    }

    [Fact]
    public async Task A_load_is_no_way_around_who_consents_for_a_minor()
    {
        await using var exchange = await TestExchange.OpenAsync();
        var child = Patient.Replace("\"name\"", "\"birthDate\":\"2020-01-01\",\"name\"", StringComparison.Ordinal);
        const string Alone = """{"resourceType":"Consent","id":"c1","status":"active","scope":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/consentscope","code":"patient-privacy"}]},"category":[{"text":"x"}],"patient":{"reference":"Patient/p1"},"policyRule":{"text":"x"},"provision":{"type":"permit"}}""";
        var together = Alone.Replace("c1", "c2", StringComparison.Ordinal).Replace("\"policyRule\"", "\"performer\":[{\"reference\":\"RelatedPerson/r1\"}],\"policyRule\"", StringComparison.Ordinal);

        // The mother's RelatedPerson stands behind her consent in the file: a batch is judged as a whole.
        var (done, errors) = await LoadAsync(exchange, "office", Lines(child, Alone, together, """{"resourceType":"RelatedPerson","id":"r1","patient":{"reference":"Patient/p1"},"relationship":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-RoleCode","code":"MTH"}]}]}"""));

        Assert.Equal((3L, 1L), (done.Created, done.Refused));
        Assert.Equal("consent-minor", Rule(Assert.Single(errors)));
        Assert.Null(await exchange.Store.Resources.ReadAsync("Consent", "c1", default));
        Assert.NotNull(await exchange.Store.Resources.ReadAsync("Consent", "c2", default));
        var (whole, refused) = await LoadAsync(exchange, "office", Bundle("transaction", $$"""{"resource":{{Alone}},"request":{"method":"PUT","url":"Consent/c1"} }""", $$"""{"resource":{{Weight}},"request":{"method":"PUT","url":"Observation/o1"} }"""), "whole");
        Assert.Equal((0L, "consent-minor"), (whole.Created, Rule(Assert.Single(refused))));
    }

    [Fact]
    public async Task A_load_keeps_the_team_of_who_was_referred_and_only_by_who_may()
    {
        await using var exchange = await TestExchange.OpenAsync();
        const string Referral = """{"resourceType":"Task","id":"t1","status":"accepted","intent":"order","focus":{"reference":"CarePlan/x"},"for":{"reference":"Patient/p1"},"owner":{"reference":"Organization/clinic"}}""";
        await LoadAsync(exchange, "office", Lines(Patient, Referral));
        var team = await exchange.Store.Resources.ReadAsync("CareTeam", "team-p1", default);
        Assert.Contains("Organization/clinic", Encoding.UTF8.GetString(team!.Json.Span), StringComparison.Ordinal);
        Assert.Contains(await exchange.AllAsync("Provenance"), provenance => Encoding.UTF8.GetString(provenance.Json.Span).Contains("CareTeam/team-p1", StringComparison.Ordinal));

        await LoadAsync(exchange, "stranger", Lines(Referral.Replace("t1", "t2", StringComparison.Ordinal).Replace("Organization/clinic", "Organization/accomplice", StringComparison.Ordinal)), "second");
        Assert.DoesNotContain("accomplice", Encoding.UTF8.GetString((await exchange.Store.Resources.ReadAsync("CareTeam", "team-p1", default))!.Json.Span), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_loads_over_what_another_organisation_contributed()
    {
        await using var exchange = await TestExchange.OpenAsync();
        await LoadAsync(exchange, "office", Lines(Patient, Weight));

        var (done, errors) = await LoadAsync(exchange, "clinic", Lines(Weight.Replace("final", "amended", StringComparison.Ordinal)), id: "second");

        Assert.Equal(1, done.Refused);
        Assert.Equal("resource-of-another", Rule(Assert.Single(errors)));
        Assert.Equal(1, (await exchange.Store.Resources.ReadAsync("Observation", "o1", default))!.Version);
    }

    [Fact]
    public async Task A_transaction_is_stored_with_its_references_resolved()
    {
        await using var exchange = await TestExchange.OpenAsync();

        var (done, errors) = await LoadAsync(exchange, "office", Bundle("transaction", PatientEntry, ObservationEntry("final")));

        Assert.Empty(errors);
        Assert.Equal(2, done.Created);
        var observation = (await exchange.Store.Resources.ReadAsync("Observation", "0c3151bd-1cbf-4d64-b04d-cd9187a4c6e1", default))!;
        Assert.Contains("Patient/7c3151bd-1cbf-4d64-b04d-cd9187a4c6e0", Encoding.UTF8.GetString(observation.Json.Span), StringComparison.Ordinal);
        Assert.Equal("7c3151bd-1cbf-4d64-b04d-cd9187a4c6e0", observation.Tags.Person);
    }

    [Fact]
    public async Task One_bad_entry_refuses_its_transaction_but_not_its_collection()
    {
        await using var exchange = await TestExchange.OpenAsync();

        var (whole, errors) = await LoadAsync(exchange, "office", Bundle("transaction", PatientEntry, ObservationEntry("no-status")));
        var (each, _) = await LoadAsync(exchange, "office", Bundle("collection", PatientEntry, ObservationEntry("no-status")), id: "second");

        Assert.Equal((0L, 2L), (whole.Created, whole.Refused));
        Assert.StartsWith("Bundle.entry[1].resource", errors[0].GetProperty("issue")[0].GetProperty("expression")[0].GetString(), StringComparison.Ordinal);
        Assert.Equal((1L, 1L), (each.Created, each.Refused));
    }

    [Fact]
    public async Task A_conditional_reference_finds_what_was_loaded_before_it()
    {
        await using var exchange = await TestExchange.OpenAsync();
        const string Doctor = """{"resourceType":"Practitioner","id":"d1","identifier":[{"system":"urn:npi","value":"9"}]}""";
        var entry = """{"fullUrl":"urn:uuid:0c3151bd-1cbf-4d64-b04d-cd9187a4c6e1","resource":{"resourceType":"Observation","status":"final","code":{"text":"x"},"performer":[{"reference":"Practitioner?identifier=urn:npi|9"}]},"request":{"method":"POST","url":"Observation"}}""";

        var (done, errors) = await LoadAsync(exchange, "office", Lines(Doctor, Encoding.UTF8.GetString(Bundle("transaction", entry).Bytes), Encoding.UTF8.GetString(Bundle("transaction", entry.Replace("npi|9", "npi|8", StringComparison.Ordinal)).Bytes)));

        Assert.Equal((2L, 1L), (done.Created, done.Refused));
        Assert.Equal("reference-unresolved", Rule(Assert.Single(errors)));
        Assert.Contains("Practitioner/d1", Encoding.UTF8.GetString((await exchange.AllAsync("Observation")).Single().Json.Span), StringComparison.Ordinal);
    }

    [Fact]
    public async Task References_that_name_this_server_in_full_mean_its_own_resources()
    {
        await using var exchange = await TestExchange.OpenAsync();
        const string Doctor = """{"resourceType":"Practitioner","id":"d1","identifier":[{"system":"urn:npi","value":"9"}]}""";
        const string Other = """{"resourceType":"Observation","id":"o2","status":"final","code":{"text":"x"},"subject":{"reference":"https://elsewhere.example.org/fhir/Patient/p1"}}""";
        var entry = """
            {"fullUrl":"https://gateway.example.org/fhir/Patient/p2","resource":{"resourceType":"Patient","name":[{"family":"Lee"}]},"request":{"method":"POST","url":"Patient"}},
            {"resource":{"resourceType":"Observation","id":"o3","status":"final","code":{"text":"x"},"subject":{"reference":"https://gateway.example.org/fhir/Patient/p2"},
            "focus":[{"reference":"https://gateway.example.org/fhir/Patient/p1"}],"performer":[{"reference":"https://gateway.example.org/fhir/Practitioner?identifier=urn:npi|9"}]},"request":{"method":"PUT","url":"Observation/o3"}}
            """;

        var (done, errors) = await LoadAsync(
            exchange, "office",
            Lines(Doctor, Patient, Weight.Replace("Patient/p1", "https://gateway.example.org/fhir/Patient/p1", StringComparison.Ordinal), Other, Encoding.UTF8.GetString(Bundle("transaction", entry.ReplaceLineEndings("")).Bytes)),
            address: "https://gateway.example.org/fhir");

        Assert.Empty(errors);
        Assert.Equal(6, done.Created);
        Assert.Equal("p1", (await exchange.Store.Resources.ReadAsync("Observation", "o1", default))!.Tags.Person);
        Assert.Null((await exchange.Store.Resources.ReadAsync("Observation", "o2", default))!.Tags.Person);
        var third = (await exchange.Store.Resources.ReadAsync("Observation", "o3", default))!;
        var person = (await exchange.AllAsync("Patient")).Single(patient => patient.Id != "p1").Id;
        var text = Encoding.UTF8.GetString(third.Json.Span);
        Assert.Equal(person, third.Tags.Person);
        Assert.Contains("\"Patient/p1\"", text, StringComparison.Ordinal);
        Assert.Contains("\"Practitioner/d1\"", text, StringComparison.Ordinal);
        Assert.DoesNotContain("gateway.example.org", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_entry_that_must_not_exist_yet_stands_for_the_one_that_does()
    {
        await using var exchange = await TestExchange.OpenAsync();
        var entry = """{"fullUrl":"urn:uuid:7c3151bd-1cbf-4d64-b04d-cd9187a4c6e0","resource":{"resourceType":"Practitioner","identifier":[{"system":"urn:npi","value":"9"}]},"request":{"method":"POST","url":"Practitioner","ifNoneExist":"identifier=urn:npi|9"}}""";
        var (first, _) = await LoadAsync(exchange, "office", Bundle("transaction", entry));

        var (second, _) = await LoadAsync(exchange, "office", Bundle("transaction", entry.Replace("7c3151bd", "8c3151bd", StringComparison.Ordinal)), id: "second");

        Assert.Equal((1L, 0L, 1L), (first.Created, second.Created, second.Unchanged));
        Assert.Single(await exchange.AllAsync("Practitioner"));
    }

    [Fact]
    public async Task A_load_that_was_stopped_goes_on_where_it_stood_and_nothing_is_done_twice()
    {
        await using var exchange = await TestExchange.OpenAsync();
        var lines = Enumerable.Range(0, 3000).Select(number => number % 500 == 499 ? "{" : $$$"""{"resourceType":"Basic","code":{"text":"{{{number}}} {{{new string('x', 600)}}}"}}""").ToArray();
        var load = Load(exchange);
        var order = Order("office", "one", [Lines(lines)]) with { BatchSize = 400 };

        var runs = 0;
        LoadProgress done;
        do
        {
            done = await load.RunAsync(order, null, () => false, default);
            runs++;
        }
        while (!done.IsDone);

        Assert.True(runs > 3, $"{runs} runs");
        Assert.Equal((2994L, 6L), (done.Created, done.Refused));
        Assert.Equal(2994, await CountAsync(exchange, "Basic"));
        Assert.Equal([500, 1000, 1500, 2000, 2500, 3000], (await ErrorsAsync(exchange, "one")).Select(error => error.GetProperty("issue")[0].GetProperty("extension")[0].GetProperty("valueInteger").GetInt32()));
    }

    private static string PatientEntry => """{"fullUrl":"urn:uuid:7c3151bd-1cbf-4d64-b04d-cd9187a4c6e0","resource":{"resourceType":"Patient","name":[{"family":"Kim"}]},"request":{"method":"POST","url":"Patient"}}""";

    private static string ObservationEntry(string status) => $$$"""
        {"fullUrl":"urn:uuid:0c3151bd-1cbf-4d64-b04d-cd9187a4c6e1","resource":{"resourceType":"Observation","status":"{{{status}}}","code":{"text":"x"},"subject":{"reference":"urn:uuid:7c3151bd-1cbf-4d64-b04d-cd9187a4c6e0"}},"request":{"method":"POST","url":"Observation"}}
        """;

    private static (string Name, LoadFormat Format, byte[] Bytes) Lines(params string[] lines) => ("data.ndjson", LoadFormat.Lines, Encoding.UTF8.GetBytes(string.Join('\n', lines)));

    private static (string Name, LoadFormat Format, byte[] Bytes) Bundle(string type, params string[] entries) =>
        ("bundle.json", LoadFormat.Document, Encoding.UTF8.GetBytes($$"""{"resourceType":"Bundle","type":"{{type}}","entry":[{{string.Join(',', entries)}}]}"""));

    private static BulkLoad Load(TestExchange exchange, string? address = null) => new(new LoadServices(
        exchange.Services, new BulkWriter(exchange.Store.Database, exchange.Store.Resources), new LoadStore(exchange.Store.Database), new LoadIndexes(exchange.Store.Database), exchange.Consent, Schema.R4) { Address = address });

    private static LoadOrder Order(string organization, string id, (string Name, LoadFormat Format, byte[] Bytes)[] sources) => new(
        id,
        [.. sources.Select(source => new LoadSource(source.Name, source.Format, _ => Task.FromResult<Stream>(new MemoryStream(source.Bytes))))],
        TestExchange.System(organization),
        TestExchange.Trace);

    private static async Task<(LoadProgress Done, IReadOnlyList<JsonElement> Errors)> LoadAsync(
        TestExchange exchange, string organization, (string Name, LoadFormat Format, byte[] Bytes) source, string id = "first", string? address = null)
    {
        var done = await Load(exchange, address).RunAsync(Order(organization, id, [source]), null, null, default);
        return (done, await ErrorsAsync(exchange, id));
    }

    private static async Task<IReadOnlyList<JsonElement>> ErrorsAsync(TestExchange exchange, string id)
    {
        var errors = new List<JsonElement>();
        await foreach (var lines in new LoadStore(exchange.Store.Database).ReadErrorsAsync(id, default))
        {
            foreach (var line in Encoding.UTF8.GetString(lines.Span).Split('\n', StringSplitOptions.RemoveEmptyEntries)) errors.Add(JsonDocument.Parse(line).RootElement);
        }

        return errors;
    }

    private static async Task<long> CountAsync(TestExchange exchange, string type) =>
        (await exchange.Store.Resources.SearchAsync(exchange.Store.Parser.Parse(type, [new("_total", "accurate"), new("_count", "0")], "test").Value!, Storage.Search.AccessPredicate.Unrestricted, default)).Total!.Value;

    private static string? Rule(JsonElement outcome) => outcome.GetProperty("issue")[0].GetProperty("details").GetProperty("coding")[0].GetProperty("code").GetString();
}
