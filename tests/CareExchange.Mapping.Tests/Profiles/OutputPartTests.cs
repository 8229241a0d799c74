using System.Globalization;
using System.Text;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Outcomes;
using CareExchange.Mapping.Profiles;

namespace CareExchange.Mapping.Tests.Profiles;

/// <summary>A table may go out without the rows that cannot be written: those that are missing are told, the others are as they would be alone.</summary>
public sealed class OutputPartTests
{
    private const string Map = """
        map "urn:out" = "out"
        uses "http://hl7.org/fhir/StructureDefinition/Bundle" alias Bundle as source
        uses "urn:careexchange:model:table" alias Table as target
        group g(source src : Bundle, target table : Table) {
          src.entry as entry where (search.mode = 'match'), entry.resource : Task as task -> evaluate(task, 'for.resolve()') as patient, table.rows as row then {
            task.id as id -> row.no = id "no";
            task.status as status -> row.status = translate(status, 'urn:status', 'code') "status";
            patient.name first as name, name.text as text -> row.name = text "name";
          } "row";
        }
        """;

    private const string Statuses = """{"resourceType":"ConceptMap","url":"urn:status","status":"active","group":[{"target":"urn:s","element":[{"code":"accepted","target":[{"code":"수락","equivalence":"equal"}]}]}]}""";

    private const string Columns = """{ "format": "csv", "columns": [ { "name": "번호", "property": "no", "filled": true }, { "name": "상태", "property": "status", "filled": true }, { "name": "성명", "property": "name" } ] }""";

    private static readonly Encoding Cp949 = CodePagesEncodingProvider.Instance.GetEncoding(949)!;

    [Fact]
    public void A_character_the_set_lacks_and_a_code_the_list_lacks_leave_out_their_rows_and_no_other()
    {
        var made = Profile().Write("out", Bundle(Task(1), Task(2, name: "갂똠𠮷"), Task(3), Task(4, status: "failed"), Task(5)));

        Assert.True(made.Succeeded, string.Join("; ", made.Issues));
        Assert.Equal("번호,상태,성명\r\nt1,수락,김1\r\nt3,수락,김3\r\nt5,수락,김5\r\n", Cp949.GetString(made.Value!.Content.Span));
        Assert.Equal([("Task/t2", "csv-character"), ("Task/t4", "map-code-unknown")], made.Value.LeftOut.Select(row => (row.Reference, row.Issues.First(issue => issue.IsError).Rule)));
        Assert.Contains(made.Issues, issue => issue is { Rule: "table-rows-left-out", Severity: IssueSeverity.Warning, Found: "3 written, 2 left out" });
        Assert.Contains(made.Issues, issue => issue.Rule == "csv-character" && issue.Expression == "Bundle.entry[6].resource.name[0]" && issue.Expected == "Task/t2 성명: cp949");
        Assert.Contains(made.Issues, issue => issue.Rule == "map-code-unknown" && issue.Expression!.StartsWith("Bundle.entry[3].resource", StringComparison.Ordinal));
        Assert.Equal([0, 2, 4, 5, 7, 9], made.Value.ReadEntries);
    }

    [Fact]
    public void Without_the_setting_one_bad_cell_refuses_the_table()
    {
        var made = Profile(partial: false).Write("out", Bundle(Task(1), Task(2, status: "failed")));

        Assert.False(made.Succeeded);
        Assert.Contains(made.Issues, issue => issue.Rule == "map-code-unknown");
    }

    [Fact]
    public void Where_no_row_can_be_written_the_table_is_refused() =>
        Assert.False(Profile().Write("out", Bundle(Task(1, status: "failed"), Task(2, status: "draft"))).Succeeded);

    [Fact]
    public void A_few_bad_rows_among_many_are_found()
    {
        var made = Profile().Write("out", Bundle([.. Enumerable.Range(1, 300).Select(number => Task(number, status: number % 97 == 0 ? "failed" : "accepted"))]));

        Assert.True(made.Succeeded);
        Assert.Equal(["Task/t97", "Task/t194", "Task/t291"], made.Value!.LeftOut.Select(row => row.Reference));
        Assert.Equal(298, Cp949.GetString(made.Value.Content.Span).Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public void A_whole_table_is_the_same_with_and_without_the_setting() =>
        Assert.Equal(Profile(partial: false).Write("out", Bundle(Task(1), Task(2))).Value!.Content.ToArray(), Profile().Write("out", Bundle(Task(1), Task(2))).Value!.Content.ToArray());

    [Fact]
    public void Only_tables_go_out_in_part()
    {
        var folder = new Folder().Add("mapping.json", Manifest("json", partial: true)).Add("out.map", Map).Add("status.json", Statuses).Add("out.target.json", Columns);

        Assert.Contains(MappingProfile.Compile("test", folder.Files, Schema.R4).Issues, issue => issue is { Rule: "manifest-value", Expression: "mapping.json", Line: > 0 } && issue.English.Contains("out.partial", StringComparison.Ordinal));
    }

    private static MappingProfile Profile(bool partial = true)
    {
        var compiled = MappingProfile.Compile("test", new Folder().Add("mapping.json", Manifest("csv", partial)).Add("out.map", Map).Add("status.json", Statuses).Add("out.target.json", Columns).Files, Schema.R4);
        Assert.True(compiled.Succeeded, string.Join("; ", compiled.Issues));
        return compiled.Value!;
    }

    private static string Manifest(string format, bool partial) =>
        $$"""{ "partner": "test", "version": "1", "out": [ { "name": "out", "map": "urn:out", "resource": "Task", "format": "{{format}}"{{(format == "csv" ? ", \"charset\": \"cp949\", \"target\": \"out.target.json\"" : "")}}, "partial": {{(partial ? "true" : "false")}} } ] }""";

    private static (string Task, string Patient) Task(int number, string? name = null, string status = "accepted") => (
        string.Create(CultureInfo.InvariantCulture, $$$"""{"fullUrl":"http://x/fhir/Task/t{{{number}}}","resource":{"resourceType":"Task","id":"t{{{number}}}","status":"{{{status}}}","intent":"order","for":{"reference":"Patient/p{{{number}}}"}},"search":{"mode":"match"}}"""),
        string.Create(CultureInfo.InvariantCulture, $$$"""{"fullUrl":"http://x/fhir/Patient/p{{{number}}}","resource":{"resourceType":"Patient","id":"p{{{number}}}","name":[{"text":"{{{name ?? $"김{number}"}}}"}]},"search":{"mode":"include"}}"""));

    private static byte[] Bundle(params (string Task, string Patient)[] rows) => Encoding.UTF8.GetBytes(
        $$"""{"resourceType":"Bundle","type":"searchset","entry":[{{string.Join(',', rows.Select(row => row.Task).Concat(rows.Select(row => row.Patient)))}}]}""");
}
