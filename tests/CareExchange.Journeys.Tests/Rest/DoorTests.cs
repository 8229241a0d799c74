using System.Net;
using System.Text;
using CareExchange.Journeys.Tests.World;

namespace CareExchange.Journeys.Tests.Rest;

/// <summary>What stands before every interaction: addresses, methods, media types, sizes.</summary>
[Collection(SharedDistrict.Name)]
public sealed class DoorTests(District district)
{
    [Fact]
    public async Task What_is_not_there_is_404_in_both_languages()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");

        (await machine.GetAsync("Patient/unknown")).Refused(HttpStatusCode.NotFound, "resource-unknown");
        (await machine.GetAsync("Patient/unknown/_history")).Refused(HttpStatusCode.NotFound, "resource-unknown");
        (await machine.GetAsync("Pateint/1")).Refused(HttpStatusCode.NotFound, "type-unknown");
        (await machine.GetAsync("DomainResource/1")).Refused(HttpStatusCode.NotFound, "type-unknown");
        (await machine.GetAsync("Patient/1/2/3/4")).Refused(HttpStatusCode.NotFound, "address-unknown");
    }

    [Fact]
    public async Task A_method_that_is_not_served_is_405()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");

        var answer = await machine.SendAsync(HttpMethod.Trace, "fhir/Patient/1");

        answer.Refused(HttpStatusCode.MethodNotAllowed, "method-not-allowed");
        Assert.Contains("PUT", answer.Response.Content.Headers.Allow);
    }

    [Fact]
    public async Task Only_FHIR_JSON_and_XML_are_read_and_answered()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");

        (await machine.SendAsync(HttpMethod.Post, "fhir/Patient", "<Patient/>"u8.ToArray(), "text/turtle")).Refused(HttpStatusCode.UnsupportedMediaType, "media-type");
        (await machine.GetAsync("Patient/1", ("Accept", "text/turtle"))).Refused(HttpStatusCode.NotAcceptable, "not-acceptable");
        (await machine.GetAsync("Patient?_format=ttl")).Refused(HttpStatusCode.NotAcceptable, "not-acceptable");
        (await machine.GetAsync("Patient?_format=json&_count=1", ("Accept", "text/turtle"))).Is(HttpStatusCode.OK);
        (await machine.GetAsync("Patient?_count=1", ("Accept", "text/html, application/fhir+json;q=0.5"))).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_body_over_the_limit_is_413()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");

        var answer = await machine.SendAsync(HttpMethod.Post, "fhir/Patient", new byte[(32 * 1024 * 1024) + 1]);

        Assert.Contains("33554432", answer.Refused(HttpStatusCode.RequestEntityTooLarge, "body-limit").Diagnostics);
    }

    [Fact]
    public async Task HEAD_answers_the_headers_of_GET_without_a_body()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        var id = (await machine.PostAsync("Organization", """{"resourceType":"Organization","name":"시험"}""")).Is(HttpStatusCode.Created).Text("id");

        var get = await machine.GetAsync($"Organization/{id}");
        var head = await machine.SendAsync(HttpMethod.Head, $"fhir/Organization/{id}");

        Assert.Empty(head.Is(HttpStatusCode.OK).Bytes);
        Assert.Equal(get.ETag, head.ETag);
        Assert.Equal(get.Bytes.Length, head.Response.Content.Headers.ContentLength);
    }

    [Fact]
    public async Task Korean_and_every_digit_of_a_decimal_come_back_as_they_were_sent()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");

        var created = await machine.PostAsync("Observation", """
            {"resourceType":"Observation","status":"final","code":{"text":"체중 kg"},"valueQuantity":{"value":47.80,"unit":"kg"}}
            """);

        var text = Encoding.UTF8.GetString((await machine.GetAsync($"Observation/{created.Text("id")}")).Bytes);
        Assert.Contains("체중 kg", text);
        Assert.Contains("47.80", text);
    }
}
