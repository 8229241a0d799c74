using System.Text;
using CareExchange.Exchange.Interactions;
using CareExchange.Exchange.Operations;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Exchange.Tests.Operations;

public sealed class OperationInputReaderTests
{
    [Fact]
    public void Query_and_body_are_read_together_and_each_value_keeps_its_type()
    {
        var input = Read("_type=Patient,Observation&_type=Condition&_count=5", """{"resourceType":"Parameters","parameter":[{"name":"start","valueDate":"2026-01"}]}""").Value!;

        Assert.Equal(["Patient", "Observation", "Condition"], input.Texts("_type"));
        Assert.Equal((5, "2026-01", null), (input.Number("_count"), input.Text("start"), input.Text("end")));
        Assert.Equal("Parameters.parameter[0].value", input.Where("start"));
    }

    [Theory]
    [InlineData("_typ=Patient", null, "operation-parameter-unknown", "http._typ")]
    [InlineData("_count=1&_count=2", null, "operation-parameter-repeated", "http._count")]
    [InlineData("_count=x", null, "operation-parameter-value", "http._count")]
    [InlineData("_since=2026-01-01", null, "operation-parameter-value", "http._since")]
    [InlineData("", """{"resourceType":"Parameters","parameter":[{"name":"start","valueDate":"2026-01"},{"name":"start","valueDate":"2026-01"}]}""", "operation-parameter-repeated", "Parameters.parameter[1].value")]
    [InlineData("start=2026", """{"resourceType":"Parameters","parameter":[{"name":"start","valueDate":"2026-01"}]}""", "operation-parameter-repeated", "Parameters.parameter[0].value")]
    [InlineData("", """{"resourceType":"Parameters","parameter":[{"name":"_count","valueString":"5"}]}""", "operation-parameter-type", "Parameters.parameter[0].value")]
    [InlineData("", """{"resourceType":"Parameters","parameter":[{"name":"_count","part":[{"name":"x","valueInteger":1}]}]}""", "operation-parameter-type", "Parameters.parameter[0]")]
    [InlineData("", """{"resourceType":"Parameters","parameter":[{"name":"_count"}]}""", "operation-parameter-type", "Parameters.parameter[0]")]
    [InlineData("", """{"resourceType":"Parameters","parameter":[{"valueInteger":1}]}""", "operation-parameter-name", "Parameters.parameter[0]")]
    [InlineData("", """{"resourceType":"Patient"}""", "operation-body", null)]
    [InlineData("", "7", "operation-body", null)]
    [InlineData("", "{]", "json-syntax", null)]
    public void What_does_not_fit_is_refused_where_it_stands(string query, string? body, string rule, string? where)
    {
        var outcome = Read(query, body);

        Assert.False(outcome.Succeeded);
        Assert.Contains(outcome.Issues, issue => issue.Rule == rule && (where is null || issue.Expression == where));
    }

    [Theory]
    [InlineData("valueUri", true)]
    [InlineData("valueCanonical", true)]
    [InlineData("valueString", true)]
    [InlineData("valueBoolean", false)]
    public void Texts_that_clients_write_for_one_another_are_taken_and_others_are_not(string type, bool isTaken)
    {
        var value = type == "valueBoolean" ? "true" : "\"urn:x\"";
        var outcome = Read("", $$$"""{"resourceType":"Parameters","parameter":[{"name":"url","{{{type}}}":{{{value}}}}]}""", "ValueSet-expand");

        Assert.Equal(isTaken, outcome.Succeeded);
    }

    [Fact]
    public void A_resource_of_the_one_resource_parameter_may_stand_alone_and_one_of_another_type_may_not()
    {
        Assert.Equal("ValueSet", Read("filter=x", """{"resourceType":"ValueSet","status":"draft"}""", "ValueSet-expand").Value!.Element("valueSet").TypeName);
        Assert.Equal("operation-body", Read("", """{"resourceType":"CodeSystem","status":"draft","content":"complete"}""", "ValueSet-expand").Issues[0].Rule);
    }

    [Theory]
    [InlineData("$x", null, null, null)]
    [InlineData("Patient/$x", "Patient", null, null)]
    [InlineData("Patient/1/$x", "Patient", "1", null)]
    [InlineData("Patient/1/_history/2/$x", "Patient", "1", "2")]
    public void An_address_names_what_an_operation_is_asked_of(string path, string? type, string? id, string? version)
    {
        var target = OperationTarget.Read(path)!;

        Assert.Equal(("x", type, id, version, path), (target.Code, target.Type, target.Id, target.Version, target.Path));
    }

    [Theory]
    [InlineData("Patient")]
    [InlineData("Patient/1")]
    [InlineData("$")]
    [InlineData("Patient/1/_history/$x/y")]
    public void Other_addresses_name_none(string path) => Assert.Null(OperationTarget.Read(path));

    private static Outcome<OperationInput> Read(string query, string? body, string definition = "Patient-everything")
    {
        var entry = new OperationCatalog([new Sample(definition)], Schema.R4).Entries[0];
        var target = new OperationTarget(entry.Code, entry.Definition.Resources[0]);
        var request = new OperationRequest(target, IsGet: false, QueryPairs.Parse(query), body is null ? null : new ResourceBody(Encoding.UTF8.GetBytes(body)));
        return new OperationInputReader(entry, target, Schema.R4).Read(request);
    }

    private sealed class Sample(string id) : IOperation
    {
        public string Definition => $"http://hl7.org/fhir/OperationDefinition/{id}";

        public OperationNeed Need => OperationNeed.Nothing;

        public Task<Outcome<OperationAnswer>> InvokeAsync(OperationCall call, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
