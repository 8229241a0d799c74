using System.Globalization;
using System.Net;
using CareExchange.Journeys.Tests.World;

namespace CareExchange.Journeys.Tests.Rest;

/// <summary>Reading what one already has (R4 http.html#cread), and writing what nobody else changed (#concurrency).</summary>
[Collection(SharedDistrict.Name)]
public sealed class ConditionalReadTests(District district)
{
    private const string Organization = """{"resourceType":"Organization","name":"시험"}""";

    [Theory]
    [InlineData("W/\"1\"", HttpStatusCode.NotModified)]
    [InlineData("\"1\"", HttpStatusCode.NotModified)]
    [InlineData("W/\"7\", W/\"1\"", HttpStatusCode.NotModified)]
    [InlineData("*", HttpStatusCode.NotModified)]
    [InlineData("W/\"2\"", HttpStatusCode.OK)]
    [InlineData("nonsense", HttpStatusCode.OK)]
    public async Task If_None_Match_spares_the_version_that_the_caller_has(string tag, HttpStatusCode status)
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        var created = (await machine.PostAsync("Organization", Organization)).Is(HttpStatusCode.Created);

        var answer = (await machine.GetAsync($"Organization/{created.Text("id")}", ("If-None-Match", tag))).Is(status);

        Assert.Equal("W/\"1\"", answer.ETag);
        Assert.NotNull(answer.Response.Content.Headers.LastModified);
        Assert.Equal(status == HttpStatusCode.NotModified, answer.Bytes.Length == 0);
    }

    [Fact]
    public async Task If_Modified_Since_counts_in_seconds_and_not_beside_an_ETag()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        var path = $"Organization/{(await machine.PostAsync("Organization", Organization)).Text("id")}";
        var stored = (await machine.GetAsync(path)).Response.Content.Headers.LastModified!.Value;

        (await machine.GetAsync(path, ("If-Modified-Since", Date(stored)))).Is(HttpStatusCode.NotModified);
        (await machine.GetAsync(path, ("If-Modified-Since", Date(stored.AddHours(1))))).Is(HttpStatusCode.NotModified);
        (await machine.GetAsync(path, ("If-Modified-Since", Date(stored.AddSeconds(-1))))).Is(HttpStatusCode.OK);
        (await machine.GetAsync(path, ("If-Modified-Since", "yesterday"))).Is(HttpStatusCode.OK);
        (await machine.GetAsync(path, ("If-Modified-Since", Date(stored)), ("If-None-Match", "W/\"9\""))).Is(HttpStatusCode.OK);
        (await machine.SendAsync(HttpMethod.Head, $"fhir/{path}", headers: ("If-None-Match", "W/\"1\""))).Is(HttpStatusCode.NotModified);
        (await machine.GetAsync($"{path}/_history/1", ("If-None-Match", "W/\"1\""))).Is(HttpStatusCode.NotModified);
    }

    [Fact]
    public async Task An_update_can_ask_that_there_be_nothing_yet_or_that_nothing_changed()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        var id = Guid.NewGuid().ToString();
        string Named(string name) => $$"""{"resourceType":"Organization","id":"{{id}}","name":"{{name}}"}""";

        (await machine.PutAsync($"Organization/{id}", Named("하나"), ("If-None-Match", "*"))).Is(HttpStatusCode.Created);
        (await machine.PutAsync($"Organization/{id}", Named("둘"), ("If-None-Match", "*"))).Refused(HttpStatusCode.PreconditionFailed, "version-conflict");
        (await machine.PutAsync($"Organization/{id}", Named("둘"), ("If-Match", "W/\"7\""))).Refused(HttpStatusCode.PreconditionFailed, "version-conflict");
        (await machine.PutAsync($"Organization/{id}", Named("둘"), ("If-Match", "nonsense"))).Refused(HttpStatusCode.PreconditionFailed, "version-conflict");
        Assert.Equal("W/\"2\"", (await machine.PutAsync($"Organization/{id}", Named("둘"), ("If-Match", "\"1\""))).Is(HttpStatusCode.OK).ETag);
        Assert.Equal("W/\"3\"", (await machine.PutAsync($"Organization/{id}", Named("셋"), ("If-Match", "*"))).Is(HttpStatusCode.OK).ETag);
    }

    [Fact]
    public async Task Deleting_is_idempotent_and_what_is_gone_is_told_from_what_never_was()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        var id = (await machine.PostAsync("Organization", Organization)).Text("id");

        var first = (await machine.SendAsync(HttpMethod.Delete, $"fhir/Organization/{id}")).Is(HttpStatusCode.NoContent);
        var second = (await machine.SendAsync(HttpMethod.Delete, $"fhir/Organization/{id}")).Is(HttpStatusCode.NoContent);
        (await machine.SendAsync(HttpMethod.Delete, $"fhir/Organization/{Guid.NewGuid()}")).Is(HttpStatusCode.NoContent);

        Assert.Equal(("W/\"2\"", "W/\"2\""), (first.ETag, second.ETag));
        (await machine.GetAsync($"Organization/{id}")).Refused(HttpStatusCode.Gone, "resource-deleted");
        (await machine.GetAsync($"Organization/{id}/_history/2")).Refused(HttpStatusCode.Gone, "resource-deleted");
        (await machine.GetAsync($"Organization/{id}/_history/1")).Is(HttpStatusCode.OK);
        (await machine.GetAsync($"Organization/{id}/_history/3")).Refused(HttpStatusCode.NotFound, "resource-unknown");
        (await machine.GetAsync($"Organization/{id}/_history/x")).Refused(HttpStatusCode.NotFound, "resource-unknown");
        (await machine.GetAsync($"Organization/{Guid.NewGuid()}")).Refused(HttpStatusCode.NotFound, "resource-unknown");
        Assert.Equal(2, (await machine.GetAsync($"Organization/{id}/_history")).Json.GetProperty("entry").GetArrayLength());

        // Brought back by an update: a third version, created anew.
        var back = (await machine.PutAsync($"Organization/{id}", $$"""{"resourceType":"Organization","id":"{{id}}","name":"시험"}""")).Is(HttpStatusCode.Created);
        Assert.Equal("W/\"3\"", back.ETag);
    }

    private static string Date(DateTimeOffset instant) => instant.ToString("R", CultureInfo.InvariantCulture);
}
