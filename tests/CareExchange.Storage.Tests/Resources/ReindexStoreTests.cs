using System.Text;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Storage.Maintenance;
using CareExchange.Storage.Resources;
using CareExchange.Storage.Search;
using CareExchange.Storage.Tests.Database;

namespace CareExchange.Storage.Tests.Resources;

public sealed class ReindexStoreTests
{
    [Theory]
    [ClassData(typeof(Databases))]
    public async Task A_stored_parameter_indexes_new_writes_at_once_and_is_offered_when_everything_older_is_indexed(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        var reindex = new ReindexStore(store.Database);
        for (var number = 0; number < 450; number++) await store.PutAsync("Patient", $"old{number}", Patient(number % 3 == 0 ? "red" : "blue"));
        await reindex.PlanAsync(default);
        await store.PutAsync("SearchParameter", "colour", Parameter("colour", "token", "Patient.extension.where(url='urn:colour').value"));
        await store.PutAsync("Patient", "new", Patient("red"));

        var refused = store.Parser.Parse("Patient", TestStore.Pairs("colour=red"), "r1");
        Assert.Equal("search-parameter-building", refused.Issues.Single().Rule);
        Assert.DoesNotContain(store.Parser.Offers("Patient"), offer => offer.Code == "colour");
        Assert.Equal("colour", store.Parser.Parse("Patient", TestStore.Pairs("colour=red"), "r1", isLenient: true).Value!.Ignored.Single().Expression!["http.".Length..]);

        var (types, _) = await reindex.PlanAsync(default);
        Assert.Equal(["Patient"], types);
        var (halfway, _) = await reindex.StepAsync(new ReindexPosition(types), default);
        store.Clock.Advance(TimeSpan.FromSeconds(5));
        await FinishAsync(reindex, halfway);

        Assert.Equal("urn:test:colour", store.Parser.Offers("Patient").Single(offer => offer.Code == "colour").Definition);
        Assert.Equal(151, (await store.SearchAsync("Patient", "colour=red&_total=accurate&_count=1")).Total);
        Assert.Empty((await reindex.PlanAsync(default)).Types);
        Assert.Empty((await new DatabaseVerifier(store.Database).VerifyAsync(default)).Faults);
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task A_step_that_is_repeated_changes_nothing_and_another_node_goes_on_where_one_was_killed(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        for (var number = 0; number < 500; number++) await store.PutAsync("Patient", $"p{number}", Patient("red"));
        await store.PutAsync("SearchParameter", "colour", Parameter("colour", "token", "Patient.extension.where(url='urn:colour').value"));
        store.Clock.Advance(TimeSpan.FromSeconds(5));
        await using var beside = await store.OpenBesideAsync();
        var begin = new ReindexPosition(["Patient"]);

        await new ReindexStore(store.Database).StepAsync(begin, default);
        await FinishAsync(new ReindexStore(beside), begin);
        await FinishAsync(new ReindexStore(store.Database), begin with { IsForced = true });

        Assert.Equal(500, (await store.SearchAsync("Patient", "colour=red&_total=accurate&_count=1")).Total);
        Assert.Empty((await new DatabaseVerifier(store.Database).VerifyAsync(default)).Faults);
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task What_another_node_wrote_by_the_parameters_from_before_is_found_before_the_parameter_is_offered(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        await using var beside = await store.OpenBesideAsync();
        await store.PutAsync("Patient", "first", Patient("red"));
        await store.PutAsync("SearchParameter", "colour", Parameter("colour", "token", "Patient.extension.where(url='urn:colour').value"));
        store.Clock.Advance(TimeSpan.FromSeconds(5));

        // The node beside has not looked yet: it updates what the pass may have behind it.
        await using (var late = await new ResourceStore(beside).BeginAsync(default))
        {
            await late.PutAsync("Patient", "late", Encoding.UTF8.GetBytes(Patient("red")), TestStore.Tags, null, default);
            await late.CommitAsync(default);
        }

        await FinishAsync(new ReindexStore(store.Database), new ReindexPosition(["Patient"]));
        await beside.RefreshDefinitionsAsync(default);

        Assert.Equal("first late", await store.IdsAsync("Patient", "colour=red"));
        var parsed = new SearchQueryParser(beside).Parse("Patient", TestStore.Pairs("colour=red"), "r1");
        Assert.Equal(2, (await new ResourceStore(beside).SearchAsync(parsed.Value!, AccessPredicate.Unrestricted, default)).Matches.Count);
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task A_parameter_that_is_retired_or_changed_takes_its_rows_along(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        var reindex = new ReindexStore(store.Database);
        await store.PutAsync("Patient", "p", Patient("red"));
        var (tokens, strings) = (await store.CountAsync("index_token"), await store.CountAsync("index_string"));
        await store.PutAsync("SearchParameter", "colour", Parameter("colour", "token", "Patient.extension.where(url='urn:colour').value"));
        tokens += await store.CountAsync("index_token") - tokens;
        await AllAsync(store, reindex);
        Assert.Equal(tokens + 1, await store.CountAsync("index_token"));
        Assert.Equal("p", await store.IdsAsync("Patient", "colour=red"));

        await store.PutAsync("SearchParameter", "colour", Parameter("colour", "string", "Patient.extension.where(url='urn:colour').value"));
        Assert.Equal("search-parameter-building", store.Parser.Parse("Patient", TestStore.Pairs("colour=red"), "r1").Issues.Single().Rule);
        await AllAsync(store, reindex);
        Assert.Equal("p", await store.IdsAsync("Patient", "colour=re"));
        Assert.Equal(strings + 1, await CountAsync(store, "index_string", "p"));

        await store.PutAsync("SearchParameter", "colour", Parameter("colour", "string", "Patient.extension.where(url='urn:colour').value").Replace("active", "retired", StringComparison.Ordinal));
        Assert.Equal("search-parameter-unknown", store.Parser.Parse("Patient", TestStore.Pairs("colour=red"), "r1").Issues.Single().Rule);
        await AllAsync(store, reindex);
        Assert.Equal(strings, await CountAsync(store, "index_string", "p"));
        Assert.Empty((await new DatabaseVerifier(store.Database).VerifyAsync(default)).Faults);
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task A_database_of_an_older_catalog_says_which_searches_wait_and_indexes_itself_anew(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        var reindex = new ReindexStore(store.Database);
        await reindex.PlanAsync(default);
        await store.PutAsync("Patient", "p", """{"resourceType":"Patient","birthDate":"1950-01-01","gender":"female"}""");

        // As an older version would have left it: another birthdate, and rows that say so.
        await store.TamperAsync("UPDATE index_catalog SET parameters = replace(parameters, 'birthdate:', 'birthdate:0'), revision = revision + 1 WHERE type = 'Patient'");
        await store.TamperAsync("UPDATE index_catalog SET parameters = 'older', revision = revision + 1 WHERE type = ''");
        await store.TamperAsync(kind == DatabaseKind.Postgres ? "UPDATE resource SET index_keys = '\\x01'::bytea" : "UPDATE resource SET index_keys = x'01'");
        await store.TamperAsync("DELETE FROM index_date");
        await store.TamperAsync("DELETE FROM index_token");
        await store.Database.RefreshDefinitionsAsync(default);

        Assert.Equal("search-parameter-building", store.Parser.Parse("Patient", TestStore.Pairs("birthdate=1950"), "r1").Issues.Single().Rule);
        Assert.True(store.Parser.Parse("Patient", TestStore.Pairs("name=x"), "r1").Succeeded);
        Assert.Equal(["Patient"], (await reindex.PlanAsync(default)).Types);
        await AllAsync(store, reindex);
        Assert.Equal("p", await store.IdsAsync("Patient", "birthdate=1950&gender=female"));
        Assert.Empty((await reindex.PlanAsync(default)).Types);
        Assert.Empty((await new DatabaseVerifier(store.Database).VerifyAsync(default)).Faults);
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task Parameters_of_every_type_and_composites_are_built_as_well(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        await store.PutAsync("Patient", "p", Patient("red"));
        await store.PutAsync("Observation", "o", """{"resourceType":"Observation","status":"final","code":{"coding":[{"system":"urn:s","code":"c"}]},"subject":{"reference":"Patient/p"},"language":"ko"}""");
        await store.PutAsync("SearchParameter", "language", Parameter("my-language", "token", "Resource.language").Replace("\"Patient\"", "\"Resource\"", StringComparison.Ordinal));
        await store.PutAsync("SearchParameter", "who", """
            {"resourceType":"SearchParameter","url":"urn:test:who","name":"Who","status":"active","description":"x","code":"who-code","base":["Observation"],"type":"composite","expression":"Observation",
             "component":[{"definition":"http://hl7.org/fhir/SearchParameter/clinical-code","expression":"code"},{"definition":"http://hl7.org/fhir/SearchParameter/clinical-patient","expression":"subject"}]}
            """);
        await AllAsync(store, new ReindexStore(store.Database));

        Assert.Equal("o", await store.IdsAsync("Observation", "my-language=ko"));
        Assert.Equal("", await store.IdsAsync("Patient", "my-language=ko"));
        Assert.Equal("o", await store.IdsAsync("Observation", "who-code=urn:s|c$Patient/p"));
    }

    [Theory]
    [InlineData("base", """["Patiend"]""", "SearchParameter.base[0]")]
    [InlineData("code", "\"a.b\"", "SearchParameter.code")]
    [InlineData("code", "\"name\"", "SearchParameter.code")]
    [InlineData("code", "\"_lastUpdated\"", "SearchParameter.code")]
    [InlineData("type", "\"special\"", "SearchParameter.type")]
    [InlineData("target", """["Patient","Nobody"]""", "SearchParameter.target[1]")]
    [InlineData("expression", "\"Patient.name.where(\"", "SearchParameter.expression")]
    [InlineData("expression", "\" \"", "SearchParameter.expression")]
    public async Task A_definition_that_cannot_be_used_is_refused_with_its_path(string element, string value, string path)
    {
        await using var store = await TestStore.OpenAsync(DatabaseKind.Sqlite);
        var json = $$"""{"resourceType":"SearchParameter","url":"urn:x","status":"active","{{element}}":{{value}}{{string.Concat(new[] { ("base", "[\"Patient\"]"), ("code", "\"colour\""), ("type", "\"token\""), ("expression", "\"Patient.gender\"") }.Where(pair => pair.Item1 != element).Select(pair => $",\"{pair.Item1}\":{pair.Item2}"))}}}""";
        using var document = FhirDocument.Parse(Encoding.UTF8.GetBytes(json), Schema.R4).Value!;

        var issue = Assert.Single(new ReindexStore(store.Database).Check(document.Root));

        Assert.Equal((path, true), (issue.Expression, issue.IsError));
    }

    [Fact]
    public async Task A_definition_of_the_specification_may_be_stored_and_two_of_one_code_may_not()
    {
        await using var store = await TestStore.OpenAsync(DatabaseKind.Sqlite);
        var reindex = new ReindexStore(store.Database);
        await store.PutAsync("SearchParameter", "one", Parameter("colour", "token", "Patient.gender"));

        Assert.Empty(Check(reindex, """{"resourceType":"SearchParameter","id":"x","url":"http://hl7.org/fhir/us/core/SearchParameter/us-core-patient-name","derivedFrom":"http://hl7.org/fhir/SearchParameter/Patient-name","status":"active","code":"name","base":["Patient"],"type":"string","expression":"Patient.name"}"""));
        Assert.Empty(Check(reindex, Parameter("colour", "token", "Patient.gender").Replace("\"resourceType\"", "\"id\":\"one\",\"resourceType\"", StringComparison.Ordinal)));
        Assert.Equal("SearchParameter.code", Assert.Single(Check(reindex, Parameter("colour", "string", "Patient.name.family"))).Expression);
        Assert.Empty(Check(reindex, Parameter("colour", "string", "Patient.name.family").Replace("active", "draft", StringComparison.Ordinal)));
    }

    private static IReadOnlyList<Fhir.Outcomes.Issue> Check(ReindexStore reindex, string json)
    {
        using var document = FhirDocument.Parse(Encoding.UTF8.GetBytes(json), Schema.R4).Value!;
        return reindex.Check(document.Root);
    }

    private static async Task AllAsync(TestStore store, ReindexStore reindex)
    {
        store.Clock.Advance(TimeSpan.FromSeconds(5));
        await FinishAsync(reindex, new ReindexPosition((await reindex.PlanAsync(default)).Types));
    }

    private static async Task FinishAsync(ReindexStore reindex, ReindexPosition position)
    {
        for (var step = 0; !position.IsDone && step < 100; step++) (position, _) = await reindex.StepAsync(position, default);
        Assert.True(position.IsDone, position.Words);
    }

    private static async Task<long> CountAsync(TestStore store, string table, string id)
    {
        await using var session = await store.Database.ReadAsync(default);
        return await session.FirstAsync(new Storage.Database.Statement($"SELECT count(*) FROM {table} i JOIN resource r ON r.rid = i.rid WHERE r.type = 'Patient' AND r.id = $1", id), row => row.GetInt64(0), default);
    }

    private static string Patient(string colour) => $$"""{"resourceType":"Patient","extension":[{"url":"urn:colour","valueString":"{{colour}}"}]}""";

    private static string Parameter(string code, string type, string expression) =>
        $$"""{"resourceType":"SearchParameter","url":"urn:test:{{code}}","name":"{{code}}","status":"active","description":"x","code":"{{code}}","base":["Patient"],"type":"{{type}}","expression":"{{expression}}"}""";
}
