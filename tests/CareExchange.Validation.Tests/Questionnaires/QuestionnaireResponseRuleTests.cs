namespace CareExchange.Validation.Tests.Questionnaires;

/// <summary>Responses beside a questionnaire that they contain.</summary>
public class QuestionnaireResponseRuleTests
{
    [Theory]
    [InlineData("boolean", "\"valueBoolean\":true")]
    [InlineData("decimal", "\"valueDecimal\":1.5")]
    [InlineData("integer", "\"valueInteger\":1")]
    [InlineData("date", "\"valueDate\":\"2026-01\"")]
    [InlineData("text", "\"valueString\":\"두 줄\\n\"")]
    [InlineData("url", "\"valueUri\":\"http://a.kr\"")]
    [InlineData("attachment", "\"valueAttachment\":{\"url\":\"http://a.kr\"}")]
    [InlineData("open-choice", "\"valueString\":\"다른 것\"")]
    public void An_answer_of_the_type_asked_for_is_right(string type, string value) =>
        Assert.Empty(Errors($$"""{"linkId":"1","type":"{{type}}"}""", $$"""{"linkId":"1","answer":[{{{value}}}]}"""));

    [Theory]
    [InlineData("boolean", "\"valueString\":\"true\"")]
    [InlineData("integer", "\"valueDecimal\":1")]
    [InlineData("string", "\"valueCoding\":{\"code\":\"a\"}")]
    [InlineData("choice", "\"valueBoolean\":true")]
    public void An_answer_of_another_type_is_refused(string type, string value) =>
        Assert.StartsWith("qr-answer-type at", Assert.Single(Errors($$"""{"linkId":"1","type":"{{type}}"}""", $$"""{"linkId":"1","answer":[{{{value}}}]}""")), StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"linkId":"9"}""", "qr-link-id-unknown")]
    [InlineData("""{"linkId":"1","answer":[{"valueString":"a"},{"valueString":"b"}]}""", "qr-answer-repeats")]
    [InlineData("""{"linkId":"1"},{"linkId":"1"}""", "qr-item-repeats")]
    [InlineData("""{"linkId":"1","text":"다른 문구"}""", "qr-item-text")]
    public void An_item_is_one_of_the_questionnaire_as_often_as_it_permits(string items, string rule) =>
        Assert.Contains(Errors("""{"linkId":"1","type":"string","text":"문구"}""", items), error => error.StartsWith(rule + " at", StringComparison.Ordinal));

    [Fact]
    public void Items_stand_in_the_order_and_place_of_the_questionnaire()
    {
        const string Form = """{"linkId":"1","type":"group","item":[{"linkId":"1.1","type":"string"}]},{"linkId":"2","type":"string"}""";

        Assert.Equal(["qr-item-order at QuestionnaireResponse"], Errors(Form, """{"linkId":"2"},{"linkId":"1"}"""));
        Assert.Equal(["qr-item-misplaced at QuestionnaireResponse"], Errors(Form, """{"linkId":"1.1"}"""));
        Assert.Equal(["qr-group-answer at QuestionnaireResponse.item[0]"], Errors(Form, """{"linkId":"1","answer":[{"valueString":"a"}]}"""));
    }

    [Theory]
    [InlineData("completed", 1)]
    [InlineData("in-progress", 0)]
    public void A_required_answer_may_be_missing_only_until_the_response_is_completed(string status, int errors) =>
        Assert.Equal(errors, Errors("""{"linkId":"1","type":"string","required":true}""", """{"linkId":"2"}""", """{"linkId":"2","type":"display"}""", status).Length);

    [Theory]
    [InlineData("=", "\"answerBoolean\":true", "\"valueBoolean\":true", true)]
    [InlineData("!=", "\"answerBoolean\":true", "\"valueBoolean\":true", false)]
    [InlineData("exists", "\"answerBoolean\":true", "\"valueBoolean\":false", true)]
    [InlineData(">", "\"answerInteger\":3", "\"valueInteger\":4", true)]
    [InlineData("<=", "\"answerInteger\":3", "\"valueInteger\":4", false)]
    [InlineData("=", "\"answerCoding\":{\"system\":\"urn:x\",\"code\":\"a\"}", "\"valueCoding\":{\"system\":\"urn:x\",\"code\":\"a\",\"display\":\"A\"}", true)]
    [InlineData(">=", "\"answerDate\":\"2026-01-01\"", "\"valueDate\":\"2025-12-31\"", false)]
    public void A_required_question_counts_only_where_its_condition_is_met(string operation, string named, string given, bool isEnabled)
    {
        var type = named.Contains("Boolean", StringComparison.Ordinal) ? "boolean" : named.Contains("Integer", StringComparison.Ordinal) ? "integer" : named.Contains("Date", StringComparison.Ordinal) ? "date" : "choice";
        var form = $$"""{"linkId":"1","type":"{{type}}"},{"linkId":"2","type":"string","required":true,"enableWhen":[{"question":"1","operator":"{{operation}}",{{named}}}]}""";

        Assert.Equal(isEnabled ? ["qr-answer-missing at QuestionnaireResponse"] : [], Errors(form, $$"""{"linkId":"1","answer":[{{{given}}}]}"""));
    }

    [Fact]
    public void An_answer_to_a_question_whose_condition_is_not_met_is_refused() =>
        Assert.Equal(["qr-item-disabled at QuestionnaireResponse.item[0]"], Errors(
            """{"linkId":"1","type":"boolean"},{"linkId":"2","type":"string","enableWhen":[{"question":"1","operator":"=","answerBoolean":true}]}""",
            """{"linkId":"2","answer":[{"valueString":"a"}]}"""));

    [Theory]
    [InlineData("\"valueCoding\":{\"system\":\"urn:x\",\"code\":\"a\"}", 0)]
    [InlineData("\"valueCoding\":{\"system\":\"urn:x\",\"code\":\"b\"}", 1)]
    public void A_choice_is_one_of_the_options(string value, int errors) =>
        Assert.Equal(errors, Errors("""{"linkId":"1","type":"choice","answerOption":[{"valueCoding":{"system":"urn:x","code":"a"}}]}""", $$"""{"linkId":"1","answer":[{{{value}}}]}""").Length);

    [Theory]
    [InlineData("male", 0)]
    [InlineData("man", 1)]
    public void A_choice_is_in_the_value_set_of_the_question(string code, int errors) =>
        Assert.Equal(errors, Errors(
            """{"linkId":"1","type":"choice","answerValueSet":"http://hl7.org/fhir/ValueSet/administrative-gender"}""",
            $$$"""{"linkId":"1","answer":[{"valueCoding":{"system":"http://hl7.org/fhir/administrative-gender","code":"{{{code}}}"}}]}""").Count(error => error.StartsWith("qr-value-set ", StringComparison.Ordinal)));

    [Fact]
    public void What_is_shown_for_an_answer_is_the_name_of_its_code() =>
        Assert.Equal(["qr-display at QuestionnaireResponse.item[0].answer[0]"], Errors(
            """{"linkId":"1","type":"choice","answerValueSet":"http://hl7.org/fhir/ValueSet/administrative-gender"}""",
            """{"linkId":"1","answer":[{"valueCoding":{"system":"http://hl7.org/fhir/administrative-gender","code":"male","display":"Female"}}]}"""));

    [Theory]
    [InlineData("integer", "minValue", "\"valueInteger\":3", "\"valueInteger\":2", "qr-min-value")]
    [InlineData("date", "maxValue", "\"valueDate\":\"2022\"", "\"valueDate\":\"2023\"", "qr-max-value")]
    [InlineData("decimal", "maxDecimalPlaces", "\"valueInteger\":1", "\"valueDecimal\":1.25", "qr-decimal-places")]
    [InlineData("string", "minLength", "\"valueInteger\":3", "\"valueString\":\"a\"", "qr-min-length")]
    [InlineData("string", "regex", "\"valueString\":\"[0-9]+\"", "\"valueString\":\"a\"", "qr-pattern")]
    public void An_answer_keeps_the_bounds_of_the_question(string type, string extension, string bound, string value, string rule) =>
        Assert.Equal([$"{rule} at QuestionnaireResponse.item[0].answer[0].value"], Errors(
            $$"""{"linkId":"1","type":"{{type}}","extension":[{"url":"http://hl7.org/fhir/StructureDefinition/{{extension}}",{{bound}}}]}""",
            $$"""{"linkId":"1","answer":[{{{value}}}]}"""));

    [Theory]
    [InlineData("\"question\":\"9\"")]
    [InlineData("\"question\":\"2\"")]
    [InlineData("\"question\":\"2.1\"")]
    public void A_condition_asks_another_question_that_is_there(string question) =>
        Assert.Contains(Judge.Errors(
            $$"""{"resourceType":"Questionnaire","status":"active","item":[{"linkId":"1","type":"boolean"},{"linkId":"2","type":"group","enableWhen":[{{{question}},"operator":"exists","answerBoolean":true}],"item":[{"linkId":"2.1","type":"boolean"}]}]}"""),
            error => error == "questionnaire-enable-when at Questionnaire.item[1]");

    private static string[] Errors(string form, string items, string more = "", string status = "completed") => Judge.Errors(
        $$"""{"resourceType":"QuestionnaireResponse","status":"{{status}}","questionnaire":"#q","contained":[{"resourceType":"Questionnaire","id":"q","status":"active","item":[{{form}}{{(more.Length > 0 ? "," + more : "")}}]}],"item":[{{items}}]}""");
}
