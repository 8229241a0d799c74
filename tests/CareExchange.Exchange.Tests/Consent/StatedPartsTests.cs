using System.Text;
using System.Text.Json.Nodes;
using CareExchange.Exchange.Interactions;
using CareExchange.Exchange.Requests;
using CareExchange.Exchange.Tests.Interactions;
using CareExchange.Exchange.Tests.Operations;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Storage.Search;

namespace CareExchange.Exchange.Tests.Consent;

/// <summary>A Patient that two organisations state: each finds and reads what it states itself, on every path, and nothing of the other's that no consent opens.</summary>
public sealed class StatedPartsTests
{
    private const string Registered = """
        {"resourceType":"Patient","meta":{"tag":[{"system":"urn:t","code":"own"}]},"identifier":[{"system":"urn:a","value":"1"}],"name":[{"text":"김가온"}],"gender":"female","birthDate":"1944-05-06","active":true,
         "maritalStatus":{"text":"배우자 있음"},"telecom":[{"system":"phone","value":"010-1111-2222"}],"address":[{"text":"서울 비밀로 1"}]}
        """;

    private const string Stated = """
        {"resourceType":"Patient","identifier":[{"system":"urn:b","value":"2"}],"name":[{"text":"김가온"},{"use":"nickname","text":"온이"}],"birthDate":"1944-05-06","deceasedBoolean":true,
         "telecom":[{"system":"phone","value":"010-3333-4444"}],"extension":[{"url":"urn:test:ward","valueString":"7"}]}
        """;

    private static readonly Requester Office = TestExchange.System("office");
    private static readonly Requester Clinic = TestExchange.System("clinic");
    private static readonly Requester Centre = TestExchange.System("centre");

    [Fact]
    public async Task Each_reads_what_it_states_and_what_a_consent_opens()
    {
        await using var exchange = await TestExchange.OpenAsync();
        var person = await PersonAsync(exchange);

        var (office, clinic) = (await ReadAsync(exchange, person, Office), await ReadAsync(exchange, person, Clinic));
        Assert.Equal(["active", "address", "birthDate", "gender", "id", "identifier", "maritalStatus", "meta", "name", "resourceType", "telecom"], Names(office!));
        Assert.Equal(["birthDate", "deceasedBoolean", "extension", "id", "identifier", "meta", "name", "resourceType", "telecom"], Names(clinic!));
        Assert.Equal(("urn:a", "urn:b"), ((string?)office!["identifier"]![0]!["system"], (string?)clinic!["identifier"]![0]!["system"]));
        Assert.Equal((1, 2), (office["name"]!.AsArray().Count, clinic["name"]!.AsArray().Count));
        Assert.DoesNotContain("extension:source", office.ToJsonString() + clinic.ToJsonString(), StringComparison.Ordinal);
        Assert.All((JsonObject[])[office, clinic], view => Assert.Equal("SUBSETTED", (string?)view["meta"]!["tag"]!.AsArray()[^1]!["code"]));
        Assert.Equal((2, 1), (office["meta"]!["tag"]!.AsArray().Count, clinic["meta"]!["tag"]!.AsArray().Count));
        Assert.All((JsonObject[])[office, clinic], view => Assert.DoesNotContain(TestExchange.Wrong(Encoding.UTF8.GetBytes(view.ToJsonString())), wrong => !wrong.Contains("extension-unknown", StringComparison.Ordinal)));

        // Having written about somebody shows nothing of them.
        await exchange.CreateAsync("centre", ReadInteractionTests.ObservationOf(person));
        Assert.Null(await ReadAsync(exchange, person, Centre));

        await exchange.CreateAsync("office", ReadInteractionTests.ConsentFor(person, "clinic").Replace("\"code\":\"clinical\"", "\"code\":\"identity\"", StringComparison.Ordinal));
        var opened = await ReadAsync(exchange, person, Clinic);
        Assert.Equal(["urn:a", "urn:b"], opened!["identifier"]!.AsArray().Select(one => (string?)one!["system"]));
        Assert.DoesNotContain("SUBSETTED", opened["meta"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain("extension:source", opened.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain(TestExchange.Wrong(Encoding.UTF8.GetBytes(opened.ToJsonString())), wrong => !wrong.Contains("extension-unknown", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task Searches_chains_and_totals_know_of_each_what_it_states(string kind)
    {
        Assert.SkipWhen(kind == "postgres" && TestStore.Postgres is null, "No PostgreSQL to test with.");
        await using var exchange = await TestExchange.OpenAsync(kind);
        var person = await PersonAsync(exchange);
        foreach (var source in (string[])["office", "clinic", "centre"]) await exchange.CreateAsync(source, ReadInteractionTests.ObservationOf(person));
        (string Query, bool Office, bool Clinic)[] questions =
        [
            ("", true, true), ($"_id={person}", true, true), ("identifier=urn:a|1", true, false), ("identifier=urn:b|2", false, true), ("identifier=2", false, true), ("identifier:not=urn:b|2", true, false),
            ("identifier:not=urn:a|1", false, true), ("name=김가온", true, true), ("name=온이", false, true), ("name:contains=이", false, true), ("name=ㄱㄱㅇ", true, true), ("gender=female", true, false),
            ("gender:missing=true", false, true), ("gender:not=female", false, true), ("birthdate=1944-05-06", true, true), ("birthdate=ge1944", true, true), ("birthdate:missing=false", true, true),
            ("phone=010-1111-2222", true, false), ("phone=010-3333-4444", false, true), ("address:contains=비밀로", true, false), ("address:missing=true", false, true), ("active=true", true, false),
            ("deceased=true", false, true), ("_filter=identifier eq 1 or name eq 온이", true, true), ("name=김가온&gender=female", true, false), ("name=온이&_sort=birthdate", false, true), ("_sort=-name,birthdate", true, true),
            ("_content=김가온", false, false), ($"_id={person}&_has:Observation:patient:code=x", true, true),
        ];
        foreach (var (query, office, clinic) in questions)
        {
            Assert.Equal((query, office, clinic, false), (query, await FindsAsync(Office), await FindsAsync(Clinic), await FindsAsync(Centre)));

            async Task<bool> FindsAsync(Requester requester)
            {
                var page = await SearchAsync(exchange, "Patient", query, requester);
                Assert.Equal((query, requester.OrganizationId, (long?)page.Matches.Count), (query, requester.OrganizationId, page.Total));
                return page.Matches.Count > 0;
            }
        }

        foreach (var (query, office, clinic) in ((string, bool, bool)[])[("patient.identifier=urn:a|1", true, false), ("patient.identifier=urn:b|2", false, true), ("subject:Patient.name=온이", false, true), ("patient.gender=female", true, false), ("patient.birthdate=1944-05-06", true, true)])
        {
            Assert.Equal((query, office, clinic, false), (query, await ReachesAsync(Office), await ReachesAsync(Clinic), await ReachesAsync(Centre)));

            async Task<bool> ReachesAsync(Requester requester) => (await SearchAsync(exchange, "Observation", query, requester)).Matches.Count > 0;
        }

        // What comes along is cut like what is found.
        var (own, others) = ((await SearchAsync(exchange, "Observation", "_include=Observation:patient", Clinic)).Included, (await SearchAsync(exchange, "Observation", "_include=Observation:patient", Centre)).Included);
        Assert.DoesNotContain("urn:a", Encoding.UTF8.GetString(Assert.Single(own).Json.Span), StringComparison.Ordinal);
        Assert.Empty(others);

        // A consent opens the other's part to every question.
        await exchange.CreateAsync("office", ReadInteractionTests.ConsentFor(person, "clinic").Replace("\"code\":\"clinical\"", "\"code\":\"identity\"", StringComparison.Ordinal));
        foreach (var query in (string[])["identifier=urn:a|1", "gender=female", "identifier=urn:b|2", "_content=김가온"]) Assert.Single((await SearchAsync(exchange, "Patient", query, Clinic)).Matches);
    }

    [Fact]
    public async Task Versions_everything_and_match_show_no_more()
    {
        await using var exchange = await TestExchange.OpenAsync();
        var person = await PersonAsync(exchange);
        await exchange.CreateAsync("centre", ReadInteractionTests.ObservationOf(person));
        var histories = new HistoryInteraction(exchange.Store.Resources, new HistoryQueryParser(exchange.Store.Database), exchange.Consent, exchange.Audit);

        // The first version is the office's alone.
        Assert.Null(await ReadAsync(exchange, person, Clinic, 1));
        Assert.DoesNotContain("urn:b", (await ReadAsync(exchange, person, Office, 2))!.ToJsonString(), StringComparison.Ordinal);
        foreach (var id in (string?[])[person, null])
        {
            Assert.Equal([2L, 1L], (await HistoryAsync(Office, id)).Select(one => one.Version));
            Assert.Equal([2L], (await HistoryAsync(Clinic, id)).Select(one => one.Version));
            Assert.Empty(await HistoryAsync(Centre, id));
            Assert.All(await HistoryAsync(Clinic, id), one => Assert.DoesNotContain("urn:a", Encoding.UTF8.GetString(one.Json.Span), StringComparison.Ordinal));
        }

        var room = new OperationRoom(exchange);
        Assert.DoesNotContain("urn:a", (await room.AskAsync($"Patient/{person}/$everything", Clinic)).GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain("urn:b", (await room.AskAsync($"Patient/{person}/$everything", Office)).GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain("김가온", (await room.InvokeAsync($"Patient/{person}/$everything", Centre)) is { Value: { } answer } ? Encoding.UTF8.GetString(answer.Json.Span) : "", StringComparison.Ordinal);

        async Task<IReadOnlyList<ResourceVersion>> HistoryAsync(Requester requester, string? id) =>
            (await histories.ReadAsync("Patient", id, [], _ => true, requester, TestExchange.Trace, default)).Value?.Versions ?? [];
    }

    [Fact]
    public async Task A_sender_says_of_nobody_else_what_they_state()
    {
        const string mark = """ "extension":[{"url":"urn:careexchange:extension:source","valueReference":{"reference":"Organization/clinic"}},{"url":"urn:careexchange:extension:source","valueReference":{"reference":"Organization/office"}}] """;
        await using var exchange = await TestExchange.OpenAsync();
        var person = await exchange.CreateAsync("office", Registered);
        await MergeAsync(exchange, person, "clinic", $$"""{"resourceType":"Patient","name":[{"text":"김가온",{{mark}} }],"_gender":{ {{mark}} },"_birthDate":{ {{mark}} },"maritalStatus":{ {{mark}} } }""");

        var clinic = await ReadAsync(exchange, person, Clinic);

        Assert.Equal(["id", "meta", "name", "resourceType"], Names(clinic!));
        var own = await exchange.CreateAsync("clinic", $$"""{"resourceType":"Patient","name":[{"text":"박나온",{{mark}} }],"gender":"male","_gender":{ {{mark}} } }""");
        Assert.Null(await ReadAsync(exchange, own, Office));
        Assert.Equal("male", (string?)(await ReadAsync(exchange, own, Clinic))!["gender"]);
    }

    [Fact]
    public async Task Stated_again_nothing_changes_and_whoever_comes_first_the_same_is_told()
    {
        await using var exchange = await TestExchange.OpenAsync();
        var person = await PersonAsync(exchange);
        var before = (await exchange.Store.Resources.ReadAsync("Patient", person, default))!.Version;
        await MergeAsync(exchange, person, "clinic", Stated);
        await MergeAsync(exchange, person, "office", Registered);
        Assert.Equal(before, (await exchange.Store.Resources.ReadAsync("Patient", person, default))!.Version);

        var other = await exchange.CreateAsync("clinic", Stated);
        await MergeAsync(exchange, other, "office", Registered);
        foreach (var requester in (Requester[])[Office, Clinic])
        {
            var (one, two) = (await ReadAsync(exchange, person, requester), await ReadAsync(exchange, other, requester));
            foreach (var name in (string[])["id", "meta"]) Assert.True(one!.Remove(name) && two!.Remove(name));
            Assert.True(JsonNode.DeepEquals(one, two), $"{one}\n{two}");
        }
    }

    private static async Task<string> PersonAsync(TestExchange exchange)
    {
        var person = await exchange.CreateAsync("office", Registered);
        await MergeAsync(exchange, person, "clinic", Stated);
        return person;
    }

    private static async Task MergeAsync(TestExchange exchange, string person, string source, string patient)
    {
        await using var unit = await exchange.Services.BeginAsync(TestExchange.System(source), default);
        using var document = FhirDocument.Parse(Encoding.UTF8.GetBytes(patient), Schema.R4).Value!;
        Assert.True((await unit.MergePersonAsync(new(document, "identity"), person, default)).Succeeded);
        await unit.CommitAsync(new(CareExchange.Exchange.Audit.AuditAction.Update, LegalBasis.OwnRecord), TestExchange.Trace, default);
    }

    private static async Task<JsonObject?> ReadAsync(TestExchange exchange, string person, Requester requester, long? version = null) =>
        (await exchange.Read.ReadAsync("Patient", person, version, requester, TestExchange.Trace, default)).Value is { } read ? JsonNode.Parse(read.Json.Span)!.AsObject() : null;

    private static async Task<SearchPage> SearchAsync(TestExchange exchange, string type, string query, Requester requester)
    {
        var outcome = await exchange.Search.SearchAsync(type, [.. QueryPairs.Parse(query), new("_total", "accurate")], _ => null, requester, TestExchange.Trace, default);
        Assert.True(outcome.Succeeded, $"{query} {string.Join(' ', outcome.Issues.Select(issue => issue.English))}");
        return outcome.Value!;
    }

    private static IEnumerable<string> Names(JsonObject patient) => patient.Select(pair => pair.Key).Order(StringComparer.Ordinal);
}
