using System.Text;
using CareExchange.Fhir.Outcomes;
using CareExchange.Mapping.Profiles;

namespace CareExchange.Mapping.Tests.Profiles;

/// <summary>A partner whose setting is that good rows are taken and bad ones answered.</summary>
public sealed class TablePartTests
{
    private const string Map = """
        map "urn:test" = "test"
        uses "http://hl7.org/fhir/StructureDefinition/Patient" alias Patient as produced
        group main(source src, target bundle : Bundle) {
          src -> bundle.type = 'transaction' "type";
          src.rows as row -> bundle.entry as e, e.resource = create('Patient') as patient then Person(row, patient) "row";
        }
        group Person(source row, target patient : Patient) {
          row.no 1..1 as no -> patient.identifier = id('urn:no', no) "no";
          row.name as name check ($this != '거부') -> patient.name as n, n.text = name "name";
          row.born as born -> patient.birthDate = born "born";
        }
        """;

    [Fact]
    public void Good_rows_are_taken_and_each_bad_one_is_told_with_its_cell()
    {
        var result = Transform("번호,성명,생년월일\n1,김,1948-03-02\n2,이,어제\n3,박,1950-01-01\n,최,1951-01-01\n5,정\n6,거부,1952-01-01\n7,한,1953-01-01\n", partial: true);

        Assert.True(result.Succeeded);
        Assert.Equal((7, 4), (result.Value.Rows, result.Value.RowsLeftOut));
        var bundle = Encoding.UTF8.GetString(result.Value.Bundle.Span);
        Assert.Equal(["1", "3", "7"], Numbers(bundle));
        Assert.All(result.Value.Issues, issue => Assert.False(issue.IsError));
        Assert.Equal(
            [("map-rows-left-out", null, null), ("source-value-invalid", 3, "생년월일"), ("source-value-missing", 5, "번호"), ("csv-field-count", 6, "생년월일"), ("map-check-failed", 7, "성명")],
            result.Value.Issues.Select(issue => (issue.Rule, issue.Line, issue.Expression)));
        Assert.Equal("3 taken, 4 left out", result.Value.Issues[0].Found);
    }

    [Fact]
    public void Without_the_setting_one_bad_row_refuses_the_table() =>
        Assert.Equal("source-value-invalid", Assert.Single(Transform("번호,성명,생년월일\n1,김,1948-03-02\n2,이,어제\n", partial: false).Issues).Rule);

    [Theory]
    [InlineData("번호,성명\n1,김\n", "csv-column-missing")]
    [InlineData("번호,성명,생년월일\n1,\"김,1948-03-02\n", "csv-quote")]
    [InlineData("번호,성명,생년월일\n1,김,어제\n2,이,그제\n", "source-value-invalid")]
    public void What_is_no_rows_fault_or_leaves_no_row_refuses_the_table(string text, string rule)
    {
        var result = Transform(text, partial: true);

        Assert.False(result.Succeeded);
        Assert.Equal(rule, result.Issues[0].Rule);
        Assert.True(result.Issues[0].IsError);
    }

    [Fact]
    public void Two_rows_that_disagree_cost_the_later_one()
    {
        var result = Transform("번호,성명,생년월일\n1,김,1948-03-02\n1,김,1949-03-02\n", partial: true);

        Assert.Equal(["1"], Numbers(Encoding.UTF8.GetString(result.Value!.Bundle.Span)));
        Assert.Contains(result.Value.Issues, issue => issue is { Rule: "map-entry-conflict", Line: 3, Expression: "생년월일" });
    }

    [Fact]
    public void A_row_whose_resource_is_refused_later_is_left_out_as_a_whole()
    {
        var first = Transform("번호,성명,생년월일\n1,김,1948-03-02\n2,이,1949-03-02\n", partial: true).Value!;
        Assert.Equal("생년월일 (3:3)", first.SourceOf("Bundle.entry[1].resource.birthDate").ToString());

        var second = first.WithoutRowsOf([Issue.Error("value", "too-young", "No.", "아니오.") with { Expression = "Bundle.entry[1].resource.birthDate" }]);

        Assert.Equal(["1"], Numbers(Encoding.UTF8.GetString(second!.Value.Value!.Bundle.Span)));
        Assert.Equal((2, 1), (second.Value.Value!.Rows, second.Value.Value.RowsLeftOut));
        Assert.Contains(second.Value.Value.Issues, issue => issue is { Rule: "too-young", Line: 3, Expression: "생년월일", Severity: IssueSeverity.Warning });
    }

    private static Outcome<MappingResult> Transform(string text, bool partial) => new Folder()
        .Add("mapping.json", Folder.Manifest("csv", "text/csv", $""", "source": "t.source.json", "partial": {(partial ? "true" : "false")}"""))
        .Add("t.source.json", """{ "format": "csv", "columns": [ { "name": "번호", "property": "no", "filled": true }, { "name": "성명", "property": "name" }, { "name": "생년월일", "property": "born", "type": "date", "required": true } ] }""")
        .Add("main.map", Map).Compile().Transform(Encoding.UTF8.GetBytes(text), "text/csv", null);

    private static IEnumerable<string> Numbers(string bundle)
    {
        using var json = System.Text.Json.JsonDocument.Parse(bundle);
        return [.. json.RootElement.GetProperty("entry").EnumerateArray().Select(entry => entry.GetProperty("resource").GetProperty("identifier")[0].GetProperty("value").GetString()!)];
    }
}
