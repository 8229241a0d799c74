using System.Text;
using System.Text.Json;

namespace CareExchange.Exchange.Tests.Interactions;

public sealed class CreateInteractionTests
{
    [Fact]
    public async Task A_direct_write_has_its_provenance_and_audit_in_the_same_commit()
    {
        await using var exchange = await TestExchange.OpenAsync();

        var id = await exchange.CreateAsync("office", """{"resourceType":"Patient"}""");

        var provenance = Assert.Single(await exchange.AllAsync("Provenance"));
        Assert.Empty(TestExchange.Wrong(provenance.Json));
        using var json = JsonDocument.Parse(provenance.Json);
        Assert.Equal($"Patient/{id}/_history/1", json.RootElement.GetProperty("target")[0].GetProperty("reference").GetString());
        Assert.False(json.RootElement.TryGetProperty("entity", out _));
        var row = Assert.Single(await exchange.TrailAsync());
        Assert.Equal(("create", "permit", id), (row.Action, row.Outcome, row.Person));
        Assert.Empty(TestExchange.Wrong(row.Json));
    }

    [Fact]
    public async Task A_resident_number_in_a_created_patient_is_sealed_and_stands_in_no_file()
    {
        await using var exchange = await TestExchange.OpenAsync();

        var id = await exchange.CreateAsync("office", """
            {"resourceType":"Patient","identifier":[{"system":"https://mois.go.kr/rrn","value":"480302-2004810"},{"system":"urn:test","value":"1"}]}
            """);

        Assert.DoesNotContain("480302", Encoding.UTF8.GetString((await exchange.Store.Resources.ReadAsync("Patient", id, default))!.Json.Span));
        Assert.Equal("4803022004810", await exchange.Store.Persons.RevealResidentNumberAsync(id, default));
        Assert.DoesNotContain(exchange.Store.Files, file => file.Bytes.AsSpan().IndexOf("480302-2004810"u8) >= 0 || file.Bytes.AsSpan().IndexOf("4803022004810"u8) >= 0);
    }

    [Fact]
    public async Task A_resident_number_outside_the_patient_is_refused_without_being_repeated()
    {
        await using var exchange = await TestExchange.OpenAsync();
        var patient = await exchange.CreateAsync("office", """{"resourceType":"Patient"}""");

        var outcome = await exchange.Create.CreateAsync(
            "RelatedPerson",
            new(Encoding.UTF8.GetBytes($$$"""{"resourceType":"RelatedPerson","identifier":[{"system":"https://mois.go.kr/rrn","value":"480302-2004810"}],"patient":{"reference":"Patient/{{{patient}}}"}}""")),
            null,
            TestExchange.System("office"),
            TestExchange.Trace,
            default);

        var issue = Assert.Single(outcome.Issues, issue => issue.IsError);
        Assert.Equal(("resident-number-misplaced", "RelatedPerson.identifier[0]"), (issue.Rule, issue.Expression));
        Assert.Null(issue.Found);
        Assert.DoesNotContain(exchange.Store.Files, file => file.Bytes.AsSpan().IndexOf("480302-2004810"u8) >= 0);
    }

    [Fact]
    public async Task One_of_sixteen_at_once_creates_and_the_others_find_the_same()
    {
        await using var exchange = await TestExchange.OpenAsync();
        var body = """{"resourceType":"Organization","identifier":[{"system":"urn:test","value":"1"}],"name":"시험"}"""u8.ToArray();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() =>
            exchange.Create.CreateAsync("Organization", new(body), "identifier=urn:test|1", TestExchange.System("office"), TestExchange.Trace, default))));

        Assert.All(outcomes, outcome => Assert.True(outcome.Succeeded));
        Assert.Single(outcomes, outcome => outcome.Value!.Created);
        Assert.Single(await exchange.AllAsync("Organization"));
    }

    [Fact]
    public async Task A_condition_never_finds_what_the_requester_may_not_know()
    {
        await using var exchange = await TestExchange.OpenAsync();
        await exchange.CreateAsync("office", """{"resourceType":"Patient","identifier":[{"system":"urn:test","value":"1"}]}""");

        var outcome = await exchange.Create.CreateAsync(
            "Patient", new("""{"resourceType":"Patient"}"""u8.ToArray()), "identifier=urn:test|1", TestExchange.System("elsewhere"), TestExchange.Trace, default);

        Assert.True(outcome.Value!.Created);
    }
}
