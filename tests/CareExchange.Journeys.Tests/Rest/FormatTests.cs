using System.Net;
using System.Text;
using CareExchange.Journeys.Tests.World;

namespace CareExchange.Journeys.Tests.Rest;

/// <summary>XML and JSON both ways, and writing for people.</summary>
[Collection(SharedDistrict.Name)]
public sealed class FormatTests(District district)
{
    private const string Observation = """
        <Observation xmlns="http://hl7.org/fhir"><status value="final"/><code><text value="걸음 수"/></code><valueQuantity><value value="4200.0"/></valueQuantity></Observation>
        """;

    [Fact]
    public async Task A_resource_sent_as_XML_is_read_as_either_with_every_digit()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");

        var created = await machine.SendAsync(HttpMethod.Post, "fhir/Observation", Encoding.UTF8.GetBytes(Observation), "application/fhir+xml", null, ("Accept", "application/fhir+xml"));
        var id = created.Is(HttpStatusCode.Created).Response.Headers.Location!.AbsolutePath.Split('/')[3];
        var xml = (await machine.GetAsync($"Observation/{id}?_format=xml")).Is(HttpStatusCode.OK);
        var json = (await machine.GetAsync($"Observation/{id}", ("Accept", "application/fhir+xml;q=0.5, application/fhir+json"))).Is(HttpStatusCode.OK);

        Assert.Equal("application/fhir+xml", created.Response.Content.Headers.ContentType?.MediaType);
        Assert.Equal("application/fhir+xml", xml.Response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(created.Bytes, xml.Bytes);
        Assert.Contains("<value value=\"4200.0\"/>", Encoding.UTF8.GetString(xml.Bytes), StringComparison.Ordinal);
        Assert.Equal("4200.0", json.Json.GetProperty("valueQuantity").GetProperty("value").GetRawText());
    }

    [Fact]
    public async Task Searches_transactions_and_refusals_come_as_XML_too()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        var bundle = $"""
            <Bundle xmlns="http://hl7.org/fhir"><type value="transaction"/><entry><resource>{Observation}</resource>
            <request><method value="POST"/><url value="Observation"/></request></entry></Bundle>
            """;

        var done = await machine.SendAsync(HttpMethod.Post, "fhir/", Encoding.UTF8.GetBytes(bundle), "application/fhir+xml");
        var found = await machine.GetAsync("Observation?_count=1&_format=xml");
        var refused = await machine.GetAsync("Observation?nonsense=1&_format=application/fhir%2Bxml");

        Assert.Equal("transaction-response", done.Is(HttpStatusCode.OK).Text("type"));
        Assert.StartsWith("<Bundle xmlns=\"http://hl7.org/fhir\"", Root(found.Is(HttpStatusCode.OK)), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
        Assert.StartsWith("<OperationOutcome xmlns=\"http://hl7.org/fhir\"", Root(refused), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_wrong_with_XML_is_told_with_its_line_and_column()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");

        var order = await machine.SendAsync(HttpMethod.Post, "fhir/Observation", "<Observation xmlns=\"http://hl7.org/fhir\">\n<code><text value=\"x\"/></code>\n  <status value=\"final\"/></Observation>"u8.ToArray(), "application/fhir+xml");
        var code = await machine.SendAsync(HttpMethod.Post, "fhir/Observation", "<Observation xmlns=\"http://hl7.org/fhir\">\n  <status value=\"finished\"/>\n<code><text value=\"x\"/></code></Observation>"u8.ToArray(), "application/fhir+xml");
        var doctype = await machine.SendAsync(HttpMethod.Post, "fhir/Observation", "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><Observation xmlns=\"http://hl7.org/fhir\"/>"u8.ToArray(), "application/fhir+xml");

        Assert.Equal(("xml-order", 3), (order.Issues[0].Rule, order.Issues[0].Line));
        Assert.Equal(("binding-required", 2), (code.Issues[0].Rule, code.Issues[0].Line));
        Assert.Equal("xml-dtd", doctype.Issues[0].Rule);
    }

    [Fact]
    public async Task Pretty_is_for_people_and_changes_no_value()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        var created = await machine.SendAsync(HttpMethod.Post, "fhir/Observation", Encoding.UTF8.GetBytes(Observation), "application/fhir+xml");

        var pretty = (await machine.GetAsync($"Observation/{created.Text("id")}?_pretty=true")).Is(HttpStatusCode.OK);

        Assert.Contains("\n  \"status\": \"final\"", Encoding.UTF8.GetString(pretty.Bytes), StringComparison.Ordinal);
        Assert.Contains("4200.0", Encoding.UTF8.GetString(pretty.Bytes), StringComparison.Ordinal);
    }

    private static string Root(Answer answer)
    {
        var text = Encoding.UTF8.GetString(answer.Bytes);
        return text[(text.IndexOf("?>", StringComparison.Ordinal) + 2)..].TrimStart();
    }
}
