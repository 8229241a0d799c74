using System.Net;
using CareExchange.Journeys.Tests.World;

namespace CareExchange.Journeys.Tests.Rest;

/// <summary>HEAD, OPTIONS, Allow and addresses that are none (RFC 7231; R4 http.html#head).</summary>
[Collection(SharedDistrict.Name)]
public sealed class MethodTests(District district)
{
    [Theory]
    [InlineData("metadata")]
    [InlineData("Organization?_count=1")]
    [InlineData("Organization/{id}")]
    [InlineData("Organization/{id}/_history")]
    [InlineData("Organization/{id}/_history/1")]
    [InlineData("Organization/_history?_count=1")]
    [InlineData("_history?_count=1")]
    [InlineData("Organization/unknown")]
    [InlineData("Organization?nonsense=1")]
    [InlineData("Nonsense/1")]
    [InlineData("Nonsense/1/2/3/4/5")]
    public async Task HEAD_is_GET_without_the_body(string path)
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        path = path.Replace("{id}", (await machine.PostAsync("Organization", """{"resourceType":"Organization","name":"시험"}""")).Text("id"), StringComparison.Ordinal);

        var get = await machine.GetAsync(path);
        var head = await machine.SendAsync(HttpMethod.Head, $"fhir/{path}");

        Assert.Equal((get.Status, get.ETag, get.Response.Content.Headers.LastModified), (head.Status, head.ETag, head.Response.Content.Headers.LastModified));
        Assert.Equal(get.Response.Content.Headers.ContentType, head.Response.Content.Headers.ContentType);
        Assert.Empty(head.Bytes);
        Assert.True(head.Response.Content.Headers.ContentLength > 0);
    }

    [Theory]
    [InlineData("fhir/Patient", "DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT")]
    [InlineData("fhir/Patient/1", "DELETE, GET, HEAD, OPTIONS, PATCH, PUT")]
    [InlineData("fhir/Patient/1/_history", "GET, HEAD, OPTIONS")]
    [InlineData("fhir/metadata", "GET, HEAD, OPTIONS")]
    public async Task OPTIONS_and_a_method_that_is_not_served_tell_what_is(string path, string expected)
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");

        var options = (await machine.SendAsync(HttpMethod.Options, path)).Is(HttpStatusCode.NoContent);
        var refused = await machine.SendAsync(HttpMethod.Parse("LINK"), path);

        refused.Refused(HttpStatusCode.MethodNotAllowed, "method-not-allowed");
        Assert.All(expected.Split(", "), method => Assert.Contains(method, options.Response.Content.Headers.Allow));
        Assert.Equal(options.Response.Content.Headers.Allow, refused.Response.Content.Headers.Allow);
    }

    [Fact]
    public async Task An_unknown_operation_or_type_is_404_whatever_the_method()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        var body = """{"resourceType":"Parameters"}"""u8.ToArray();

        (await machine.GetAsync("Patient/$nonsense")).Refused(HttpStatusCode.NotFound, "operation-unknown");
        (await machine.SendAsync(HttpMethod.Post, "fhir/Patient/$nonsense", body)).Refused(HttpStatusCode.NotFound, "operation-unknown");
        (await machine.SendAsync(HttpMethod.Post, "fhir/Patient/1/$nonsense", body)).Refused(HttpStatusCode.NotFound, "operation-unknown");
        (await machine.SendAsync(HttpMethod.Post, "fhir/$nonsense", body)).Refused(HttpStatusCode.NotFound, "operation-unknown");
        (await machine.GetAsync("Nonsense?name=x")).Refused(HttpStatusCode.NotFound, "type-unknown");
        (await machine.PostAsync("Nonsense", """{"resourceType":"Nonsense"}""")).Refused(HttpStatusCode.NotFound, "type-unknown");
        (await machine.PutAsync("patient/1", """{"resourceType":"Patient","id":"1"}""")).Refused(HttpStatusCode.NotFound, "type-unknown");
    }

    [Fact]
    public async Task A_request_keeps_its_own_id_or_gets_ours_and_its_own_back()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");

        var kept = await machine.GetAsync("metadata", ("X-Request-Id", "case-7.1"));
        var replaced = await machine.GetAsync("metadata", ("X-Request-Id", "case 7/1"));
        var given = await machine.GetAsync("Patient/unknown", ("X-Correlation-Id", "visit 7"));

        Assert.Equal(["case-7.1"], kept.Response.Headers.GetValues("X-Request-Id"));
        Assert.False(kept.Response.Headers.Contains("X-Correlation-Id"));
        Assert.NotEqual(["case 7/1"], replaced.Response.Headers.GetValues("X-Request-Id"));
        Assert.Equal(["case 7/1"], replaced.Response.Headers.GetValues("X-Correlation-Id"));
        Assert.Equal(["visit 7"], given.Response.Headers.GetValues("X-Correlation-Id"));
    }

    [Fact]
    public async Task Each_mistake_has_its_status()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");

        (await machine.PostAsync("Organization", """{"resourceType":"Organization","name":}""")).Refused(HttpStatusCode.BadRequest, "json-syntax");
        (await machine.PostAsync("Organization", "")).Refused(HttpStatusCode.BadRequest, "json-syntax");
        (await machine.PostAsync("Organization", """{"resourceType":"Patient"}""")).Refused(HttpStatusCode.BadRequest, "resource-type");
        (await machine.PutAsync("Organization/a", """{"resourceType":"Organization","id":"b","name":"x"}""")).Refused(HttpStatusCode.BadRequest, "resource-id");
        (await machine.PutAsync("Organization/a", """{"resourceType":"Organization","name":"x"}""")).Refused(HttpStatusCode.BadRequest, "resource-id");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await machine.PostAsync("Organization", """{"resourceType":"Organization","name":7}""")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await machine.GetAsync("Organization?nonsense=1")).Status);
        (await machine.PostAsync("", """{"resourceType":"Bundle","type":"collection"}""")).Refused(HttpStatusCode.BadRequest, "bundle-request");
        (await machine.PostAsync("", """{"resourceType":"Organization","name":"x"}""")).Refused(HttpStatusCode.BadRequest, "bundle-request");
    }
}
