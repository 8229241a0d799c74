namespace CareExchange.Mapping.Tests.Sources;

public sealed class XlsxSourceTests
{
    private const string Sheets = """
        { "sheet": "욕구", "property": "needs", "layout": "form", "required": true, "columns": [ { "name": "성명", "property": "name", "required": true }, { "name": "생년월일", "property": "birthDate", "type": "date" } ] },
        { "sheet": "가구", "property": "household", "headerRow": 2, "columns": [ { "name": "나이", "property": "age", "type": "integer", "filled": true } ] }
        """;

    private static readonly object?[][] Form = [["욕구조사표"], ["성명", "김가온"], ["생년월일", new DateTime(1948, 3, 2), "확인함"], ["비고"]];

    private static readonly object?[][] Rows = [["가구 현황"], ["관계", "나이"], ["배우자", 86], [], ["자녀", 51.0, "멀리 삶"]];

    [Fact]
    public void Sheets_become_properties_forms_objects_and_rows_arrays() => Assert.Equal(
        """{"needs":{"name":"김가온","birthDate":"1948-03-02","C3":"확인함"},"householdHead":{"A1":"가구 현황"},"household":[{"관계":"배우자","age":86},{"관계":"자녀","age":51,"column3":"멀리 삶"}],"기타":[{"a":"1.5"}]}""",
        Decoded.Json(Decoded.Xlsx(Workbook.Write(("욕구", Form), ("가구", Rows), ("기타", [["a"], [1.5]])), Sheets)));

    [Fact]
    public void Every_value_knows_its_cell()
    {
        var outcome = Decoded.Xlsx(Workbook.Write(("욕구", Form), ("가구", Rows)), Sheets);

        Assert.Equal("욕구!B3", Decoded.At(outcome, root => root["needs"]["birthDate"]).Field);
        Assert.Equal("가구!B5", Decoded.At(outcome, root => root.Children("household").ToArray()[1]["age"]).Field);
        Assert.Equal((5, 2), (Decoded.At(outcome, root => root.Children("household").ToArray()[1]["age"]).Line, 2));
    }

    [Fact]
    public void A_missing_sheet_label_or_value_is_told()
    {
        Assert.Equal(["xlsx-sheet-missing"], Decoded.Xlsx(Workbook.Write(("가구", Rows)), Sheets).Issues.Select(issue => issue.Rule));
        Assert.Equal(["xlsx-column-missing"], Decoded.Xlsx(Workbook.Write(("욕구", [["이름", "김"]])), Sheets).Issues.Select(issue => issue.Rule));
        Assert.Equal(["source-value-missing"], Decoded.Xlsx(Workbook.Write(("욕구", Form), ("가구", [[], ["관계", "나이"], ["자녀"]])), Sheets).Issues.Select(issue => issue.Rule));
        Assert.Equal(["xlsx-column-missing"], Decoded.Xlsx(Workbook.Write(("욕구", Form), ("가구", [["관계"]])), Sheets).Issues.Select(issue => issue.Rule));
    }

    [Fact]
    public void A_wrong_value_is_told_at_its_cell()
    {
        var issue = Assert.Single(Decoded.Xlsx(Workbook.Write(("욕구", [["성명", "김"], ["생년월일", "어제"]])), Sheets).Issues);

        Assert.Equal(("source-value-invalid", "욕구!B2", 2, 2, "date"), (issue.Rule, issue.Expression, issue.Line, issue.Column, issue.Expected));
    }

    [Fact]
    public void Bytes_that_are_no_workbook_are_told()
    {
        var whole = Workbook.Write(("욕구", Form));

        Assert.Equal("xlsx-syntax", Assert.Single(Decoded.Xlsx("성명,나이"u8.ToArray(), Sheets).Issues).Rule);
        Assert.Equal("xlsx-syntax", Assert.Single(Decoded.Xlsx(whole[..(whole.Length / 2)], Sheets).Issues).Rule);
    }
}
