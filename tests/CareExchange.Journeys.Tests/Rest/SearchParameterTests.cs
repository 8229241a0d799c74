using System.Net;
using CareExchange.Journeys.Tests.World;

namespace CareExchange.Journeys.Tests.Rest;

/// <summary>Search parameters that are defined while the gateway runs, and the index that follows them.</summary>
[Collection(SharedDistrict.Name)]
public sealed class SearchParameterTests(District district)
{
    [Fact]
    [Trait("pain", "8")]
    public async Task A_parameter_is_defined_indexed_offered_changed_and_retired_over_rest()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        var (code, colour) = ("c" + Guid.NewGuid().ToString("N")[..12], Guid.NewGuid().ToString("N"));
        var old = (await machine.PostAsync("Basic", Basic(colour))).Is(HttpStatusCode.Created).Text("id");
        var parameter = (await machine.PostAsync("SearchParameter", Parameter(code))).Is(HttpStatusCode.Created).Text("id");
        var next = (await machine.PostAsync("Basic", Basic(colour))).Is(HttpStatusCode.Created).Text("id");

        var early = await machine.GetAsync($"Basic?{code}={colour}");
        if (early.Status != HttpStatusCode.OK) early.Refused(HttpStatusCode.BadRequest, "search-parameter-building");
        await UntilAsync(machine, $"Basic?{code}={colour}", HttpStatusCode.OK);

        Assert.Equal(new[] { old, next }.Order(), (await machine.GetAsync($"Basic?{code}={colour}")).Is(HttpStatusCode.OK).Resources.Select(resource => resource.GetProperty("id").GetString()!).Order());
        Assert.Contains($"urn:test:{code}", System.Text.Encoding.UTF8.GetString((await machine.GetAsync("metadata")).Is(HttpStatusCode.OK).Bytes), StringComparison.Ordinal);

        (await machine.PutAsync($"SearchParameter/{parameter}", Parameter(code, parameter).Replace("active", "retired", StringComparison.Ordinal))).Is(HttpStatusCode.OK);
        (await machine.GetAsync($"Basic?{code}={colour}")).Refused(HttpStatusCode.BadRequest, "search-parameter-unknown");
        Assert.DoesNotContain($"urn:test:{code}", System.Text.Encoding.UTF8.GetString((await machine.GetAsync("metadata")).Is(HttpStatusCode.OK).Bytes), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_parameter_that_cannot_be_used_is_refused_where_it_is_written()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        (await machine.PostAsync("SearchParameter", Parameter("code"))).Refused(HttpStatusCode.UnprocessableEntity, "searchparameter-code");
        (await machine.PostAsync("SearchParameter", Parameter("colour").Replace("Basic.extension", "Basic.extension.where(", StringComparison.Ordinal))).Refused(HttpStatusCode.BadRequest, "search-expression");
        (await machine.PostAsync("", $$$"""{"resourceType":"Bundle","type":"transaction","entry":[{"resource":{{{Parameter("colour").Replace("\"token\"", "\"special\"", StringComparison.Ordinal)}}},"request":{"method":"POST","url":"SearchParameter"}}]}"""))
            .Refused(HttpStatusCode.UnprocessableEntity, "searchparameter-type");
    }

    [Fact]
    public async Task An_operator_indexes_everything_types_or_one_resource_anew()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        var id = (await machine.PostAsync("Basic", Basic("red"))).Is(HttpStatusCode.Created).Text("id");

        foreach (var path in (string[])["$reindex?type=Basic", "$reindex?type=Basic,Location&parameter=code", "Basic/$reindex"])
        {
            var begun = (await machine.PostAsync(path, """{"resourceType":"Parameters"}""")).Is(HttpStatusCode.Accepted);
            var status = new Uri(begun.Response.Content.Headers.GetValues("Content-Location").Single()).PathAndQuery.TrimStart('/');
            var done = await UntilAsync(machine, status["fhir/".Length..], HttpStatusCode.OK);
            Assert.Equal("Parameters", done.Text("resourceType"));
            using var other = await Machine.RegisterAsync(district, "seodaemun");
            (await other.SendAsync(HttpMethod.Get, status)).Refused(HttpStatusCode.NotFound, "address-unknown");
        }

        (await machine.PostAsync($"Basic/{id}/$reindex", """{"resourceType":"Parameters"}""")).Is(HttpStatusCode.OK);
        (await machine.PostAsync("Basic/nothing/$reindex", """{"resourceType":"Parameters"}""")).Refused(HttpStatusCode.NotFound, "resource-unknown");
        (await machine.PostAsync("$reindex?type=Nothing", """{"resourceType":"Parameters"}""")).Refused(HttpStatusCode.BadRequest, "resource-type-unknown");
        (await machine.PostAsync("$reindex?parameter=nothing", """{"resourceType":"Parameters"}""")).Refused(HttpStatusCode.BadRequest, "search-parameter-unknown");
        using var writer = await Machine.RegisterAsync(district, "seodaemun", "system/Basic.cruds");
        (await writer.PostAsync("$reindex", """{"resourceType":"Parameters"}""")).Refused(HttpStatusCode.Forbidden, "scope-missing");
        (await writer.PostAsync("Basic/$reindex", """{"resourceType":"Parameters"}""")).Refused(HttpStatusCode.Forbidden, "scope-missing");
    }

    private static async Task<Answer> UntilAsync(Machine machine, string path, HttpStatusCode status)
    {
        // The job waits two seconds for other nodes; a minute is for a machine that has other things to do.
        for (var attempt = 0; ; attempt++)
        {
            var answer = await machine.GetAsync(path);
            if (answer.Status == status || attempt > 600) return answer.Is(status);
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }

    private static string Basic(string colour) =>
        $$"""{"resourceType":"Basic","code":{"text":"x"},"extension":[{"url":"urn:colour","valueString":"{{colour}}"}]}""";

    private static string Parameter(string code, string? id = null) =>
        $$"""{"resourceType":"SearchParameter",{{(id is null ? "" : $"\"id\":\"{id}\",")}}"url":"urn:test:{{code}}","name":"Colour","status":"active","description":"x","code":"{{code}}","base":["Basic"],"type":"token","expression":"Basic.extension.where(url='urn:colour').value"}""";
}
