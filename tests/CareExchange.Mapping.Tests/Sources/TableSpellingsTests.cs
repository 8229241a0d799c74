using System.Text;

namespace CareExchange.Mapping.Tests.Sources;

/// <summary>The same table as different partners' programs write it.</summary>
public sealed class TableSpellingsTests
{
    private const string Columns = """{ "name": "성명", "property": "name", "aliases": ["이름", "Patient Name"], "required": true }, { "name": "생년월일", "property": "born", "aliases": ["Birth Date"], "type": "date" }""";

    private const string Read = """{"rows":[{"name":"김","born":"1948-03-02"}]}""";

    [Theory]
    [InlineData("성명,생년월일\n김,1948-03-02")]
    [InlineData("이 름,생년 월일\n김,1948.03.02")]
    [InlineData("PATIENT NAME,birth  date\n김,1948/03/02")]
    [InlineData("patientname,ＢＩＲＴＨ　ＤＡＴＥ\n김,1948. 3. 2.")]
    [InlineData("\"성\n명\",생년월일\n김,1948년 3월 2일")]
    public void A_heading_has_many_spellings(string text) => Assert.Equal(Read, Decoded.Json(Decoded.Csv(Encoding.UTF8.GetBytes(text), Columns, "auto", "auto")));

    [Theory]
    [InlineData("성명;생년월일\n김;1948-03-02")]
    [InlineData("성명\t생년월일\n김\t1948-03-02")]
    [InlineData("성명|생년월일\n김|1948-03-02")]
    [InlineData("\"성명\";\"생년월일\"\r\n\"김\";\"1948-03-02\"\r\n")]
    [InlineData("sep=;\r\n성명;생년월일\r\n김;1948-03-02\r\n")]
    [InlineData("SEP=|\n성명|생년월일\n김|1948-03-02")]
    public void The_separator_is_found_out(string text) => Assert.Equal(Read, Decoded.Json(Decoded.Csv(Encoding.UTF8.GetBytes(text), Columns, "auto", "auto")));

    [Fact]
    public void Another_separator_inside_quotes_or_values_deceives_nobody() => Assert.Equal(
        """{"rows":[{"name":"김, 가; 나, 다","born":"1948-03-02"}]}""", Decoded.Json(Decoded.Csv("성명;생년월일\n\"김, 가; 나, 다\";1948-03-02"u8.ToArray(), Columns, "auto", "auto")));

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    [InlineData(true, false)]
    public void UTF_16_is_read_with_and_without_its_mark(bool bigEndian, bool mark)
    {
        var encoding = new UnicodeEncoding(bigEndian, mark);
        byte[] bytes = [.. encoding.GetPreamble(), .. encoding.GetBytes("성명,생년월일\r\n김,1948-03-02\r\n")];

        Assert.Equal(Read, Decoded.Json(Decoded.Csv(bytes, Columns)));
        Assert.Equal(Read, Decoded.Json(Decoded.Csv(bytes, Columns, "utf-16")));
        if (mark) Assert.Equal(("csv-encoding", "utf-16"), (Decoded.Csv(bytes, Columns, "cp949").Issues[0].Rule, Decoded.Csv(bytes, Columns, "cp949").Issues[0].Found));
    }

    [Fact]
    public void Half_a_character_of_UTF_16_is_told() =>
        Assert.Equal(("csv-encoding", 1), (Decoded.Csv([0xFF, 0xFE, 0x00, 0xD8, 0x41, 0x00], Columns).Issues[0].Rule, Decoded.Csv([0xFF, 0xFE, 0x00, 0xD8, 0x41, 0x00], Columns).Issues[0].Line));

    [Fact]
    public void A_heading_in_two_rows_under_titles_is_joined()
    {
        const string Sheet = """{ "sheet": "명단", "property": "rows", "headerRow": 2, "headerRows": 2, "columns": [ { "name": "성명", "property": "name" }, { "name": "보호자 성명", "property": "guardian" }, { "name": "보호자전화", "property": "phone" } ] }""";
        object?[][] rows = [["2026년 명단"], ["성명", "보호자", null, "비고"], [null, "성명", "전화"], ["김", "박", "010-0000-0001", "x"], [null, "최", "010-0000-0002"]];

        Assert.Equal(
            """{"rowsHead":{"A1":"2026년 명단"},"rows":[{"name":"김","guardian":"박","phone":"010-0000-0001","비고":"x"},{"name":"김","guardian":"최","phone":"010-0000-0002"}]}""",
            Decoded.Json(Decoded.Xlsx(Workbook.Write(["A2:A3", "B2:C2", "D2:D3", "A4:A5"], isFrom1904: false, ("명단", rows)), Sheet)));
    }

    [Fact]
    public void A_merged_cell_belongs_to_all_its_rows_and_keeps_its_own_address()
    {
        var outcome = Decoded.Xlsx(
            Workbook.Write(["A2:A3"], isFrom1904: false, ("가구", [["점수", "이름"], ["많음", "김"], [null, "박"]])),
            """{ "sheet": "가구", "property": "rows", "columns": [ { "name": "점수", "property": "score", "type": "integer" } ] }""");

        Assert.Equal(["가구!A2", "가구!A2"], outcome.Issues.Select(issue => issue.Expression!));
    }

    [Theory]
    [InlineData(17594, false, "1948-03-02")]
    [InlineData(16132, true, "1948-03-02")]
    [InlineData(17594.4375, false, "1948-03-02")]
    public void A_day_may_be_a_serial_number(double serial, bool isFrom1904, string day) => Assert.Equal(
        $$"""{"rows":[{"born":"{{day}}"}]}""",
        Decoded.Json(Decoded.Xlsx(Workbook.Write([], isFrom1904, ("명단", [["생년월일"], [serial]])), """{ "sheet": "명단", "property": "rows", "columns": [ { "name": "생년월일", "property": "born", "type": "date" } ] }""")));

    [Fact]
    public void A_moment_may_be_a_serial_number() => Assert.Equal(
        """{"rows":[{"at":"2026-01-05T10:30:00+09:00","on":"09:00:00"}]}""",
        Decoded.Json(Decoded.Xlsx(Workbook.Write(("명단", [["시각", "시간"], [46027.4375, 0.375]])), """{ "sheet": "명단", "property": "rows", "columns": [ { "name": "시각", "property": "at", "type": "dateTime" }, { "name": "시간", "property": "on", "type": "time" } ] }""")));

    [Fact]
    public void A_formula_is_what_it_was_calculated_to_and_an_error_is_told_at_its_cell()
    {
        const string Sheet = """{ "sheet": "점수", "property": "rows", "columns": [ { "name": "합계", "property": "total", "type": "integer" }, { "name": "판정", "property": "result" } ] }""";
        object?[][] good = [["합계", "판정"], [new Workbook.Calculated("SUM(C2:D2)", 7), new Workbook.Calculated("IF(A2>3,\"중\",\"경\")", "중")]];
        object?[][] bad = [["합계", "판정"], [new Workbook.Calculated("C2/0", "#DIV/0!"), new Workbook.Calculated("A2", null)]];

        Assert.Equal("""{"rows":[{"total":7,"result":"중"}]}""", Decoded.Json(Decoded.Xlsx(Workbook.Write(("점수", good)), Sheet)));
        Assert.Equal(
            [("xlsx-cell-error", "점수!A2", "#DIV/0!"), ("xlsx-cell-error", "점수!B2", "formula without a value")],
            Decoded.Xlsx(Workbook.Write(("점수", bad)), Sheet).Issues.Select(issue => (issue.Rule, issue.Expression, issue.Found)));
    }

    [Fact]
    public void The_older_xls_is_read_by_the_same_declaration()
    {
        var outcome = Decoded.Xlsx(Workbook97.Write("명단", [["이름", "생년월일"], ["김가온", 17594], ["이나래", "1950-01-02"]]), $$"""{ "sheet": "명단", "property": "rows", "columns": [ {{Columns}} ] }""");

        Assert.Equal("""{"rows":[{"name":"김가온","born":"1948-03-02"},{"name":"이나래","born":"1950-01-02"}]}""", Decoded.Json(outcome));
        Assert.Equal("명단!B3", Decoded.At(outcome, root => root.Children("rows").ToArray()[1]["born"]).Field);
    }
}
