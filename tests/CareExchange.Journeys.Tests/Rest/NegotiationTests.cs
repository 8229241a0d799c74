using System.IO.Compression;
using System.Net;
using System.Text;
using CareExchange.Journeys.Tests.World;

namespace CareExchange.Journeys.Tests.Rest;

/// <summary>Formats, packing and preferences: what a caller may ask of the answer's shape (R4 http.html#mime-type, #ops).</summary>
[Collection(SharedDistrict.Name)]
public sealed class NegotiationTests(District district)
{
    private const string Organization = """{"resourceType":"Organization","name":"시험"}""";

    [Theory]
    [InlineData("?_format=json", null, "application/fhir+json")]
    [InlineData("?_format=application/json", null, "application/json")]
    [InlineData("?_format=application/fhir%2Bjson", "application/fhir+xml", "application/fhir+json")]
    [InlineData("?_format=application/fhir+json", null, "application/fhir+json")]
    [InlineData("?_format=application/fhir%2Bjson;%20fhirVersion=4.0", null, "application/fhir+json")]
    [InlineData("?_format=text/json", null, "text/json")]
    [InlineData("?_format=xml", "application/fhir+json", "application/fhir+xml")]
    [InlineData("?_format=XML", null, "application/fhir+xml")]
    [InlineData("?_format=text/xml", null, "text/xml")]
    [InlineData("?_format=application/xml", null, "application/xml")]
    [InlineData("?_format=application/fhir%2Bxml", null, "application/fhir+xml")]
    [InlineData("", "application/json", "application/json")]
    [InlineData("", "text/xml", "text/xml")]
    [InlineData("", "application/fhir+xml;q=0.4, application/fhir+json;q=0.9", "application/fhir+json")]
    [InlineData("", "text/html, application/xhtml+xml, */*;q=0.1", "application/fhir+json")]
    [InlineData("", "application/fhir+json; fhirVersion=3.0, application/fhir+xml; fhirVersion=4.0", "application/fhir+xml")]
    public async Task Every_spelling_of_a_format_is_understood_and_a_generic_type_is_answered_as_asked(string query, string? accept, string type)
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        var id = (await machine.PostAsync("Organization", Organization)).Text("id");

        var answer = accept is null ? await machine.GetAsync($"Organization/{id}{query}") : await machine.GetAsync($"Organization/{id}{query}", ("Accept", accept));

        Assert.Equal(type, answer.Is(HttpStatusCode.OK).Response.Content.Headers.ContentType?.MediaType);
        Assert.Equal("utf-8", answer.Response.Content.Headers.ContentType?.CharSet);
    }

    [Fact]
    public async Task Another_FHIR_version_or_charset_is_another_format()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        var body = Encoding.UTF8.GetBytes(Organization);

        (await machine.GetAsync("Organization", ("Accept", "application/fhir+json; fhirVersion=3.0"))).Refused(HttpStatusCode.NotAcceptable, "not-acceptable");
        (await machine.GetAsync("Organization?_format=json;fhirVersion=5.0")).Refused(HttpStatusCode.NotAcceptable, "not-acceptable");
        (await machine.SendAsync(HttpMethod.Post, "fhir/Organization", body, "application/fhir+json; fhirVersion=3.0")).Refused(HttpStatusCode.UnsupportedMediaType, "media-type");
        (await machine.SendAsync(HttpMethod.Post, "fhir/Organization", body, "application/fhir+json; charset=euc-kr")).Refused(HttpStatusCode.UnsupportedMediaType, "media-type");
        (await machine.SendAsync(HttpMethod.Post, "fhir/Organization", body, "application/fhir+json; fhirVersion=4.0; charset=UTF-8")).Is(HttpStatusCode.Created);
    }

    [Fact]
    public async Task A_form_may_say_how_its_answer_is_written()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        var key = Guid.NewGuid().ToString("N");
        await machine.PostAsync("Organization", $$"""{"resourceType":"Organization","identifier":[{"system":"urn:test","value":"{{key}}"}],"name":"시험","alias":["가"]}""");
        Task<Answer> Form(string form) => machine.SendAsync(HttpMethod.Post, "fhir/Organization/_search", Encoding.UTF8.GetBytes(form), "application/x-www-form-urlencoded");

        var xml = (await Form($"identifier=urn:test|{key}&_format=xml")).Is(HttpStatusCode.OK);
        var cut = (await Form($"identifier=urn:test|{key}&_elements=name")).Is(HttpStatusCode.OK);
        var count = (await Form($"identifier=urn:test|{key}&_summary=count")).Is(HttpStatusCode.OK);

        Assert.Equal("application/fhir+xml", xml.Response.Content.Headers.ContentType?.MediaType);
        Assert.False(cut.Resources[0].TryGetProperty("alias", out _));
        Assert.Contains("_elements=name", cut.Json.GetProperty("link")[0].GetProperty("url").GetString());
        Assert.Equal((1, 0), (count.Json.GetProperty("total").GetInt32(), count.Resources.Count));
        (await Form("_format=ttl")).Refused(HttpStatusCode.NotAcceptable, "not-acceptable");
    }

    [Theory]
    [InlineData("gzip", "gzip")]
    [InlineData("br", "br")]
    [InlineData("gzip, deflate, br", "br")]
    [InlineData("br;q=0.1, gzip", "gzip")]
    [InlineData("br;q=0, *", "gzip")]
    [InlineData("identity", null)]
    [InlineData("gzip;q=0", null)]
    public async Task A_long_answer_is_packed_as_the_caller_accepts(string accepted, string? coding)
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        var id = (await machine.PostAsync("Organization", $$"""{"resourceType":"Organization","name":"{{string.Concat(Enumerable.Repeat("긴 이름 ", 500)).Trim()}}"}""")).Text("id");
        var plain = (await machine.GetAsync($"Organization/{id}")).Is(HttpStatusCode.OK);

        var packed = (await machine.GetAsync($"Organization/{id}", ("Accept-Encoding", accepted))).Is(HttpStatusCode.OK);

        Assert.Equal(coding ?? "", string.Join(',', packed.Response.Content.Headers.ContentEncoding));
        Assert.Contains("Accept-Encoding", packed.Response.Headers.Vary);
        Assert.Equal(packed.Bytes.Length, packed.Response.Content.Headers.ContentLength);
        using var unpacked = new MemoryStream();
        using Stream stream = coding switch
        {
            "br" => new BrotliStream(new MemoryStream(packed.Bytes), CompressionMode.Decompress),
            "gzip" => new GZipStream(new MemoryStream(packed.Bytes), CompressionMode.Decompress),
            _ => new MemoryStream(packed.Bytes),
        };
        await stream.CopyToAsync(unpacked, TestContext.Current.CancellationToken);
        Assert.Equal(plain.Bytes, unpacked.ToArray());
    }

    [Fact]
    public async Task A_packed_body_is_unpacked_no_further_than_any_body_is_read()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        Task<Answer> Post(byte[] body, string coding) => machine.SendAsync(HttpMethod.Post, "fhir/Organization", body, headers: ("Content-Encoding", coding));

        (await Post(Gzip(Encoding.UTF8.GetBytes(Organization)), "gzip")).Is(HttpStatusCode.Created);
        (await Post(Gzip(new byte[(32 * 1024 * 1024) + 1]), "gzip")).Refused(HttpStatusCode.RequestEntityTooLarge, "body-limit");
        (await Post(Encoding.UTF8.GetBytes(Organization), "gzip")).Refused(HttpStatusCode.BadRequest, "body-unpacking");
        var unknown = await Post(Encoding.UTF8.GetBytes(Organization), "zstd");
        unknown.Refused(HttpStatusCode.UnsupportedMediaType, "content-coding");
        Assert.Contains("gzip", string.Join(',', unknown.Response.Headers.GetValues("Accept-Encoding")));
    }

    [Fact]
    public async Task What_is_preferred_is_answered_and_said()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");

        var minimal = (await machine.PostAsync("Organization", Organization, ("Prefer", "return=minimal"))).Is(HttpStatusCode.Created);
        var outcome = (await machine.PostAsync("Organization", Organization, ("Prefer", "handling=lenient; return=OperationOutcome"))).Is(HttpStatusCode.Created);
        var whole = (await machine.PostAsync("Organization", Organization, ("Prefer", "return=\"representation\""))).Is(HttpStatusCode.Created);
        var unknown = (await machine.PostAsync("Organization", Organization, ("Prefer", "return=everything"))).Is(HttpStatusCode.Created);

        Assert.Empty(minimal.Bytes);
        Assert.Equal("OperationOutcome", outcome.Text("resourceType"));
        Assert.Equal(("Organization", "Organization"), (whole.Text("resourceType"), unknown.Text("resourceType")));
        Assert.Equal(["return=minimal"], minimal.Response.Headers.GetValues("Preference-Applied"));
        Assert.Equal(["return=OperationOutcome"], outcome.Response.Headers.GetValues("Preference-Applied"));
        Assert.Equal(["return=representation"], whole.Response.Headers.GetValues("Preference-Applied"));
        Assert.False(unknown.Response.Headers.Contains("Preference-Applied"));
        Assert.All(new[] { minimal, outcome, whole, unknown }, answer =>
        {
            Assert.Equal("W/\"1\"", answer.ETag);
            Assert.NotNull(answer.Response.Content.Headers.LastModified);
            Assert.Matches("/fhir/Organization/[^/]+/_history/1$", answer.Response.Headers.Location!.AbsolutePath);
        });
    }

    private static byte[] Gzip(byte[] body)
    {
        using var buffer = new MemoryStream();
        using (var packer = new GZipStream(buffer, CompressionLevel.Optimal, leaveOpen: true)) packer.Write(body);
        return buffer.ToArray();
    }
}
