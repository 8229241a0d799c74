using System.Net;
using System.Text;
using CareExchange.Journeys.Tests.World;
using CareExchange.Server.Hosting;

namespace CareExchange.Journeys.Tests.Scenarios;

/// <summary>The errors of an import quote what was sent, so they are for who sent it, while it may send that.</summary>
[Trait("scenario", "S16")]
public sealed class ImportErrorsTests(ImportErrorsTests.Importing district) : IClassFixture<ImportErrorsTests.Importing>
{
    /// <summary>A district that imports from a folder.</summary>
    public sealed class Importing : District
    {
        /// <inheritdoc/>
        protected override GatewayOptions Change(GatewayOptions options) => options with { ImportFrom = [new Uri(Folder + "/").AbsoluteUri] };
    }

    [Fact]
    public async Task What_was_wrong_is_told_to_who_sent_it_and_only_with_the_scopes_to_send_it()
    {
        var wrong = $"wrong{Guid.NewGuid():N}";
        await File.WriteAllTextAsync(Path.Combine(district.Folder, "in.ndjson"), $$"""{"resourceType":"Observation","status":"final","code":{"text":"x"},"effectiveDateTime":"{{wrong}}" }""", TestContext.Current.CancellationToken);
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        using var colleague = await Machine.RegisterAsync(district, "seodaemun");
        using var stranger = await Machine.RegisterAsync(district, "hongje-homecare");
        var begun = (await machine.PostAsync("$import", $$"""{"resourceType":"Parameters","parameter":[{"name":"inputFormat","valueCode":"application/fhir+ndjson"},{"name":"input","part":[{"name":"type","valueCode":"Observation"},{"name":"url","valueUri":"{{new Uri(Path.Combine(district.Folder, "in.ndjson")).AbsoluteUri}}" }]}]}""", ("Prefer", "respond-async"))).Is(HttpStatusCode.Accepted);
        var status = begun.Response.Content.Headers.ContentLocation!.ToString().Split("/fhir/")[1];
        Answer done;
        while ((done = await machine.GetAsync(status)).Status == HttpStatusCode.Accepted) await Task.Delay(20, TestContext.Current.CancellationToken);
        Assert.Equal(1, done.Is(HttpStatusCode.OK).Json.GetProperty("refused").GetInt32());
        Assert.Contains(wrong, Encoding.UTF8.GetString((await machine.GetAsync($"{status}/errors.ndjson")).Is(HttpStatusCode.OK).Bytes), StringComparison.Ordinal);

        foreach (var other in (Machine[])[colleague, stranger])
        {
            foreach (var path in (string[])[status, $"{status}/errors.ndjson"])
            {
                (await other.GetAsync(path)).Refused(HttpStatusCode.NotFound, "resource-unknown");
            }

            (await other.SendAsync(HttpMethod.Delete, $"fhir/{status}")).Refused(HttpStatusCode.NotFound, "resource-unknown");
        }

        foreach (var scopes in (string[])["system/Patient.cruds", "system/Observation.rs", "system/Observation.c", "system/Observation.cruds?category=vital-signs"])
        {
            await machine.UseAsync(scopes);
            (await machine.GetAsync($"{status}/errors.ndjson")).Refused(HttpStatusCode.Forbidden, scopes.Contains('?', StringComparison.Ordinal) ? "scope-query" : "scope-missing");
        }

        await machine.UseAsync("system/Observation.cu");
        (await machine.GetAsync($"{status}/errors.ndjson")).Is(HttpStatusCode.OK);
        Assert.Contains(await district.AuditAsync(machine.Id), entry => entry.Row.Action == "import" && entry.Row.Outcome == "deny");
        Assert.DoesNotContain(await district.AuditAsync(machine.Id, 100), entry => Encoding.UTF8.GetString(entry.Row.Json.Span).Contains(wrong, StringComparison.Ordinal));
    }
}
