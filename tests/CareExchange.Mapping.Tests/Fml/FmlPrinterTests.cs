using CareExchange.Mapping.Fml;

namespace CareExchange.Mapping.Tests.Fml;

public sealed class FmlPrinterTests
{
    private const string Canonical = """"
        /// title = "치매 \ 선별"
        /// status = draft

        // first words
        map "urn:careexchange:map:x" = "x"

        // codes
        conceptmap "#sex" {
          prefix s = "urn:local"
          prefix t = "http://hl7.org/fhir/administrative-gender"
          unmapped for s = "unknown"
          // men
          s:1 == t:male // a man
          s:"여" = t:female
          s:X --
          // no more
        }

        uses "urn:a" alias A as source // in
        uses "http://hl7.org/fhir/StructureDefinition/Bundle" alias Bundle as target

        imports "urn:other"

        // entry
        group main(source src : A, target bundle : Bundle) extends base <<type+>> {
          // a rule
          src -> bundle.type = 'transaction' "type"; // behind
          src.rows : Row 1..* default ({}) first as row where ((a = 1) or b) check (x) log ('l') -> bundle.entry as e, e.resource = create('Patient') as p share one then Person(row, p), Other(row, 'it\'s', 1.50, -2, @2020-01-05, @T10:00, true) {
            row.`성명` as n, row.b -> p.name as h first, h.text = n, uuid() as u;
            row.c -> p.d = (n & 'x'), p.e = n.f.g;
            // end of inner
          } "row";
          // end of rules
        }

        group Person(source row, target p) <<types>> {
        }
        // last words

        """";

    [Fact]
    public void Canonical_text_comes_back_unchanged()
    {
        var outcome = FmlParser.Parse(Canonical);

        Assert.Empty(outcome.Issues);
        Assert.Equal(Canonical, FmlPrinter.Print(outcome.Value!));
    }

    [Theory]
    [InlineData("map 'u' = 'n' group g(source s){s.a where a.b=1 and (c) ->t.b;}", "s.a where (a.b=1 and (c)) -> t.b;")]
    [InlineData("map 'u' = 'n' group g(source s){s.a->t.b=\"q\\\"'\" 'x' ;}", null)]
    [InlineData("map 'u' = 'n' group g(source s){s.a/* one\n two */->t.b=\"q\\\"'\\n\";}", "s.a -> t.b = 'q\"\\'\\n';")]
    public void Any_accepted_spelling_becomes_the_canonical_one(string text, string? rule)
    {
        var outcome = FmlParser.Parse(text);
        if (rule is null)
        {
            Assert.Equal("fml-syntax", Assert.Single(outcome.Issues).Rule);
            return;
        }

        var printed = FmlPrinter.Print(outcome.Value!);
        Assert.Contains(rule, printed, StringComparison.Ordinal);
        Assert.Equal(printed, FmlPrinter.Print(FmlParser.Parse(printed).Value!));
    }
}
