using System.Text;
using System.Text.Json.Nodes;
using CareExchange.Cli.Conform;

namespace CareExchange.Cli.Tests.Conform;

public sealed class ConformCommandTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("conform-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_FHIRPath_case_fails_when_value_type_order_or_error_differ()
    {
        Write("patient.xml", """<Patient xmlns="http://hl7.org/fhir"><name><given value="a"/><given value="b"/></name></Patient>""");
        Write("tests-fhir-r4.xml", """
            <tests><group name="g">
              <test name="right" inputfile="patient.xml"><expression>name.given</expression><output type="string">a</output><output type="string">b</output></test>
              <test name="order" inputfile="patient.xml"><expression>name.given</expression><output type="string">b</output><output type="string">a</output></test>
              <test name="anyOrder" ordered="false" inputfile="patient.xml"><expression>name.given</expression><output type="string">b</output><output type="string">a</output></test>
              <test name="type" inputfile="patient.xml"><expression>1</expression><output type="string">1</output></test>
              <test name="predicate" predicate="true" inputfile="patient.xml"><expression>name.given</expression><output type="boolean">true</output></test>
              <test name="error" inputfile="patient.xml"><expression invalid="semantic">name.nick</expression></test>
              <test name="noError" inputfile="patient.xml"><expression invalid="semantic">name.given</expression></test>
              <test name="gone" inputfile="nobody.xml"><expression>name</expression></test>
            </group></tests>
            """);

        Assert.Equal(
            ["Passed g/right", "Failed g/order", "Passed g/anyOrder", "Failed g/type", "Passed g/predicate", "Passed g/error", "Failed g/noError", "Skipped g/gone"],
            Run(new FhirPathSuite()));
    }

    [Fact]
    public void A_round_trip_tells_what_gets_lost_and_leaves_out_what_is_no_resource()
    {
        Directory.CreateDirectory(Path.Combine(_folder.FullName, "deep"));
        Write("deep/a.json", """{"resourceType":"Patient","multipleBirthInteger":2,"name":[{"given":["a","b"],"_given":[{"id":"x"}]}]}""");
        Write("b.xml", """<Patient xmlns="http://hl7.org/fhir"><!-- c --><text><status value="generated"/><div xmlns="http://www.w3.org/1999/xhtml"> a <b>b</b></div></text></Patient>""");
        Write("c.xml", """<Patient xmlns="http://hl7.org/fhir"><gender value="male"/><active value="true"/></Patient>""");
        Write("package.json", """{"name":"x"}""");
        Write("broken.json", """{"resourceType":""");

        Assert.Equal(["Passed b.xml", "Failed broken.json", "Failed c.xml", "Passed deep/a.json", "Skipped package.json"], Run(new RoundTripSuite()));
    }

    [Fact]
    public void Every_case_is_reported_as_JSON()
    {
        var file = new FileInfo(Path.Combine(_folder.FullName, "out.json"));

        ConformanceReport.Write([new("a", Verdict.Passed), new("b", Verdict.Failed, "왜"), new("c", Verdict.Skipped, "no data")], file);

        Assert.Equal(
            """[{"case":"a","verdict":"passed"},{"case":"b","verdict":"failed","detail":"왜"},{"case":"c","verdict":"skipped","detail":"no data"}]""",
            JsonNode.Parse(File.ReadAllText(file.FullName))!.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
    }

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder.FullName, name), text, Encoding.UTF8);

    private List<string> Run(IConformanceSuite suite) => [.. suite.Run(_folder).Select(result => $"{result.Verdict} {result.Case}")];
}
