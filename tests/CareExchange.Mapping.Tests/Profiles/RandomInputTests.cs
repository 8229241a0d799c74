using System.Text;
using CareExchange.Fhir.Definitions;
using CareExchange.Mapping.Fml;
using CareExchange.Mapping.Profiles;
using FsCheck;
using FsCheck.Fluent;

namespace CareExchange.Mapping.Tests.Profiles;

/// <summary>Any bytes give a value or an issue, never an exception: as messages, as maps, as manifests and declarations.</summary>
public sealed class RandomInputTests
{
    private static readonly string Map = """
        map "urn:test" = "test"
        group main(source src, target b : Bundle) {
          src.rows as row -> b.entry as e, e.resource = create('Patient') as p then {
            row.no 1..1 as no -> p.identifier = id('urn:no', no), p.name as n, n.text = no;
            row.when as d -> p.birthDate = dateOp(d, 'yyyyMMdd'), p.telecom = cp(d), p.active = d;
            row.score where ($this > 3) -> b.entry as o, o.resource = create('Observation') as obs, obs.value = qty(row.score);
          };
        }
        """.Replace("qty(row.score)", "(row.score)", StringComparison.Ordinal);

    private static readonly MappingProfile Profile = new Folder().Add("a.map", Map)
        .Add("mapping.json", """{ "partner": "p", "version": "1", "maps": [ { "map": "urn:test", "format": "json", "contentType": "j" }, { "map": "urn:test", "format": "csv", "contentType": "c", "source": "c.json" }, { "map": "urn:test", "format": "xlsx", "contentType": "x", "source": "x.json" } ] }""")
        .Add("c.json", """{ "format": "csv", "columns": [ { "name": "no", "filled": true }, { "name": "score", "type": "decimal" }, { "name": "when", "split": ";" } ] }""")
        .Add("x.json", """{ "format": "xlsx", "sheets": [ { "sheet": "rows", "property": "rows" } ] }""").Compile();

    private static readonly (string Type, byte[] Bytes)[] Seeds =
    [
        ("j", """{ "rows": [ { "no": "1", "when": "20260105", "score": 4.5 }, { "no": 2, "when": ["x", true, null], "score": { "a": [] } } ] }"""u8.ToArray()),
        ("c", "no,score,when,메모\r\n1,4.5,20260105;20260106,\"a\"\"b\"\r\n2,,x,\n"u8.ToArray()),
        ("x", Workbook.Write(("rows", [["no", "score", "when"], ["1", 4.5, new DateTime(2026, 1, 5)]]))),
    ];

    [Fact]
    public void Any_bytes_as_a_message() => Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), bytes =>
    {
        foreach (var (type, _) in Seeds) Assert.True(Answered(Profile.Transform(bytes, type, null)));
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void A_message_with_a_few_bytes_changed(int seed)
    {
        var (type, bytes) = Seeds[seed];
        var random = new Random(seed);
        for (var round = 0; round < 1500; round++) Assert.True(Answered(Profile.Transform(Changed(bytes, random), type, null)));
    }

    [Fact]
    public void A_folder_with_a_few_bytes_changed()
    {
        var random = new Random(7);
        var bytes = Encoding.UTF8.GetBytes(Map);
        var manifest = Encoding.UTF8.GetBytes(Folder.Manifest("csv", "c", ", \"source\": \"c.json\""));
        var declaration = """{ "format": "csv", "columns": [ { "name": "no", "type": "date", "formats": ["yyyyMMdd"], "codes": ["1"] } ] }"""u8.ToArray();
        for (var round = 0; round < 1500; round++)
        {
            var outcome = new Folder().Add("a.map", Changed(bytes, random)).Add("mapping.json", round % 3 == 0 ? Changed(manifest, random) : manifest)
                .Add("c.json", round % 3 == 1 ? Changed(declaration, random) : declaration).TryCompile();
            Assert.True(outcome.Succeeded || outcome.Issues.Count > 0);
            if (outcome.Value is { } profile) Assert.True(Answered(profile.Transform(Seeds[1].Bytes, "c", null)));
        }
    }

    [Fact]
    public void What_the_parser_accepts_prints_as_text_that_it_accepts_as_the_same()
    {
        var random = new Random(11);
        var bytes = Encoding.UTF8.GetBytes(Map + "// end\n");
        for (var round = 0; round < 3000; round++)
        {
            if (FmlParser.Parse(Encoding.UTF8.GetString(Changed(bytes, random))).Value is not { } map) continue;
            var printed = FmlPrinter.Print(map);
            var again = FmlParser.Parse(printed);
            Assert.Empty(again.Issues);
            Assert.Equal(printed, FmlPrinter.Print(again.Value!));
        }
    }

    private static bool Answered(Fhir.Outcomes.Outcome<MappingResult> outcome)
    {
        if (outcome.Value is { } result) return result.Trace.Count >= 0 && Fhir.Elements.FhirDocument.Parse(result.Bundle, Schema.R4).Succeeded;
        return outcome.Issues.Any(issue => issue.IsError);
    }

    private static byte[] Changed(byte[] bytes, Random random)
    {
        var changed = bytes.ToList();
        for (var count = random.Next(1, 6); count > 0 && changed.Count > 0; count--)
        {
            var at = random.Next(changed.Count);
            switch (random.Next(4))
            {
                case 0: changed.RemoveAt(at); break;
                case 1: changed.Insert(at, (byte)random.Next(256)); break;
                case 2: changed[at] = bytes[random.Next(bytes.Length)]; break;
                default: changed.RemoveRange(at, Math.Min(random.Next(8), changed.Count - at)); break;
            }
        }

        return [.. changed];
    }
}
