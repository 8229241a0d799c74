using System.Buffers.Text;
using System.Net;
using System.Text;
using System.Text.Json;
using CareExchange.Exchange.Jobs;
using CareExchange.Identity.Clients;
using CareExchange.Journeys.Tests.World;
using CareExchange.Server.Rest;
using CareExchange.Storage.Jobs;

namespace CareExchange.Journeys.Tests.Scenarios;

/// <summary>What was begun by a token with wide scopes gives no more than the token that fetches it may read, and nothing is done any more by one that has ended.</summary>
[Collection(SharedDistrict.Name)]
[Trait("scenario", "S16")]
public sealed class NarrowerTokenTests(District district)
{
    private static readonly (string Name, string Value) Later = ("Prefer", "respond-async");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_export_gives_a_narrower_token_the_types_that_it_may_read_and_names_no_others()
    {
        using var machine = await Machine.RegisterAsync(district, "export-" + Guid.NewGuid().ToString("N")[..8]);
        var person = (await machine.PostAsync("Patient", """{"resourceType":"Patient","name":[{"text":"x"}]}""")).Is(HttpStatusCode.Created).Text("id")!;
        var gone = (await machine.PostAsync("Patient", """{"resourceType":"Patient"}""")).Is(HttpStatusCode.Created).Text("id")!;
        var observation = (await machine.PostAsync("Observation", Observation(person))).Is(HttpStatusCode.Created).Text("id")!;
        (await machine.SendAsync(HttpMethod.Delete, $"fhir/Patient/{gone}")).Is(HttpStatusCode.NoContent);
        var begun = (await machine.GetAsync("$export?_type=Patient,Observation&_since=2020-01-01T00:00:00Z", Later, ("Accept", "application/fhir+json"))).Is(HttpStatusCode.Accepted);
        var status = begun.Response.Content.Headers.ContentLocation!.ToString().Split("/fhir/")[1];
        var whole = await EndAsync(machine, $"fhir/{status}");
        Assert.Equal(["Observation", "Patient"], TypesOf(whole));
        Assert.Contains(gone, await TextAsync(machine, FilesOf(whole, "deleted").Single()), StringComparison.Ordinal);

        await machine.UseAsync("system/Observation.rs");

        var narrow = (await machine.GetAsync(status)).Is(HttpStatusCode.OK);
        Assert.Equal(["Observation"], TypesOf(narrow));
        Assert.Contains(observation, await TextAsync(machine, FilesOf(narrow, "output").Single()), StringComparison.Ordinal);
        Assert.Equal("", await TextAsync(machine, FilesOf(narrow, "deleted").Single()));
        (await machine.GetAsync(FilesOf(whole, "output").Single(file => file.Contains("/Patient.", StringComparison.Ordinal)))).Refused(HttpStatusCode.Forbidden, "scope-missing");
    }

    [Fact]
    public async Task An_answer_that_waits_is_made_anew_for_a_narrower_token()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        var person = (await machine.PostAsync("Patient", """{"resourceType":"Patient","name":[{"text":"x"}]}""")).Is(HttpStatusCode.Created).Text("id")!;
        var promised = (await machine.GetAsync($"Patient?_id={person}", Later)).Is(HttpStatusCode.Accepted);
        var status = new Uri(promised.Response.Content.Headers.ContentLocation!.OriginalString).AbsolutePath.TrimStart('/');
        Assert.Contains($"\"id\":\"{person}\"", Encoding.UTF8.GetString((await EndAsync(machine, status)).Bytes), StringComparison.Ordinal);

        await machine.UseAsync("system/Observation.rs");
        var narrow = await EndAsync(machine, status);
        Assert.StartsWith("403", narrow.Json.GetProperty("entry")[0].GetProperty("response").GetProperty("status").GetString());
        Assert.DoesNotContain($"\"id\":\"{person}\"", Encoding.UTF8.GetString(narrow.Bytes), StringComparison.Ordinal);

        // Whoever has the first scopes again has the answer again.
        await machine.UseAsync("system/*.cruds");
        Assert.Contains($"\"id\":\"{person}\"", Encoding.UTF8.GetString((await EndAsync(machine, status)).Bytes), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_became_of_a_batch_is_told_to_a_narrower_token_without_what_it_made()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        var marker = $"x{Guid.NewGuid():N}";
        var promised = (await machine.PostAsync("", Batch(marker), Later, ("Prefer", "return=representation"))).Is(HttpStatusCode.Accepted);
        var status = new Uri(promised.Response.Content.Headers.ContentLocation!.OriginalString).AbsolutePath.TrimStart('/');
        Assert.Contains(marker, Encoding.UTF8.GetString((await EndAsync(machine, status)).Bytes), StringComparison.Ordinal);

        await machine.UseAsync("system/Observation.rs");

        var narrow = await EndAsync(machine, status);
        Assert.StartsWith("201", narrow.Json.GetProperty("entry")[0].GetProperty("resource").GetProperty("entry")[0].GetProperty("response").GetProperty("status").GetString());
        Assert.DoesNotContain(marker, Encoding.UTF8.GetString(narrow.Bytes), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_link_gives_a_narrower_token_what_it_may_read_and_nobody_else_and_no_stopped_client_anything()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        using var colleague = await Machine.RegisterAsync(district, "seodaemun");
        var person = (await machine.PostAsync("Patient", """{"resourceType":"Patient","name":[{"text":"x"}]}""")).Is(HttpStatusCode.Created).Text("id")!;
        for (var number = 0; number < 4; number++) (await machine.PostAsync("Observation", Observation(person))).Is(HttpStatusCode.Created);
        string[] paths = [$"Observation?patient={person}&_count=1&_total=accurate", $"Observation?patient={person}&_include=Observation:subject&_count=1", $"Patient?_id={person}&_revinclude=Observation:patient&_count=1", $"Patient/{person}/$everything?_type=Observation&_count=1", "Observation/_history?_count=1", "_history?_count=1"];
        var links = new List<string>();
        foreach (var path in paths)
        {
            var page = (await machine.GetAsync(path)).Is(HttpStatusCode.OK);
            if (page.Json.GetProperty("link").EnumerateArray().FirstOrDefault(link => link.GetProperty("relation").GetString() == "next") is { ValueKind: JsonValueKind.Object } next) links.Add(new Uri(next.GetProperty("url").GetString()!).PathAndQuery);
        }

        Assert.Equal(5, links.Count);
        foreach (var link in links) Assert.Contains("\"Observation\"", Encoding.UTF8.GetString((await machine.SendAsync(HttpMethod.Get, link)).Is(HttpStatusCode.OK).Bytes), StringComparison.Ordinal);

        // Somebody else of the same organisation, with the same scopes.
        foreach (var link in links) Assert.True((await colleague.SendAsync(HttpMethod.Get, link)).Status is HttpStatusCode.Forbidden or HttpStatusCode.BadRequest, link);

        foreach (var scopes in (string[])["system/Patient.rs", "system/Patient.rs system/Observation.rs?status=preliminary"])
        {
            await machine.UseAsync(scopes);
            foreach (var link in links)
            {
                var answer = await machine.SendAsync(HttpMethod.Get, link);
                Assert.True(answer.Status is HttpStatusCode.OK or HttpStatusCode.Forbidden, $"{link}: {answer.Status}");
                Assert.DoesNotContain("\"resourceType\":\"Observation\"", Encoding.UTF8.GetString(answer.Bytes), StringComparison.Ordinal);
            }
        }

        await machine.UseAsync("system/*.cruds");
        (await machine.SendAsync(HttpMethod.Get, links[0])).Is(HttpStatusCode.OK);
        Assert.True(await district.Room<ClientRegistry>().EnableAsync(machine.Id, isEnabled: false, "test", Cancel));
        foreach (var link in links) Assert.Equal(HttpStatusCode.Unauthorized, (await machine.SendAsync(HttpMethod.Get, link)).Status);
    }

    [Fact]
    public async Task What_waits_when_its_client_is_stopped_is_not_done()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        var marker = $"x{Guid.NewGuid():N}";
        var token = JsonDocument.Parse(Base64Url.DecodeFromChars((await machine.TokenAsync()).Split('.')[1])).RootElement;
        var request = new AsyncRequest(
            "POST", "http", "gateway", "", "", new Dictionary<string, string> { ["Content-Type"] = "application/fhir+json" }, Encoding.UTF8.GetBytes(Batch(marker)),
            [.. token.EnumerateObject().Where(claim => claim.Value.ValueKind == JsonValueKind.String).Select(claim => KeyValuePair.Create(claim.Name, claim.Value.GetString()!))], "r-1", null);

        Assert.True(await RunAsync(request) is { IsDone: true });
        Assert.Equal(1, await CountAsync(marker));
        Assert.True(await district.Room<ClientRegistry>().EnableAsync(machine.Id, isEnabled: false, "test", Cancel));

        Assert.True(await RunAsync(request) is { IsFailed: true });
        Assert.Equal(1, await CountAsync(marker));
    }

    private async Task<JobRow?> RunAsync(AsyncRequest request)
    {
        var (queue, id) = (district.Room<JobQueue>(), Guid.NewGuid().ToString("N"));
        Assert.True(await queue.BeginAsync(new NewJob(id, AsyncEndpoint.Kind, "test", request.Write()), Cancel));
        while (await queue.FindAsync(id, "test", Cancel) is { IsActive: true }) await Task.Delay(20, Cancel);
        return await queue.FindAsync(id, "test", Cancel);
    }

    private async Task<int> CountAsync(string marker)
    {
        using var other = await Machine.RegisterAsync(district, "seodaemun");
        return (await other.GetAsync($"Patient?name={marker}&_total=accurate")).Is(HttpStatusCode.OK).Json.GetProperty("total").GetInt32();
    }

    private static async Task<Answer> EndAsync(Machine machine, string path)
    {
        Answer answer;
        while ((answer = await machine.SendAsync(HttpMethod.Get, path)).Status == HttpStatusCode.Accepted) await Task.Delay(20, Cancel);
        return answer.Is(HttpStatusCode.OK);
    }

    private static async Task<string> TextAsync(Machine machine, string path) => Encoding.UTF8.GetString((await machine.GetAsync(path)).Is(HttpStatusCode.OK).Bytes);

    private static string[] FilesOf(Answer manifest, string list) => [.. manifest.Json.GetProperty(list).EnumerateArray().Select(file => file.GetProperty("url").GetString()!.Split("/fhir/")[1])];

    private static string[] TypesOf(Answer manifest) => [.. manifest.Json.GetProperty("output").EnumerateArray().Select(file => file.GetProperty("type").GetString()!).Order(StringComparer.Ordinal)];

    private static string Observation(string person) => $$$"""{"resourceType":"Observation","status":"final","code":{"text":"x"},"subject":{"reference":"Patient/{{{person}}}"}}""";

    private static string Batch(string marker) =>
        $$"""{"resourceType":"Bundle","type":"batch","entry":[{"resource":{"resourceType":"Patient","name":[{"text":"{{marker}}"}]},"request":{"method":"POST","url":"Patient"} }]}""";
}
