using System.Net;
using System.Text.Json;
using CareExchange.Journeys.Tests.World;

namespace CareExchange.Journeys.Tests.Rest;

/// <summary>What R4 http.html#trules says of order, references, duplicates and reads.</summary>
[Collection(SharedDistrict.Name)]
public sealed class TransactionRulesTests(District district)
{
    [Fact]
    public async Task Reads_and_searches_inside_see_what_the_transaction_wrote_wherever_they_stand()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        var key = Key();
        var old = (await machine.PostAsync("Organization", Organization(key, "하나"))).Text("id");
        (await machine.PutAsync($"Organization/{old}", Organization(key, "둘", old))).Is(HttpStatusCode.OK);

        var answer = (await TransactAsync(machine, $$$"""
            {"request":{"method":"GET","url":"Organization?identifier=urn:test|{{{key}}}&_sort=name&_total=accurate"}},
            {"request":{"method":"HEAD","url":"Organization?identifier=urn:test|{{{key}}}"}},
            {"request":{"method":"GET","url":"Organization/{{{old}}}"}},
            {"request":{"method":"GET","url":"Organization/{{{old}}}/_history/1"}},
            {"request":{"method":"GET","url":"Organization/{{{old}}}","ifNoneMatch":"W/\"3\""}},
            {"resource":{{{Organization(key, "새것")}}},"request":{"method":"POST","url":"Organization"}},
            {"resource":{{{Organization(key, "셋", old)}}},"request":{"method":"PUT","url":"Organization/{{{old}}}","ifMatch":"W/\"2\""}}
            """)).Is(HttpStatusCode.OK);

        JsonElement[] entries = [.. answer.Json.GetProperty("entry").EnumerateArray()];
        Assert.Equal(["200", "200", "200", "200", "304", "201", "200"], Statuses(entries));
        Assert.Equal((2, "searchset"), (entries[0].GetProperty("resource").GetProperty("total").GetInt32(), entries[0].GetProperty("resource").GetProperty("type").GetString()));
        Assert.False(entries[1].TryGetProperty("resource", out _));
        Assert.Equal(["셋", "하나"], entries[2..4].Select(entry => entry.GetProperty("resource").GetProperty("name").GetString()));
    }

    [Fact]
    public async Task A_read_that_finds_nothing_undoes_all()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        var key = Key();

        var missing = await TransactAsync(machine, $$$"""{"resource":{{{Organization(key, "x")}}},"request":{"method":"POST","url":"Organization"}},{"request":{"method":"GET","url":"Organization/none"}}""");
        var unknown = await TransactAsync(machine, $$$"""{"resource":{{{Organization(key, "x")}}},"request":{"method":"POST","url":"Organization"}},{"request":{"method":"GET","url":"Organization?nonsense=1"}}""");

        Assert.Equal("Bundle.entry[1].request", missing.Refused(HttpStatusCode.NotFound, "resource-unknown").Expression);
        Assert.Equal(HttpStatusCode.BadRequest, unknown.Status);
        Assert.Empty((await machine.GetAsync($"Organization?identifier=urn:test|{key}")).Resources);
    }

    [Fact]
    public async Task A_search_inside_is_no_way_around_a_scope()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun", "system/Organization.cruds");

        (await TransactAsync(machine, """{"request":{"method":"GET","url":"Organization?_count=1"}},{"request":{"method":"GET","url":"Patient?_count=1"}}""")).Refused(HttpStatusCode.Forbidden, "scope-missing");
        (await TransactAsync(machine, """{"request":{"method":"GET","url":"Organization?_has:Patient:organization:name=x"}}""")).Refused(HttpStatusCode.Forbidden, "scope-missing");
        Assert.Contains(await district.AuditAsync(machine.Id), entry => entry.Row is { Action: "search-type", Outcome: "deny" });
    }

    [Theory]
    [InlineData("POST", "Condition")]
    [InlineData("PUT", "Condition/{ID}")]
    [InlineData("POST", "Condition?comes=conditional")]
    public async Task What_is_sensitive_gets_its_label_in_a_transaction_as_anywhere(string method, string url)
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        var (key, id) = (Key(), $"labelled-{Key()}");
        var subject = url.Contains('?', StringComparison.Ordinal) ? $"Patient?identifier=urn:test|{key}" : "urn:uuid:0c0ffee0-0000-4000-8000-00000000000a";
        var condition = $$$"""{"resourceType":"Condition"{{{(method == "PUT" ? $",\"id\":\"{id}\"" : "")}}},"code":{"coding":[{"system":"http://hl7.org/fhir/sid/icd-10","code":"F32.1"}]},"subject":{"reference":"{{{subject}}}"}}""";

        var answer = (await TransactAsync(machine, $$$"""
            {"fullUrl":"urn:uuid:0c0ffee0-0000-4000-8000-00000000000a","resource":{"resourceType":"Patient","identifier":[{"system":"urn:test","value":"{{{key}}}"}]},"request":{"method":"POST","url":"Patient"}},
            {"resource":{{{condition}}},"request":{"method":"{{{method}}}","url":"{{{url.Split('?')[0].Replace("{ID}", id, StringComparison.Ordinal)}}}"}}
            """)).Is(HttpStatusCode.OK);

        var stored = (await machine.GetAsync(string.Join('/', answer.Json.GetProperty("entry")[1].GetProperty("response").GetProperty("location").GetString()!.Split('/')[^4..^2]))).Is(HttpStatusCode.OK);
        Assert.Contains(stored.Json.GetProperty("meta").GetProperty("security").EnumerateArray(), label => label.GetProperty("code").GetString() == "PSY");
    }

    [Theory]
    [InlineData("""{"resource":{R1},"request":{"method":"PUT","url":"Organization/{ID}"}},{"resource":{R1},"request":{"method":"PUT","url":"Organization/{ID}"}}""")]
    [InlineData("""{"resource":{R1},"request":{"method":"PUT","url":"Organization/{ID}"}},{"request":{"method":"DELETE","url":"Organization/{ID}"}}""")]
    [InlineData("""{"resource":{R},"request":{"method":"POST","url":"Organization","ifNoneExist":"identifier=urn:test|{KEY}-new"}},{"resource":{R},"request":{"method":"POST","url":"Organization","ifNoneExist":"identifier=urn:test|{KEY}-new"}}""")]
    [InlineData("""{"resource":{R},"request":{"method":"PUT","url":"Organization?name=a&identifier=urn:test|{KEY}-new"}},{"resource":{R},"request":{"method":"POST","url":"Organization","ifNoneExist":"identifier=urn:test%7C{KEY}-new&name=a"}}""")]
    [InlineData("""{"resource":{R},"request":{"method":"POST","url":"Organization","ifNoneExist":"identifier=urn:test|{KEY}"}},{"resource":{R1},"request":{"method":"PUT","url":"Organization/{ID}"}}""")]
    [InlineData("""{"fullUrl":"urn:uuid:0c0ffee0-0000-4000-8000-000000000009","resource":{R},"request":{"method":"POST","url":"Organization"}},{"fullUrl":"urn:uuid:0c0ffee0-0000-4000-8000-000000000009","resource":{R},"request":{"method":"POST","url":"Organization"}}""")]
    [Trait("pain", "3")]
    public async Task Entries_that_mean_the_same_resource_are_refused_and_each_is_told(string entries)
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        var key = Key();
        var id = (await machine.PostAsync("Organization", Organization(key, "하나"))).Text("id")!;

        var answer = await TransactAsync(machine, entries
            .Replace("{R1}", Organization(key, "둘", id), StringComparison.Ordinal).Replace("{R}", Organization($"{key}-new", "셋"), StringComparison.Ordinal)
            .Replace("{ID}", id, StringComparison.Ordinal).Replace("{KEY}", key, StringComparison.Ordinal));

        answer.Refused(HttpStatusCode.UnprocessableEntity, "bundle-duplicate");
        Assert.Equal(["Bundle.entry[0]", "Bundle.entry[1]"], answer.Issues.Where(issue => issue.Rule == "bundle-duplicate").Select(issue => issue.Expression).Order(StringComparer.Ordinal));
        Assert.Equal(1, (await machine.GetAsync($"Organization/{id}/_history")).Json.GetProperty("entry").GetArrayLength());
        Assert.Empty((await machine.GetAsync($"Organization?identifier=urn:test|{key}-new")).Resources);
    }

    [Fact]
    public async Task Any_number_of_conditional_creations_may_find_what_stands()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        var key = Key();
        var id = (await machine.PostAsync("Organization", Organization(key, "하나"))).Text("id");
        var entry = $$$"""{"resource":{{{Organization(key, "둘")}}},"request":{"method":"POST","url":"Organization","ifNoneExist":"identifier=urn:test|{{{key}}}"}}""";

        var answer = (await TransactAsync(machine, $"{entry},{entry}")).Is(HttpStatusCode.OK);

        JsonElement[] entries = [.. answer.Json.GetProperty("entry").EnumerateArray()];
        Assert.Equal(["200", "200"], Statuses(entries));
        Assert.All(entries, found => Assert.Contains($"Organization/{id}/_history/1", found.GetProperty("response").GetProperty("location").GetString()));
    }

    [Fact]
    public async Task References_are_found_by_fullUrl_relative_to_it_and_with_a_version_and_in_the_narrative()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        const string Base = "https://elsewhere.example/r4";

        var answer = (await TransactAsync(machine, $$$"""
            {"fullUrl":"{{{Base}}}/Organization/1","resource":{"resourceType":"Organization","id":"1","name":"위"},"request":{"method":"POST","url":"Organization"}},
            {"fullUrl":"urn:oid:1.2.3.4","resource":{"resourceType":"Organization","name":"옆"},"request":{"method":"POST","url":"Organization"}},
            {"fullUrl":"{{{Base}}}/Organization/2","resource":{"resourceType":"Organization","id":"2","name":"아래",
              "text":{"status":"generated","div":"<div xmlns=\"http://www.w3.org/1999/xhtml\"><a href=\"{{{Base}}}/Organization/1\">위</a> {{{Base}}}/Organization/1 <a href='Organization/1'>위</a></div>"},
              "contained":[{"resourceType":"Endpoint","id":"e","status":"active","connectionType":{"code":"x"},"payloadType":[{"text":"x"}],"address":"urn:oid:1.2.3.4","managingOrganization":{"reference":"{{{Base}}}/Organization/1"}}],
              "endpoint":[{"reference":"#e"}],"partOf":{"reference":"Organization/1/_history/7"}},"request":{"method":"POST","url":"Organization"}},
            {"resource":{"resourceType":"Organization","name":"밖","partOf":{"reference":"Organization/1"}},"request":{"method":"POST","url":"Organization"}}
            """)).Is(HttpStatusCode.OK);

        string[] ids = [.. answer.Json.GetProperty("entry").EnumerateArray().Select(entry => entry.GetProperty("response").GetProperty("location").GetString()!.Split('/')[^3])];
        var below = (await machine.GetAsync($"Organization/{ids[2]}")).Json;
        Assert.Equal($"Organization/{ids[0]}", below.GetProperty("partOf").GetProperty("reference").GetString());
        Assert.Equal("#e", below.GetProperty("endpoint")[0].GetProperty("reference").GetString());
        Assert.Equal($"Organization/{ids[0]}", below.GetProperty("contained")[0].GetProperty("managingOrganization").GetProperty("reference").GetString());
        Assert.Equal($"Organization/{ids[1]}", below.GetProperty("contained")[0].GetProperty("address").GetString());
        var narrative = below.GetProperty("text").GetProperty("div").GetString();
        Assert.Contains($"href=\"Organization/{ids[0]}\"", narrative);
        Assert.Contains($"href='Organization/{ids[0]}'", narrative);
        Assert.Contains($" {Base}/Organization/1 ", narrative);

        // An entry without a fullUrl has no address that a relative reference could begin at: it means this server's.
        Assert.Equal("Organization/1", (await machine.GetAsync($"Organization/{ids[3]}")).Json.GetProperty("partOf").GetProperty("reference").GetString());
    }

    [Fact]
    public async Task A_conditional_reference_finds_what_the_transaction_itself_makes()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        var key = Key();

        var answer = (await TransactAsync(machine, $$$"""
            {"resource":{"resourceType":"Organization","name":"아래","partOf":{"reference":"Organization?identifier=urn:test|{{{key}}}"}},"request":{"method":"POST","url":"Organization"}},
            {"resource":{{{Organization(key, "위")}}},"request":{"method":"POST","url":"Organization"}}
            """)).Is(HttpStatusCode.OK);

        string[] ids = [.. answer.Json.GetProperty("entry").EnumerateArray().Select(entry => entry.GetProperty("response").GetProperty("location").GetString()!.Split('/')[^3])];
        Assert.Equal($"Organization/{ids[1]}", (await machine.GetAsync($"Organization/{ids[0]}")).Json.GetProperty("partOf").GetProperty("reference").GetString());
    }

    [Fact]
    public async Task What_is_written_comes_back_where_it_is_preferred_and_what_never_was_is_deleted()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        var entries = $$$"""{"resource":{{{Organization(Key(), "하나")}}},"request":{"method":"POST","url":"Organization"}},{"request":{"method":"DELETE","url":"Organization/{{{Key()}}}"}}""";

        var silent = (await TransactAsync(machine, entries)).Is(HttpStatusCode.OK);
        var whole = (await TransactAsync(machine, entries, ("Prefer", "return=representation"))).Is(HttpStatusCode.OK);

        Assert.Equal(["201", "204"], Statuses([.. silent.Json.GetProperty("entry").EnumerateArray()]));
        Assert.False(silent.Json.GetProperty("entry")[0].TryGetProperty("resource", out _));
        Assert.Equal("하나", whole.Json.GetProperty("entry")[0].GetProperty("resource").GetProperty("name").GetString());
        Assert.Equal(["return=representation"], whole.Response.Headers.GetValues("Preference-Applied"));
    }

    private static IEnumerable<string?> Statuses(JsonElement[] entries) => entries.Select(entry => entry.GetProperty("response").GetProperty("status").GetString());

    private static Task<Answer> TransactAsync(Machine machine, string entries, params (string, string)[] headers) =>
        machine.PostAsync("", $$$"""{"resourceType":"Bundle","type":"transaction","entry":[{{{entries}}}]}""", headers);

    private static string Key() => Guid.NewGuid().ToString("N");

    private static string Organization(string key, string name, string? id = null)
    {
        var known = id is null ? "" : $"\"id\":\"{id}\",";
        return $$$"""{"resourceType":"Organization",{{{known}}}"identifier":[{"system":"urn:test","value":"{{{key}}}"}],"name":"{{{name}}}"}""";
    }
}
