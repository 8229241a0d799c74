using System.Text;
using System.Text.Json.Nodes;

namespace CareExchange.Mapping.Tests.Profiles;

/// <summary>A file of many rows costs about as much a row as a small one: a quadratic step anywhere would run into the runner's patience.</summary>
public sealed class BulkTests
{
    private const int Rows = 10_000;

    [Fact]
    public void Ten_thousand_rows_into_one_list_and_as_many_resources()
    {
        var folder = new Folder().Add("mapping.json", Folder.Manifest("csv", "text/csv", ", \"source\": \"s.json\""))
            .Add("s.json", """{ "format": "csv", "columns": [ { "name": "no" }, { "name": "team" } ] }""")
            .Add("m.map", """
                map "urn:test" = "test"
                group main(source src, target b : Bundle) {
                  src.rows as row, row.no as no -> b.entry as e, e.resource = create('Patient') as p, p.identifier = id('urn:no', no),
                    b.entry as te, te.resource = create('CareTeam') as team, team.participant as member, member.member = reference(p) then {
                    row.team as t -> team.identifier = id('urn:team', t);
                  };
                }
                """);
        var csv = new StringBuilder("no,team\n");
        for (var i = 0; i < Rows; i++) csv.Append(i).Append(",A\n");

        var result = folder.Compile().Transform(Encoding.UTF8.GetBytes(csv.ToString()), "text/csv", null).Value!;

        var entries = JsonNode.Parse(result.Bundle.Span)!["entry"]!.AsArray();
        Assert.Equal(Rows + 1, entries.Count);
        Assert.Equal(Rows, entries[1]!["resource"]!["participant"]!.AsArray().Count);
        Assert.Equal(Rows * 2, result.Coverage.Mapped);
        Assert.Contains(result.Trace, entry => entry.Target == $"Bundle.entry[{Rows}].resource");
    }
}
