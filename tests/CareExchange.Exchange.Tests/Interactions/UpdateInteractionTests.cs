using System.Text;
using CareExchange.Storage.Search;

namespace CareExchange.Exchange.Tests.Interactions;

public sealed class UpdateInteractionTests
{
    [Fact]
    public async Task Another_organisation_changes_neither_a_record_nor_a_person_and_the_attempts_are_recorded()
    {
        await using var exchange = await TestExchange.OpenAsync();
        var patient = await exchange.CreateAsync("office", """{"resourceType":"Patient","birthDate":"1948-03-02"}""");
        var observation = await exchange.CreateAsync("office", ReadInteractionTests.ObservationOf(patient));

        foreach (var (type, id, json) in new[]
        {
            ("Patient", patient, $$"""{"resourceType":"Patient","id":"{{patient}}","gender":"female"}"""),
            ("Observation", observation, ReadInteractionTests.ObservationOf(patient).Replace("\"status\"", $"\"id\":\"{observation}\",\"status\"", StringComparison.Ordinal)),
        })
        {
            var outcome = await exchange.Update.UpdateAsync(type, id, new(Encoding.UTF8.GetBytes(json)), null, TestExchange.System("elsewhere"), TestExchange.Trace, default);

            Assert.Equal("resource-of-another", Assert.Single(outcome.Issues).Rule);
            Assert.Null(outcome.Value);
            Assert.Equal(("update", "deny"), ((await exchange.TrailAsync())[0].Action, (await exchange.TrailAsync())[0].Outcome));
            Assert.Equal(1, (await exchange.Store.Resources.ReadAsync(type, id, default))!.Version);
        }
    }

    [Fact]
    public async Task A_stale_version_changes_nothing_and_the_same_content_makes_no_version()
    {
        await using var exchange = await TestExchange.OpenAsync();
        var id = await exchange.CreateAsync("office", """{"resourceType":"Organization","name":"하나"}""");
        var body = (await exchange.Store.Resources.ReadAsync("Organization", id, default))!.Json;

        var stale = await exchange.Update.UpdateAsync("Organization", id, new(body), 7, TestExchange.System("office"), TestExchange.Trace, default);
        var same = await exchange.Update.UpdateAsync("Organization", id, new(body), 1, TestExchange.System("office"), TestExchange.Trace, default);

        Assert.Equal("version-conflict", Assert.Single(stale.Issues).Rule);
        Assert.Equal(1, same.Value!.Resource.Version);
        Assert.Single(await exchange.AllAsync("Provenance"));
    }

    [Theory]
    [InlineData("Patient", "9001011234567", false)]
    [InlineData("Patient", "900101-1234567", false)]
    [InlineData("RelatedPerson", "9001011234567", false)]
    [InlineData("Patient", "9013011234567", true)]
    [InlineData("Observation", "1801123456789", true)]
    public async Task No_person_is_called_by_a_resident_number(string type, string id, bool isStored)
    {
        await using var exchange = await TestExchange.OpenAsync();
        var body = type switch
        {
            "Observation" => $$"""{"resourceType":"Observation","id":"{{id}}","status":"final","code":{"text":"x"} }""",
            "RelatedPerson" => $$"""{"resourceType":"RelatedPerson","id":"{{id}}","patient":{"reference":"Patient/p"} }""",
            _ => $$"""{"resourceType":"Patient","id":"{{id}}"}""",
        };

        var outcome = await exchange.Update.UpdateAsync(type, id, new(Encoding.UTF8.GetBytes(body)), null, TestExchange.System("office"), TestExchange.Trace, default);

        Assert.Equal(isStored, outcome.Succeeded);
        if (isStored) return;
        Assert.Equal("resource-id", Assert.Single(outcome.Issues).Rule);
        Assert.DoesNotContain(id, outcome.Issues[0].ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("requested", false)]
    [InlineData("active", false)]
    [InlineData("off", true)]
    public async Task Nobody_waits_for_what_a_subscription_would_send(string status, bool isStored)
    {
        await using var exchange = await TestExchange.OpenAsync();
        var body = $$"""{"resourceType":"Subscription","id":"s","status":"{{status}}","reason":"x","criteria":"Observation?","channel":{"type":"rest-hook","endpoint":"http://169.254.169.254/"} }""";

        var outcome = await exchange.Update.UpdateAsync("Subscription", "s", new(Encoding.UTF8.GetBytes(body)), null, TestExchange.System("office"), TestExchange.Trace, default);

        Assert.Equal(isStored ? [] : ["subscription-none"], outcome.Issues.Where(issue => issue.IsError).Select(issue => issue.Rule));
    }

    [Fact]
    public async Task A_condition_deletes_as_many_as_the_operator_allows_and_nothing_where_it_finds_more()
    {
        await using var exchange = await TestExchange.OpenAsync();
        var update = new CareExchange.Exchange.Interactions.UpdateInteraction(exchange.Services with { ConditionalDeleteLimit = 3 }, exchange.Consent);
        for (var number = 0; number < 4; number++) await exchange.CreateAsync("office", """{"resourceType":"Organization","name":"하나"}""");
        for (var number = 0; number < 3; number++) await exchange.CreateAsync("office", """{"resourceType":"Organization","name":"둘"}""");

        var tooMany = await update.DeleteWhereAsync("Organization", "name:exact=하나", null, TestExchange.System("office"), TestExchange.Trace, default);
        var several = await update.DeleteWhereAsync("Organization", "name:exact=둘", null, TestExchange.System("office"), TestExchange.Trace, default);
        var versioned = await update.DeleteWhereAsync("Organization", "name:exact=하나", 1, TestExchange.System("office"), TestExchange.Trace, default);

        Assert.Equal(("multiple-matches", "at most 3 matches"), Assert.Single(tooMany.Issues) is var issue ? (issue.Rule, issue.Expected) : default);
        Assert.Equal(3, several.Value!.Count);
        Assert.All(several.Value, deleted => Assert.True(deleted.Resource.Deleted));
        Assert.Equal("at most one match", Assert.Single(versioned.Issues).Expected);
        Assert.Equal(4, (await exchange.AllAsync("Organization")).Count);
    }

    [Fact]
    public async Task Of_sixteen_who_create_on_one_condition_at_once_one_creates_and_the_others_are_answered_it()
    {
        await using var exchange = await TestExchange.OpenAsync();
        var body = Encoding.UTF8.GetBytes("""{"resourceType":"Organization","identifier":[{"system":"urn:x","value":"1"}],"name":"하나"}""");

        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() =>
            exchange.Create.CreateAsync("Organization", new(body), "identifier=urn:x|1", TestExchange.System("office"), TestExchange.Trace, default))));

        Assert.Equal(1, answers.Count(answer => answer.Value!.Created));
        Assert.Single(answers.Select(answer => answer.Value!.Resource.Id).Distinct());
        Assert.Single(await exchange.AllAsync("Organization"));
    }

    [Fact]
    public async Task A_deleted_resource_comes_back_under_its_id_with_its_history()
    {
        await using var exchange = await TestExchange.OpenAsync();
        var id = await exchange.CreateAsync("office", """{"resourceType":"Organization","name":"하나"}""");
        var office = TestExchange.System("office");

        Assert.True((await exchange.Update.DeleteAsync("Organization", id, 1, office, TestExchange.Trace, default)).Succeeded);
        var back = await exchange.Update.UpdateAsync("Organization", id, new(Encoding.UTF8.GetBytes($$"""{"resourceType":"Organization","id":"{{id}}","name":"하나"}""")), null, office, TestExchange.Trace, default);

        Assert.Equal((3L, true), (back.Value!.Resource.Version, back.Value.Created));
        Assert.Equal([3L, 2L, 1L], (await exchange.Store.Resources.HistoryAsync(new("Organization", id), AccessPredicate.Unrestricted, default)).Versions.Select(version => version.Version));
        Assert.Equal("resource-unknown", Assert.Single((await exchange.Update.DeleteAsync("Organization", "unknown", null, office, TestExchange.Trace, default)).Issues).Rule);
    }

    [Fact]
    public async Task Whoever_writes_a_person_is_not_answered_what_others_said_and_they_may_not_read()
    {
        await using var exchange = await TestExchange.OpenAsync();
        var office = TestExchange.System("office");
        var id = await exchange.CreateAsync("office", """{"resourceType":"Patient","birthDate":"1948-03-02"}""");
        await using (var unit = await exchange.Services.BeginAsync(TestExchange.System("elsewhere"), default))
        {
            var said = exchange.Services.Check.Check(new("""{"resourceType":"Patient","identifier":[{"system":"urn:careexchange:dementia-no","value":"D-77"}]}"""u8.ToArray()), "Patient", null);
            Assert.True((await unit.MergePersonAsync(said.Value!, id, default)).Succeeded);
            await unit.CommitAsync(new(CareExchange.Exchange.Audit.AuditAction.Update, CareExchange.Exchange.Requests.LegalBasis.OwnRecord), TestExchange.Trace, default);
        }

        var written = await exchange.Update.UpdateAsync("Patient", id, new(Encoding.UTF8.GetBytes($$"""{"resourceType":"Patient","id":"{{id}}","gender":"female"}""")), null, office, TestExchange.Trace, default);
        var read = await exchange.Read.ReadAsync("Patient", id, null, office, TestExchange.Trace, default);

        var answer = Encoding.UTF8.GetString(written.Value!.Resource.Json.Span);
        Assert.Equal(Encoding.UTF8.GetString(read.Value!.Json.Span), answer);
        Assert.Contains("female", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("extension:source", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("D-77", answer, StringComparison.Ordinal);
        Assert.Contains("D-77", Encoding.UTF8.GetString((await exchange.Store.Resources.ReadAsync("Patient", id, default))!.Json.Span), StringComparison.Ordinal);
    }
}
