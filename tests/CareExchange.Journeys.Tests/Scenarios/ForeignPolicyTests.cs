using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using CareExchange.Exchange.Consent;
using CareExchange.Exchange.Requests;
using CareExchange.Exchange.Tests.Consent;
using CareExchange.Journeys.Tests.World;
using CareExchange.Server.Callers;
using CareExchange.Storage.Resources;

namespace CareExchange.Journeys.Tests.Scenarios;

/// <summary>Policies that others wrote against every way to look: where the text of the specification refuses, each way answers as if nothing were there.</summary>
/// <remarks>How many persons there are is <c>CAREEXCHANGE_FOREIGN_POLICIES</c>, of which kind <c>CAREEXCHANGE_FOREIGN_SEED</c>; each has up to four consents and is asked about in every way.</remarks>
[Trait("scenario", "S7")]
[Trait("scenario", "S18")]
public sealed class ForeignPolicyTests(District district) : IClassFixture<District>
{
    private const string Reader = "seodaemun-dementia";
    private const string Writer = "hongje-homecare";
    private static readonly int Persons = Told("CAREEXCHANGE_FOREIGN_POLICIES", 20);
    private static readonly int Seed = Told("CAREEXCHANGE_FOREIGN_SEED", 20261122);

    private sealed record World(string Person, string Marker, List<StoredResource> Consents, StoredResource Observation, bool IsSeen, bool IsAuthorSeen);

    [Fact]
    public async Task No_way_to_look_shows_what_the_text_refuses_and_reading_shows_what_it_opens()
    {
        using var writer = await Machine.RegisterAsync(district, Writer);
        using var reader = await Machine.RegisterAsync(district, Reader);
        var random = new Random(Seed);
        var worlds = new List<World>();
        while (worlds.Count < Persons)
        {
            if (await WorldAsync(writer, reader, new ForeignPolicies(random)) is { } world) worlds.Add(world);
            if (worlds.Count % 20 == 0) writer.ForgetToken();
        }

        Assert.True(worlds.Exists(world => world.IsSeen) && worlds.Exists(world => !world.IsSeen));
        var answers = new Dictionary<string, string>(StringComparer.Ordinal);
        var nobody = await LeakMatrixTests.TargetAsync(reader, $"f{LeakMatrixTests.Letters()}", $"f{LeakMatrixTests.Letters()}", $"f{LeakMatrixTests.Letters()}", $"nobody{Guid.NewGuid():N}");
        var closed = 0;
        foreach (var world in worlds)
        {
            reader.ForgetToken();
            var read = await reader.GetAsync($"Observation/{world.Observation.Id}");
            Assert.True(!(read.Status == HttpStatusCode.OK && !world.IsSeen), $"seen: {Describe(world)}");
            if (world.IsSeen)
            {
                if (read.Status != HttpStatusCode.OK) closed++;
                continue;
            }

            var target = await LeakMatrixTests.TargetAsync(reader, world.Person, world.Observation.Id, $"{world.Person}-r0", world.Marker);
            foreach (var look in LeakMatrixTests.Looks.Where(IsAboutOne))
            {
                // Who names `record` shows who wrote what about everything, also what stays closed (decisions/0020).
                if (world.IsAuthorSeen && look.Name == "who wrote it") continue;
                if (!answers.TryGetValue(look.Name, out var expected)) answers[look.Name] = expected = await LeakMatrixTests.AskAsync(reader, look, nobody);

                // The person may be known where only the observation is not.
                var answer = await LeakMatrixTests.AskAsync(reader, look, target);
                Assert.True((answer == expected || IsOfPerson(look)) && !answer.EndsWith("holds it", StringComparison.Ordinal), $"{look.Name}: {answer} instead of {expected} for {Describe(world)}");
            }
        }

        // What is asked of everything at once holds nothing of anybody.
        var hidden = worlds.Where(world => !world.IsSeen).ToList();
        foreach (var path in (string[])["Observation?_count=1000", "Observation/_history?_count=1000", "_history?_count=1000", "Patient/$everything?_count=1000&_type=Observation", "Observation?_include=*&_count=1000", "Patient?_revinclude=Observation:patient&_count=1000", "?_type=Observation,Encounter&_count=1000", "$meta"])
        {
            for (var next = $"fhir/{path}"; next is not null;)
            {
                var page = (await reader.SendAsync(HttpMethod.Get, next)).Is(HttpStatusCode.OK);
                var text = Encoding.UTF8.GetString(page.Bytes);
                Assert.True(hidden.Find(world => text.Contains(world.Marker, StringComparison.Ordinal)) is null, path);
                next = page.Json.TryGetProperty("link", out var links) ? links.EnumerateArray().Where(link => link.GetProperty("relation").GetString() == "next").Select(link => new Uri(link.GetProperty("url").GetString()!).PathAndQuery).FirstOrDefault() : null;
            }
        }

        await foreach (var (path, text) in ExportedAsync(reader, "$export", "Patient/$export")) Assert.True(hidden.Find(world => text.Contains(world.Marker, StringComparison.Ordinal)) is null, path);

        TestContext.Current.SendDiagnosticMessage("{0} persons, {1} seen by the text, {2} of them closed; {3} consents", worlds.Count, worlds.Count(world => world.IsSeen), closed, worlds.Sum(world => world.Consents.Count));
        Assert.Equal(0, closed);
    }

    /// <summary>What the generated policies found once: a permit of everything keeps sensitive data back, and so it must not open the Provenance that names it.</summary>
    [Fact]
    public async Task Where_everything_is_permitted_nothing_tells_of_sensitive_data_not_even_who_wrote_it()
    {
        using var writer = await Machine.RegisterAsync(district, Writer);
        using var reader = await Machine.RegisterAsync(district, Reader);
        var (person, marker) = ($"f{LeakMatrixTests.Letters()}", $"hidden{Guid.NewGuid():N}");
        var (encounter, observation) = ($"{person}-r0", $"{person}-r2");
        JsonArray entries =
        [
            .. ((string[])
            [
                $$$"""{"resourceType":"Patient","id":"{{{person}}}"}""",
                $$$"""{"resourceType":"Encounter","id":"{{{encounter}}}","status":"finished","class":{"code":"HH"},"subject":{"reference":"Patient/{{{person}}}"}}""",
                $$$"""{"resourceType":"Consent","id":"{{{person}}}-c0","status":"active","scope":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/consentscope","code":"patient-privacy"}]},"category":[{"coding":[{"system":"http://loinc.org","code":"59284-0"}]}],"patient":{"reference":"Patient/{{{person}}}"},"policyRule":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ActCode","code":"OPTIN"}]},"provision":{"type":"permit"}}""",
                $$$"""{"resourceType":"Observation","id":"{{{observation}}}","meta":{"security":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ActCode","code":"PSY"}]},"identifier":[{"value":"{{{marker}}}"}],"status":"final","code":{"coding":[{"system":"urn:m","code":"{{{marker}}}"}]},"subject":{"reference":"Patient/{{{person}}}"},"encounter":{"reference":"Encounter/{{{encounter}}}"}}""",
            ]).Select(json => Put(JsonNode.Parse(json)!.AsObject())),
        ];
        Assert.All((await writer.PostAsync("", new JsonObject { ["resourceType"] = "Bundle", ["type"] = "batch", ["entry"] = entries }.ToJsonString())).Is(HttpStatusCode.OK).Json.GetProperty("entry").EnumerateArray(), entry => Assert.StartsWith("201", entry.GetProperty("response").GetProperty("status").GetString(), StringComparison.Ordinal));

        // The rest is open, and to its writer all of it is.
        (await reader.GetAsync($"Encounter/{encounter}")).Is(HttpStatusCode.OK);
        Assert.Equal(1, (await writer.GetAsync($"Provenance?target=Observation/{observation}&_total=accurate")).Is(HttpStatusCode.OK).Json.GetProperty("total").GetInt32());
        var hidden = await LeakMatrixTests.TargetAsync(reader, person, observation, $"{person}-r1", marker);
        var nobody = await LeakMatrixTests.TargetAsync(reader, $"f{LeakMatrixTests.Letters()}", $"f{LeakMatrixTests.Letters()}", $"f{LeakMatrixTests.Letters()}", $"nobody{Guid.NewGuid():N}");
        foreach (var look in LeakMatrixTests.Looks.Where(look => IsAboutOne(look) && !IsOfPerson(look)))
        {
            var answer = await LeakMatrixTests.AskAsync(reader, look, hidden);
            Assert.True(answer == await LeakMatrixTests.AskAsync(reader, look, nobody) && !answer.EndsWith("holds it", StringComparison.Ordinal), $"{look.Name}: {answer}");
        }

        foreach (var path in (string[])["Provenance?_count=1000", $"Provenance?patient={person}", $"Provenance?target:Observation.identifier={marker}", $"Patient?_id={person}&_revinclude=Provenance:target", $"Encounter?_id={encounter}&_revinclude=Provenance:target", $"Patient?_id={person}&_revinclude:iterate=Provenance:target&_revinclude=Observation:patient", $"Patient/{person}/$everything?_count=1000", $"Patient/{person}/Provenance", "Provenance/_history?_count=1000", "_history?_count=1000", $"AuditEvent?entity=Observation/{observation}"])
        {
            var page = (await reader.GetAsync(path)).Is(HttpStatusCode.OK);
            Assert.DoesNotContain(page.Resources, resource => resource.GetProperty("resourceType").GetString() is "Provenance" or "AuditEvent" or "Observation" && resource.GetRawText().Contains(observation, StringComparison.Ordinal));
        }

        Assert.Equal(0, (await reader.GetAsync($"Observation?_has:Provenance:target:agent=Organization/{Writer}&_id={observation}&_total=accurate")).Is(HttpStatusCode.OK).Json.GetProperty("total").GetInt32());
        await foreach (var (path, text) in ExportedAsync(reader, "$export", "Patient/$export", "$export?_type=Provenance,AuditEvent,Encounter")) Assert.False(text.Contains($"Observation/{observation}/_history", StringComparison.Ordinal) || text.Contains(marker, StringComparison.Ordinal), path);
    }

    private static async IAsyncEnumerable<(string Path, string Text)> ExportedAsync(Machine reader, params string[] paths)
    {
        foreach (var path in paths)
        {
            var start = (await reader.GetAsync(path, ("Prefer", "respond-async"), ("Accept", "application/fhir+json"))).Is(HttpStatusCode.Accepted);
            Answer manifest;
            while ((manifest = await reader.SendAsync(HttpMethod.Get, start.Response.Content.Headers.ContentLocation!.PathAndQuery)).Status == HttpStatusCode.Accepted) await Task.Delay(20, TestContext.Current.CancellationToken);
            foreach (var file in manifest.Is(HttpStatusCode.OK).Json.GetProperty("output").EnumerateArray())
            {
                yield return (path, Encoding.UTF8.GetString((await reader.SendAsync(HttpMethod.Get, new Uri(file.GetProperty("url").GetString()!).PathAndQuery)).Bytes));
            }
        }
    }

    // What asks about everything is asked once, above.
    // Ids here are of other lengths than that of nobody, and so is a body that is not sent: the matrix itself looks at HEAD.
    private static bool IsAboutOne(LeakMatrixTests.Look look) => look.Method != "HEAD" && (look.Path + look.Body).Contains('{', StringComparison.Ordinal) && ((string[])["{p}", "{o}", "{e}", "{m}", "{r}", "{l}", "{d}"]).Any((look.Path + look.Body).Contains);

    private static bool IsOfPerson(LeakMatrixTests.Look look) => look.Name is "who looked" or "what was given" or "compartment" or "preview of a consent" or "compartment of an encounter" or "search by person" or "last of each" or "patient that has it" or "encounter that has it";

    // One person as others would send them; null where the gateway took none of it.
    private async Task<World?> WorldAsync(Machine writer, Machine reader, ForeignPolicies policies)
    {
        var (person, marker) = ($"f{LeakMatrixTests.Letters()}", $"hidden{Guid.NewGuid():N}");
        var entries = new JsonArray();
        foreach (var (type, id, json, _) in policies.Resources(person, 3))
        {
            var resource = JsonNode.Parse(json)!.AsObject();
            if (type == "Condition") continue;
            if (type != "Patient") resource["id"] = id;
            if (type == "Observation") continue;
            resource["id"] = id;
            entries.Add((JsonNode)Put(resource));
        }

        var observation = policies.Body("Observation", $"{person}-r2", person);
        observation["identifier"] = new JsonArray(new JsonObject { ["value"] = marker });
        observation["code"]!["coding"]!.AsArray().Add((JsonNode)new JsonObject { ["system"] = "urn:m", ["code"] = marker });
        observation["text"] = new JsonObject { ["status"] = "generated", ["div"] = $"<div xmlns=\"http://www.w3.org/1999/xhtml\">{marker}</div>" };
        entries.Add((JsonNode)Put(observation));
        (await writer.PostAsync("", new JsonObject { ["resourceType"] = "Bundle", ["type"] = "batch", ["entry"] = entries }.ToJsonString())).Is(HttpStatusCode.OK);

        // What stands is what counts: some of it the gateway does not take.
        var stored = await writer.GetAsync($"Observation/{person}-r2");
        if (stored.Status != HttpStatusCode.OK) return null;
        var consents = (await writer.GetAsync($"Consent?_id={string.Join(',', Enumerable.Range(0, 5).Select(number => $"{person}-c{number}"))}&_count=50")).Is(HttpStatusCode.OK).Resources
            .Select(consent => Stored("Consent", consent.GetProperty("id").GetString()!, consent.GetRawText(), person, DataCategories.Consent)).ToList();
        if (consents.Count == 0) return null;
        var category = CategoryOf(JsonNode.Parse(stored.Bytes)!);
        var asked = Stored("Observation", $"{person}-r2", Encoding.UTF8.GetString(stored.Bytes), person, category);
        var requester = new Requester(reader.Id, "", RequesterRole.PartnerSystem, Reader, "", PurposeOfUse.Treatment, IsSystem: true) { OrganizationType = district.Room<OrganizationTypes>().Of(Reader) };
        var encounters = new Dictionary<string, JsonNode?>(StringComparer.Ordinal);
        foreach (var place in (int[])[0, 1]) encounters[$"Encounter/{person}-r{place.ToString(CultureInfo.InvariantCulture)}"] = JsonNode.Parse((await writer.GetAsync($"Encounter/{person}-r{place.ToString(CultureInfo.InvariantCulture)}")).Bytes);
        var reference = new ReferenceDecision(requester, district.Clock.GetUtcNow(), LegalBasisRules.Default);
        var author = Stored("Provenance", "v1", $$"""{"resourceType":"Provenance","target":[{"reference":"Observation/{{asked.Id}}/_history/1"}]}""", person, DataCategories.Record);
        return new(person, marker, consents, asked, Sees(asked), Sees(author));

        bool Sees(StoredResource resource) => reference.Sees(person, consents.Select(consent => (consent.Id, JsonNode.Parse(consent.Json.Span)!)), resource, encounters.GetValueOrDefault) is not null;
    }

    private static int Told(string name, int otherwise) => int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var told) ? told : otherwise;

    private static JsonObject Put(JsonObject resource) => new() { ["resource"] = resource, ["request"] = new JsonObject { ["method"] = "PUT", ["url"] = $"{resource["resourceType"]}/{resource["id"]}" } };

    private static StoredResource Stored(string type, string id, string json, string person, string category) => new(type, id, 1, default, false, Encoding.UTF8.GetBytes(json), new ResourceTags(person, category, Writer));

    private static string CategoryOf(JsonNode resource) =>
        (resource["meta"]?["security"] as JsonArray ?? []).Any(label => DataCategories.Sensitivities.Contains((string?)label!["code"] ?? "")) ? DataCategories.Sensitive : DataCategories.Clinical;

    private static string Describe(World world) => $"{Encoding.UTF8.GetString(world.Observation.Json.Span)}\n{string.Join('\n', world.Consents.Select(consent => Encoding.UTF8.GetString(consent.Json.Span)))}";
}
