using CareExchange.Cli.Validate;
using CareExchange.Fhir.Definitions;
using CareExchange.Validation.Rules;

namespace CareExchange.Cli.Tests.Validate;

public sealed class ValidationReportTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("validate-");

    [Fact]
    public void A_clean_resource_ends_with_zero_and_a_summary() =>
        Assert.Equal((0, "1 resources: 0 errors, 0 warnings"), Run("""{"resourceType":"Patient","text":{"status":"generated","div":"<div xmlns=\"http://www.w3.org/1999/xhtml\">A</div>"}}""", "a.json"));

    [Fact]
    public void An_error_is_told_with_its_place_rule_expected_and_found()
    {
        var (code, text) = Run("{\"resourceType\":\"Patient\",\n\"birthDate\":\"1948-02-30\"}", "a.json");

        Assert.Equal(1, code);
        Assert.Contains(":2:13: error primitive-format Patient.birthDate: The value is not a well-formed date. Expected: YYYY, YYYY-MM or YYYY-MM-DD. Found: 1948-02-30.", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_list_of_resources_tells_its_own_lines()
    {
        var (_, text) = Run("{\"resourceType\":\"Patient\",\"active\":true}\n\n{\"resourceType\":\"Patient\",\"active\":1}\n", "a.ndjson");

        Assert.Contains("a.ndjson:3:", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Korean_text_is_Korean() =>
        Assert.Contains("오류 json-kind Patient.active:", Run("""{"resourceType":"Patient","active":1}""", "a.json", isKorean: true).Text, StringComparison.Ordinal);

    [Fact]
    public void Json_is_one_OperationOutcome_for_each_resource()
    {
        var (_, text) = Run("""<Patient xmlns="http://hl7.org/fhir"><active value="maybe"/></Patient>""", "a.xml", isJson: true);

        Assert.StartsWith("""{"resourceType":"OperationOutcome","issue":[""", text, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', text);
    }

    [Fact]
    public void A_questionnaire_among_the_files_is_what_its_response_is_held_against()
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "q.json"), """{"resourceType":"Questionnaire","url":"http://a.kr/q","status":"active","item":[{"linkId":"1","type":"boolean","required":true}]}""");

        Assert.Contains("qr-answer-missing", Run("""{"resourceType":"QuestionnaireResponse","questionnaire":"http://a.kr/q","status":"completed"}""", "r.json").Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_there_is_named() =>
        Assert.Equal("nowhere.json", new ValidationInputs(["nowhere.json"], Schema.R4).Missing?.Name);

    public void Dispose() => _folder.Delete(recursive: true);

    private (int Code, string Text) Run(string resource, string name, bool isJson = false, bool isKorean = false)
    {
        File.WriteAllText(Path.Combine(_folder.FullName, name), resource);
        var inputs = new ValidationInputs([_folder.FullName], Schema.R4);
        using var output = new StringWriter();
        var code = new ValidationReport(output, isJson, isKorean).Write(inputs, Schema.R4, new ValidationOptions { Resources = inputs });
        return (code, output.ToString().Trim());
    }
}
