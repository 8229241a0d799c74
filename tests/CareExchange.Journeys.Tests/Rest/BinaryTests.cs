using System.Net;
using System.Text;
using CareExchange.Journeys.Tests.World;

namespace CareExchange.Journeys.Tests.Rest;

/// <summary>Binary as the bytes it holds (R4 binary.html#rest).</summary>
[Collection(SharedDistrict.Name)]
public sealed class BinaryTests(District district)
{
    private static readonly byte[] Picture = [0x89, (byte)'P', (byte)'N', (byte)'G', 0, 1, 2, 255];

    [Fact]
    [Trait("spec", "binary#rest")]
    public async Task Bytes_that_are_sent_as_they_are_come_back_as_they_are_or_as_a_resource()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");

        var created = (await machine.SendAsync(HttpMethod.Post, "fhir/Binary", Picture, "image/png")).Is(HttpStatusCode.Created);
        var id = created.Text("id")!;
        var raw = (await machine.GetAsync($"Binary/{id}", ("Accept", "image/png"))).Is(HttpStatusCode.OK);
        var other = (await machine.GetAsync($"Binary/{id}", ("Accept", "text/html,image/*"))).Is(HttpStatusCode.OK);
        var resource = (await machine.GetAsync($"Binary/{id}", ("Accept", "application/fhir+json"))).Is(HttpStatusCode.OK);

        Assert.Equal(Picture, raw.Bytes);
        Assert.Equal(Picture, other.Bytes);
        Assert.Equal("image/png", raw.Response.Content.Headers.ContentType!.ToString());
        Assert.Equal("attachment", raw.Response.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Equal("W/\"1\"", raw.ETag);
        Assert.Equal(("image/png", Convert.ToBase64String(Picture)), (resource.Text("contentType"), resource.Text("data")));
        (await machine.GetAsync($"Binary/{id}?_format=ttl", ("Accept", "image/png"))).Refused(HttpStatusCode.NotAcceptable, "not-acceptable");
        (await machine.GetAsync($"Binary/{id}", ("Accept", "image/png"), ("If-None-Match", "W/\"1\""))).Is(HttpStatusCode.NotModified);
        (await machine.GetAsync("Binary/none", ("Accept", "image/png"))).Refused(HttpStatusCode.NotFound, "resource-unknown");
    }

    [Fact]
    [Trait("spec", "binary#rest")]
    public async Task An_update_with_bytes_makes_a_version_and_a_resource_may_be_read_as_bytes()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        var id = (await machine.PostAsync("Binary", $$"""{"resourceType":"Binary","contentType":"text/plain; charset=utf-8","data":"{{Convert.ToBase64String("안녕"u8)}}"}""")).Is(HttpStatusCode.Created).Text("id")!;

        Assert.Equal("안녕", Encoding.UTF8.GetString((await machine.GetAsync($"Binary/{id}", ("Accept", "text/plain"))).Is(HttpStatusCode.OK).Bytes));
        (await machine.SendAsync(HttpMethod.Put, $"fhir/Binary/{id}", Picture, "image/png", headers: ("If-Match", "W/\"9\""))).Is(HttpStatusCode.PreconditionFailed);
        (await machine.SendAsync(HttpMethod.Put, $"fhir/Binary/{id}", Picture, "image/png")).Is(HttpStatusCode.OK);
        Assert.Equal(Picture, (await machine.GetAsync($"Binary/{id}/_history/2", ("Accept", "image/png"))).Is(HttpStatusCode.OK).Bytes);
        Assert.Equal("안녕", Encoding.UTF8.GetString((await machine.GetAsync($"Binary/{id}/_history/1", ("Accept", "text/plain"))).Is(HttpStatusCode.OK).Bytes));
        (await machine.SendAsync(HttpMethod.Post, "fhir/Binary", Picture, "application/fhir+json; fhirVersion=5.0")).Refused(HttpStatusCode.UnsupportedMediaType, "media-type");
        (await machine.SendAsync(HttpMethod.Post, "fhir/Observation", Picture, "image/png")).Refused(HttpStatusCode.UnsupportedMediaType, "media-type");
    }

    [Fact]
    [Trait("spec", "binary#security")]
    public async Task The_security_context_decides_whose_bytes_they_are()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        using var stranger = await Machine.RegisterAsync(district, "hongje-homecare");
        var patient = (await machine.PostAsync("Patient", """{"resourceType":"Patient"}""")).Text("id")!;

        var id = (await machine.SendAsync(HttpMethod.Post, "fhir/Binary", Picture, "image/png", headers: ("X-Security-Context", $"Patient/{patient}"))).Is(HttpStatusCode.Created).Text("id")!;

        var raw = (await machine.GetAsync($"Binary/{id}", ("Accept", "image/png"))).Is(HttpStatusCode.OK);
        Assert.Equal($"Patient/{patient}", Assert.Single(raw.Response.Headers.GetValues("X-Security-Context")));
        Assert.Contains(await district.AuditAsync(machine.Id), entry => entry.Row is { Action: "read", Outcome: "permit" } row && row.Person == patient);
        (await stranger.GetAsync($"Binary/{id}", ("Accept", "image/png"))).Refused(HttpStatusCode.NotFound, "resource-unknown");
        Assert.Contains(await district.AuditAsync(stranger.Id), entry => entry.Row is { Action: "read", Outcome: "deny" } row && row.Person == patient);
    }
}
