using System.Net;
using System.Text;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Journeys.Tests.World;
using CareExchange.Validation.Instances;

namespace CareExchange.Journeys.Tests.Rest;

/// <summary>What holds for every operation: where it is found, how it is read, and what is said of input that does not fit.</summary>
[Collection(SharedDistrict.Name)]
public sealed class OperationTests(District district)
{
    private const string Xml = "application/fhir+xml";

    [Fact]
    public async Task What_is_not_offered_is_said_with_what_is()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");

        Assert.Contains("$convert", (await machine.GetAsync("$unheard-of")).Refused(HttpStatusCode.NotFound, "operation-unknown").Diagnostics, StringComparison.Ordinal);
        Assert.Contains("$validate", (await machine.PostAsync("Patient/$unheard-of", "{}")).Refused(HttpStatusCode.NotFound, "operation-unknown").Diagnostics, StringComparison.Ordinal);
        (await machine.GetAsync("Patient/1/$convert")).Refused(HttpStatusCode.NotFound, "operation-unknown");
        (await machine.GetAsync("Patien/$validate")).Refused(HttpStatusCode.NotFound, "type-unknown");
        (await machine.GetAsync("Patient/1/_history/2/$validate")).Refused(HttpStatusCode.NotFound, "operation-unknown");
    }

    [Fact]
    public async Task Input_that_does_not_fit_the_definition_is_refused_where_it_stands()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");

        var unknown = (await machine.PostAsync("Patient/$validate", "{\"resourceType\":\"Parameters\",\n\"parameter\":[{\"name\":\"modus\",\"valueCode\":\"create\"}]}")).Refused(HttpStatusCode.BadRequest, "operation-parameter-unknown");
        Assert.Equal(("Parameters.parameter[0]", 2), (unknown.Expression, unknown.Line));
        Assert.Contains("mode", unknown.Diagnostics, StringComparison.Ordinal);
        var repeated = (await machine.PostAsync("Patient/$validate", """{"resourceType":"Parameters","parameter":[{"name":"mode","valueCode":"create"},{"name":"mode","valueCode":"update"}]}""")).Refused(HttpStatusCode.BadRequest, "operation-parameter-repeated");
        Assert.Equal("Parameters.parameter[1].value", repeated.Expression);
        Assert.Equal("Parameters.parameter[0].value", (await machine.PostAsync("Patient/$validate", """{"resourceType":"Parameters","parameter":[{"name":"mode","valueInteger":1}]}""")).Refused(HttpStatusCode.BadRequest, "operation-parameter-type").Expression);
        (await machine.PostAsync("Patient/$validate", """{"resourceType":"Parameters","parameter":[{"name":"resource","valueString":"x"}]}""")).Refused(HttpStatusCode.BadRequest, "operation-parameter-type");
        (await machine.PostAsync("Patient/$validate", """{"resourceType":"Parameters","parameter":[{"valueString":"x"}]}""")).Refused(HttpStatusCode.BadRequest, "operation-parameter-name");
        (await machine.PostAsync("Patient/$validate", """{"resourceType":"Parameters","parameter":[{"name":"mode","valueCode":" x "}]}""")).Refused(HttpStatusCode.BadRequest, "operation-parameter-value");
        (await machine.GetAsync("Patient/$validate?resource=x")).Refused(HttpStatusCode.BadRequest, "operation-parameter-type");
        (await machine.GetAsync("$validate?unheard=x")).Refused(HttpStatusCode.BadRequest, "operation-parameter-unknown");
        (await machine.GetAsync("$convert")).Refused(HttpStatusCode.BadRequest, "operation-parameter-missing");
        (await machine.PostAsync("$convert", "")).Refused(HttpStatusCode.BadRequest, "operation-parameter-missing");
        (await machine.PostAsync("$convert", "[]")).Refused(HttpStatusCode.BadRequest, "operation-body");
        (await machine.PostAsync("$convert", "{")).Refused(HttpStatusCode.BadRequest, "json-syntax");
        var broken = await machine.SendAsync(HttpMethod.Post, "fhir/$convert", "<Patient xmlns=\"http://hl7.org/fhir\"><name>"u8.ToArray(), Xml);
        Assert.Equal(HttpStatusCode.BadRequest, broken.Status);
        (await machine.SendAsync(HttpMethod.Post, "fhir/$convert", "x"u8.ToArray(), "text/plain")).Refused(HttpStatusCode.UnsupportedMediaType, "media-type");
    }

    [Fact]
    public async Task A_resource_is_converted_both_ways_and_loses_nothing()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        const string Patient = """{"resourceType":"Patient","id":"a","text":{"status":"generated","div":"<div xmlns=\"http://www.w3.org/1999/xhtml\"><b>가온</b></div>"},"name":[{"family":"김","given":["가온","나온"],"_given":[null,{"id":"g"}]}],"birthDate":"1944-05"}""";

        var xml = (await machine.PostAsync("$convert", Patient, ("Accept", Xml))).Is(HttpStatusCode.OK);
        var back = (await machine.SendAsync(HttpMethod.Post, "fhir/$convert?_format=json", xml.Bytes, Xml)).Is(HttpStatusCode.OK);

        Assert.Equal(Xml, xml.Response.Content.Headers.ContentType?.MediaType);
        Assert.Contains("<family value=\"김\"/>", Encoding.UTF8.GetString(xml.Bytes), StringComparison.Ordinal);
        Assert.Equal(Patient, Encoding.UTF8.GetString(back.Bytes));
        var parameters = (await machine.PostAsync("$convert", $$"""{"resourceType":"Parameters","parameter":[{"name":"input","resource":{{Patient}}}]}""")).Is(HttpStatusCode.OK);
        Assert.Equal(Patient, Encoding.UTF8.GetString(parameters.Bytes));
        var itself = (await machine.PostAsync("$convert", """{"resourceType":"Parameters","parameter":[{"name":"anything","valueString":"x"}]}""", ("Accept", Xml))).Is(HttpStatusCode.OK);
        Assert.Contains("<name value=\"anything\"/>", Encoding.UTF8.GetString(itself.Bytes), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_operation_of_the_statement_can_be_read_as_a_valid_definition()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        var statement = (await machine.GetAsync("metadata")).Is(HttpStatusCode.OK);
        string[] definitions = [.. statement.Json.GetProperty("rest")[0].GetProperty("operation").EnumerateArray().Select(operation => operation.GetProperty("definition").GetString()!).Distinct()];
        Assert.Contains("http://hl7.org/fhir/OperationDefinition/Resource-validate", definitions);

        var validator = new ResourceValidator(Schema.R4);
        foreach (var id in definitions.Select(url => url.Split('/', ':')[^1]))
        {
            var definition = (await machine.GetAsync($"OperationDefinition/{id}")).Is(HttpStatusCode.OK);
            using var document = FhirDocument.Parse(definition.Bytes, Schema.R4).Value!;
            Assert.Empty(validator.Validate(document.Root).Where(issue => issue.IsError).Select(issue => $"{id} {issue.Expression} {issue.Rule} {issue.Found}"));
        }
    }
}
