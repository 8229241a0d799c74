namespace CareExchange.Mapping.Fml;

/// <summary>Concept maps written inside a map.</summary>
internal sealed partial class FmlParser
{
    private EmbeddedConceptMap ReadConceptMap()
    {
        var (before, position) = Begin();
        Expect("conceptmap");
        var id = ReadText("the id (#name) or url of the concept map in quotes");
        Expect("{");
        List<ConceptPrefix> prefixes = [];
        while (Accept("prefix"))
        {
            var name = ReadName("a prefix");
            Expect("=");
            prefixes.Add(new(name, ReadText("the url of a code system in quotes")));
        }

        List<ConceptUnmapped> unmapped = [];
        while (Accept("unmapped"))
        {
            Expect("for");
            var prefix = ReadPrefix(prefixes);
            Expect("=");
            var isFixed = Current.Kind is FmlTokenKind.String or FmlTokenKind.Quoted;
            unmapped.Add(new(prefix, isFixed ? Take().Text : null));
            if (!isFixed) Expect("provided", "provided or a fixed code in quotes");
        }

        List<ConceptLine> lines = [];
        while (!IsSymbol("}") && !AtEnd) lines.Add(ReadConceptLine(prefixes));
        var closing = TakeComments();
        Expect("}", "a code or '}'");
        return new(id, prefixes, unmapped, lines, position) { Comments = new(before, TakeBehind()), Closing = closing };
    }

    private ConceptLine ReadConceptLine(List<ConceptPrefix> prefixes)
    {
        var before = TakeComments();
        var source = ReadPrefix(prefixes);
        Expect(":");
        var sourceCode = ReadCode();
        var equivalence = ReadEquivalence();
        string? target = null, targetCode = null;
        if (equivalence != "unmatched")
        {
            target = ReadPrefix(prefixes);
            Expect(":");
            targetCode = ReadCode();
        }

        return new(source, sourceCode, equivalence, target, targetCode) { Comments = new(before, TakeBehind()) };
    }

    private string ReadPrefix(List<ConceptPrefix> prefixes)
    {
        var at = _at;
        var name = ReadName("a prefix");
        if (_panic == Panic.None && !prefixes.Exists(prefix => prefix.Name == name))
        {
            _at = at;
            Fail("one of the declared prefixes");
        }

        return name;
    }

    /// <summary>A code is a word, a number, or text in quotes where it is anything else.</summary>
    private string ReadCode()
    {
        if (Current.Kind is FmlTokenKind.Identifier or FmlTokenKind.Delimited or FmlTokenKind.Number or FmlTokenKind.String or FmlTokenKind.Quoted) return Take().Text;
        Fail("a code (in quotes where it is more than letters and digits)");
        return "";
    }

    private string ReadEquivalence()
    {
        var code = Current.Kind == FmlTokenKind.Symbol ? EquivalenceOf(Current.Text) : null;
        if (code is null) Fail("one of - = == != -- <= <- >= >- ~");
        else Take();
        return code ?? "";
    }

    private static string? EquivalenceOf(string sign) => sign switch
    {
        "-" => "relatedto",
        "=" => "equal",
        "==" => "equivalent",
        "!=" => "disjoint",
        "--" => "unmatched",
        "<=" => "wider",
        "<-" => "subsumes",
        ">=" => "narrower",
        ">-" => "specializes",
        "~" => "inexact",
        _ => null,
    };
}
