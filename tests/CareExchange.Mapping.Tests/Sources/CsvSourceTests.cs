using System.Text;

namespace CareExchange.Mapping.Tests.Sources;

public sealed class CsvSourceTests
{
    private const string Columns = """{ "name": "성명", "property": "name", "required": true }, { "name": "점수", "property": "score", "type": "integer" }""";

    [Theory]
    [InlineData("auto", 949)]
    [InlineData("cp949", 949)]
    [InlineData("auto", 65001)]
    [InlineData("utf-8", 65001)]
    public void Rows_become_objects_in_either_encoding(string declared, int codePage)
    {
        var encoding = codePage == 949 ? Decoded.Cp949 : new UTF8Encoding(false);

        Assert.Equal("""{"rows":[{"name":"똠방각하","score":3}]}""", Decoded.Json(Decoded.Csv(encoding.GetBytes("성명,점수\r\n똠방각하,3\r\n"), Columns, declared)));
    }

    [Fact]
    public void A_byte_order_mark_is_not_part_of_the_first_heading() =>
        Assert.Equal("""{"rows":[{"name":"김"}]}""", Decoded.Json(Decoded.Csv([.. Encoding.UTF8.GetPreamble(), .. "성명\n김"u8], Columns)));

    [Theory]
    [InlineData("cp949", "성명\n김", 65001, 1, 1, "utf-8")]
    [InlineData("utf-8", "a,성명\n김", 949, 1, 3, "byte 0xBC")]
    public void The_wrong_encoding_is_told_where_it_shows(string declared, string text, int codePage, int line, int column, string found)
    {
        var bytes = (codePage == 949 ? Decoded.Cp949 : Encoding.UTF8).GetBytes(text);

        var issue = Assert.Single(Decoded.Csv(bytes, Columns, declared).Issues);

        Assert.Equal(("csv-encoding", line, column, declared, found), (issue.Rule, issue.Line, issue.Column, issue.Expected, issue.Found));
    }

    [Fact]
    public void Bytes_of_no_known_encoding_are_told_too() => Assert.Equal("csv-encoding", Assert.Single(Decoded.Csv([0x61, 0xFF, 0xFF], Columns).Issues).Rule);

    [Fact]
    public void A_missing_required_column_is_told_by_its_name()
    {
        var issue = Assert.Single(Decoded.Csv("점수\n3", Columns).Issues);

        Assert.Equal(("csv-column-missing", 1, "성명"), (issue.Rule, issue.Line, issue.Expected));
    }

    [Fact]
    public void Headings_are_trimmed_and_undeclared_columns_keep_their_name()
    {
        var outcome = Decoded.Csv(" 성명 ,비고, 점수,\n김 , 메모 ,,x\n", Columns);

        Assert.Equal("""{"rows":[{"name":"김","비고":"메모","column4":"x"}]}""", Decoded.Json(outcome));
    }

    [Fact]
    public void Every_value_knows_its_line_and_heading_also_behind_lines_inside_quotes()
    {
        var outcome = Decoded.Csv("성명,비고,점수\n김,\"두\n줄\",1\n\n,,\n이,\"그는 \"\"예\"\"\",2\n", Columns);

        Assert.Equal("""{"rows":[{"name":"김","비고":"두\n줄","score":1},{"name":"이","비고":"그는 \"예\"","score":2}]}""", Decoded.Json(outcome));
        Assert.Equal("성명 (2:1)", Decoded.At(outcome, root => root["rows"]["name"]).ToString());
        Assert.Equal("점수 (2:3)", Decoded.At(outcome, root => root["rows"]["score"]).ToString());
        Assert.Equal("점수 (6:3)", Decoded.At(outcome, root => root.Children("rows").ToArray()[1]["score"]).ToString());
        Assert.Equal(6, Decoded.At(outcome, root => root.Children("rows").ToArray()[1]).Line);
    }

    [Theory]
    [InlineData("성명,점수\n김,셋", "source-value-invalid", 2, 2, "integer", "가")]
    [InlineData("성명,점수\n김", "csv-field-count", 2, 2, "2", "1")]
    [InlineData("성명,점수\n김,3,4", "csv-field-count", 2, 3, "2", "3")]
    [InlineData("성명,성명\n김,3", "csv-column-duplicate", 1, 2, "each name once", "성명")]
    [InlineData("성명,점수\nab\"c,3", "csv-quote", 2, 1, "quotes around the field, doubled inside", null)]
    [InlineData("성명,점수\n\"김,3\n이,4\n", "csv-quote", 2, 1, "quotes around the field, doubled inside", null)]
    [InlineData("\n\n", "csv-empty", 1, 1, "a heading line", null)]
    [InlineData("", "csv-empty", 1, 1, "a heading line", null)]
    public void What_is_wrong_with_a_row_is_told(string text, string rule, int line, int? column, string expected, string? found)
    {
        var issue = Decoded.Csv(text, Columns).Issues[0];

        Assert.Equal((rule, line, column, expected, found), (issue.Rule, issue.Line, issue.Column, issue.Expected, issue.Found));
    }

    [Theory]
    [InlineData("\"type\": \"date\"", "1948.03.02", "\"1948-03-02\"")]
    [InlineData("\"type\": \"date\"", "19480302", "\"1948-03-02\"")]
    [InlineData("\"type\": \"date\"", "1948-02-30", null)]
    [InlineData("\"type\": \"date\", \"formats\": [\"yyyy년 M월 d일\"]", "1948년 3월 2일", "\"1948-03-02\"")]
    [InlineData("\"type\": \"dateTime\"", "2026-01-05 10:30", "\"2026-01-05T10:30:00+09:00\"")]
    [InlineData("\"type\": \"dateTime\"", "2026-01-05T10:30:00Z", "\"2026-01-05T10:30:00Z\"")]
    [InlineData("\"type\": \"time\"", "0930", "\"09:30:00\"")]
    [InlineData("\"type\": \"integer\"", "\"1,200\"", "1200")]
    [InlineData("\"type\": \"integer\"", "007", "7")]
    [InlineData("\"type\": \"integer\"", "1.5", null)]
    [InlineData("\"type\": \"decimal\"", "27.50", "27.50")]
    [InlineData("\"type\": \"decimal\"", ".5", "0.5")]
    [InlineData("\"type\": \"boolean\"", "예", "true")]
    [InlineData("\"type\": \"boolean\", \"false\": [\"거부\"]", "거부", "false")]
    [InlineData("\"type\": \"boolean\"", "글쎄", null)]
    [InlineData("\"split\": \";\"", "a; b;;c", "[\"a\",\"b\",\"c\"]")]
    [InlineData("\"codes\": [\"1\", \"2\"]", "2", "\"2\"")]
    [InlineData("\"codes\": [\"1\", \"2\"]", "3", null)]
    [InlineData("\"filled\": true", "", null)]
    public void A_cell_becomes_a_value_of_its_columns_type(string type, string cell, string? json)
    {
        var outcome = Decoded.Csv($"v,w\n{cell},x", $"{{ \"name\": \"v\", {type} }}");

        if (json is null) Assert.StartsWith("source-", Assert.Single(outcome.Issues).Rule, StringComparison.Ordinal);
        else Assert.Equal($"{{\"rows\":[{{\"v\":{json},\"w\":\"x\"}}]}}", Decoded.Json(outcome));
    }

    [Fact]
    public void A_wrong_value_is_not_repeated_in_the_issue() => Assert.Equal("999999-9999999", Assert.Single(Decoded.Csv("v\n480302-2000000", """{ "name": "v", "type": "integer" }""").Issues).Found);
}
