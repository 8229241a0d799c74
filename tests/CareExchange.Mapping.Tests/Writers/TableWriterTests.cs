using System.Text;
using CareExchange.Fhir.Definitions;
using CareExchange.Mapping.Sources;
using CareExchange.Mapping.Writers;

namespace CareExchange.Mapping.Tests.Writers;

public sealed class TableWriterTests
{
    private const string Columns = """
        { "name": "성명", "property": "name" }, { "name": "메모", "property": "note" }, { "name": "수", "property": "count", "type": "integer" }, { "name": "금액", "property": "amount", "type": "decimal" },
        { "name": "동의", "property": "agreed", "type": "boolean", "true": ["예"], "false": ["아니오"] }, { "name": "날짜", "property": "day", "type": "date" }, { "name": "일시", "property": "moment", "type": "dateTime" },
        { "name": "시각", "property": "clock", "type": "time" }, { "name": "목록", "property": "list", "split": "/" }, { "name": "생일", "property": "born", "type": "date", "formats": ["yyyyMMdd"] }
        """;

    private static readonly Encoding Cp949 = CodePagesEncodingProvider.Instance.GetEncoding(949)!;

    [Theory]
    [InlineData("utf-8", ",")]
    [InlineData("utf-8-bom", ";")]
    [InlineData("cp949", ",")]
    [InlineData("cp949", "|")]
    public void Any_rows_read_back_the_same_from_CSV(string charset, string delimiter)
    {
        var random = new Random(20261123);
        var declaration = Declared("csv", $$"""{ "format": "csv", "delimiter": "{{delimiter}}", "columns": [ {{Columns}} ] }""");
        var writer = new CsvTableWriter(new() { Charset = WriterCharset.Find(charset), Table = declaration, GuardsFormulas = false });
        for (var round = 0; round < 400; round++)
        {
            var json = $$"""{ "rows": [ {{string.Join(", ", Enumerable.Range(0, random.Next(1, 5)).Select(_ => Row(random, charset == "cp949")))}} ] }""";
            Assert.Equal(Trees.Sorted(json), Trees.Sorted(new CsvSource(declaration, Schema.R4, "+09:00").Read(Trees.Write(writer, json))));
        }
    }

    [Fact]
    public void Any_rows_and_forms_read_back_the_same_from_a_workbook()
    {
        var random = new Random(20261124);
        var declaration = Declared("xlsx", $$"""{ "format": "xlsx", "sheets": [ { "sheet": "목록", "property": "rows", "headerRow": 3, "columns": [ {{Columns}} ] }, { "sheet": "서식 & 표", "property": "form", "layout": "form", "labelColumn": "B", "valueColumn": "D", "columns": [ {{Columns}} ] } ] }""");
        var writer = new XlsxTableWriter(new() { Table = declaration });
        for (var round = 0; round < 200; round++)
        {
            var json = $$"""{ "rows": [ {{string.Join(", ", Enumerable.Range(0, random.Next(1, 5)).Select(_ => Row(random, false)))}} ], "form": {{Row(random, false)}} }""";
            var bytes = Trees.Write(writer, json);
            Assert.Equal(Trees.Sorted(json), Trees.Sorted(new XlsxSource(declaration, Schema.R4, "+09:00").Read(bytes)));
            Assert.Equal(bytes, Trees.Write(writer, json));
        }
    }

    [Theory]
    [InlineData("=1+1")]
    [InlineData("+82-10-0000-0000")]
    [InlineData("-2")]
    [InlineData("@cmd")]
    [InlineData("＝1")]
    public void A_text_that_a_spreadsheet_would_run_is_marked_as_text_with_a_warning(string text)
    {
        var declaration = Declared("csv", """{ "format": "csv", "columns": [ { "name": "메모", "property": "note" }, { "name": "수", "property": "count", "type": "integer" } ] }""");

        var (bytes, issues) = Trees.TryWrite(new CsvTableWriter(new() { Table = declaration }), $$"""{ "rows": [ { "note": {{Trees.Quoted(text)}}, "count": -5 } ] }""");

        Assert.Equal($"메모,수\r\n'{text},-5\r\n", Encoding.UTF8.GetString(bytes));
        Assert.Equal("csv-formula", Assert.Single(issues).Rule);
    }

    [Fact]
    public void A_workbook_has_texts_and_no_formulas()
    {
        var declaration = Declared("xlsx", """{ "format": "xlsx", "sheets": [ { "sheet": "a", "property": "rows", "columns": [ { "name": "n", "property": "n" } ] } ] }""");

        using var archive = new System.IO.Compression.ZipArchive(new MemoryStream(Trees.Write(new XlsxTableWriter(new() { Table = declaration }), """{ "rows": { "n": "=1+1" } }""")));
        using var sheet = new StreamReader(archive.GetEntry("xl/worksheets/sheet1.xml")!.Open());

        var xml = sheet.ReadToEnd();
        Assert.Contains("t=\"inlineStr\"><is><t xml:space=\"preserve\">=1+1</t>", xml, StringComparison.Ordinal);
        Assert.DoesNotContain("<f>", xml, StringComparison.Ordinal);
    }

    [Fact]
    public void What_no_column_takes_what_is_missing_and_what_does_not_fit_is_told_by_row_and_heading()
    {
        var declaration = Declared("csv", """{ "format": "csv", "columns": [ { "name": "성명", "property": "name", "filled": true }, { "name": "날짜", "property": "day", "type": "date", "formats": ["yyyyMMdd"] }, { "name": "코드", "property": "code", "codes": ["A", "B"] } ] }""");

        var (bytes, issues) = Trees.TryWrite(new CsvTableWriter(new() { Table = declaration, Charset = WriterCharset.Find("cp949") }), """{ "rows": [ { "day": "2026-10", "code": "C" }, { "name": ["가", "나"], "phone": "1" }, { "name": { "x": "1" } }, { "name": "🙂" } ], "more": "x" }""");

        Assert.Empty(bytes);
        Assert.Equal(
            [
                ("table-value-missing", "row 1 성명"), ("table-value", "row 1 날짜"), ("table-code", "row 1 코드"), ("table-repeated", "row 2 성명"), ("table-column-unknown", "row 2"),
                ("table-value", "row 3 성명"), ("table-value-missing", "row 3 성명"), ("csv-character", "row 4 성명"), ("table-unknown", null),
            ],
            issues.Select(issue => (issue.Rule, issue.Expression)));
    }

    [Fact]
    public void A_moment_is_told_by_the_clock_of_the_table()
    {
        var declaration = Declared("csv", """{ "format": "csv", "columns": [ { "name": "일시", "property": "at", "type": "dateTime", "formats": ["yyyy-MM-dd HH:mm"] }, { "name": "날", "property": "day", "type": "date" } ] }""");

        var bytes = Trees.Write(new CsvTableWriter(new() { Table = declaration }), """{ "rows": { "at": "2026-10-13T23:30:00Z", "day": "2026-10-13T23:30:00.000Z" } }""");

        Assert.Equal("일시,날\r\n2026-10-14 08:30,2026-10-14\r\n", Encoding.UTF8.GetString(bytes));
    }

    [Fact]
    public void A_text_longer_than_a_cell_and_a_character_that_no_workbook_holds_are_told_by_their_cell()
    {
        var declaration = Declared("xlsx", """{ "format": "xlsx", "sheets": [ { "sheet": "a", "property": "rows", "columns": [ { "name": "n", "property": "n" } ] } ] }""");

        var issues = Trees.TryWrite(new XlsxTableWriter(new() { Table = declaration }), $$"""{ "rows": [ { "n": "{{new string('x', 40_000)}}" }, { "n": "a\u0007" } ] }""").Issues;

        Assert.Equal([("xlsx-text", "a!A2"), ("xlsx-character", "a!A3")], issues.Select(issue => (issue.Rule, issue.Expression!)));
    }

    private static string Row(Random random, bool isKorean)
    {
        var letters = isKorean ? Trees.Letters.Replace("é\u00A0", "", StringComparison.Ordinal) : Trees.Letters + "🙂";
        string Value(string without = "") => Trees.Quoted(Trees.Text(random, string.Concat(letters.Where(letter => !without.Contains(letter, StringComparison.Ordinal)))));
        List<string> parts = [$"\"name\": {Value()}"];
        if (random.Next(2) == 0) parts.Add($"\"note\": {Value()}");
        if (random.Next(2) == 0) parts.Add($"\"count\": {random.Next(-1000, 1000)}");
        if (random.Next(2) == 0) parts.Add($"\"amount\": {random.Next(1, 1000)}.{random.Next(1, 10)}");
        if (random.Next(2) == 0) parts.Add($"\"agreed\": {(random.Next(2) == 0 ? "true" : "false")}");
        if (random.Next(2) == 0) parts.Add($"\"day\": \"19{random.Next(10, 99)}-1{random.Next(0, 3)}-0{random.Next(1, 10)}\"");
        if (random.Next(2) == 0) parts.Add($"\"moment\": \"2026-10-1{random.Next(0, 10)}T1{random.Next(0, 10)}:{random.Next(10, 60)}:{random.Next(10, 60)}+09:00\"");
        if (random.Next(2) == 0) parts.Add($"\"clock\": \"1{random.Next(0, 10)}:{random.Next(10, 60)}:00\"");
        if (random.Next(2) == 0) parts.Add($"\"list\": [{Value("/")}, {Value("/")}]");
        if (random.Next(2) == 0) parts.Add($"\"born\": \"1948-0{random.Next(1, 10)}-11\"");
        return $"{{ {string.Join(", ", parts)} }}";
    }

    private static TableDeclaration Declared(string format, string json) => TableDeclarationReader.Read(Encoding.UTF8.GetBytes(json), format, Schema.R4).Value!;
}
