using System.Globalization;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Mapping.Fml;

/// <summary>Map text → syntax tree, on the whole R4 grammar (mapping-language.html#grammar) and R5's <c>///</c> headers.</summary>
/// <remarks>The first error ends the reading: the parser then stands on the End token, so that every loop stops by itself.</remarks>
internal sealed partial class FmlParser
{
    /// <summary>Deepest nesting of anonymous rules; deeper text is refused before it can exhaust the stack.</summary>
    private const int MaxDepth = 64;

    private readonly string _text;
    private readonly List<FmlToken> _tokens;
    private Issue? _issue;
    private int _at;
    private int _depth;
    private int _commentsTaken;

    private FmlParser(string text, List<FmlToken> tokens, Issue? issue)
    {
        _text = text;
        _tokens = tokens;
        _issue = issue;
    }

    /// <summary>The map, or one issue <c>fml-syntax</c> with line, column, expected and found.</summary>
    public static Outcome<StructureMap> Parse(string text)
    {
        var (tokens, headers, issue) = FmlLexer.Read(text);
        var parser = new FmlParser(text, tokens, issue);
        if (issue is not null) return issue;
        var map = parser.ReadMap(headers);
        return parser._issue is { } found ? found : map;
    }

    private FmlToken Current => _tokens[_at];

    private FmlToken Previous => _tokens[Math.Max(0, _at - 1)];

    private bool AtEnd => Current.Kind == FmlTokenKind.End;

    private StructureMap ReadMap(List<MapHeader> headers)
    {
        var comments = TakeComments();
        var url = headers.FirstOrDefault(header => header.Key == "url")?.Value;
        var name = headers.FirstOrDefault(header => header.Key == "name")?.Value;
        var hasLine = IsKeyword("map");
        if (hasLine || url is null)
        {
            hasLine = true;
            Expect("map");
            url = ReadText("the url of the map in quotes");
            Expect("=");
            name = Current.Kind is FmlTokenKind.String or FmlTokenKind.Quoted ? Take().Text : ReadName("the name of the map");
        }

        List<EmbeddedConceptMap> conceptMaps = [];
        List<MapUses> uses = [];
        List<MapImport> imports = [];
        List<MapGroup> groups = [];
        while (IsKeyword("conceptmap")) conceptMaps.Add(ReadConceptMap());
        while (IsKeyword("uses")) uses.Add(ReadUses());
        while (IsKeyword("imports")) imports.Add(ReadImport());
        do
        {
            groups.Add(ReadGroup());
        }
        while (!AtEnd);

        return new(url, name ?? "")
        {
            Headers = headers, HasMapLine = hasLine, Comments = comments, ConceptMaps = conceptMaps, Uses = uses, Imports = imports, Groups = groups,
            Closing = TakeComments(),
        };
    }

    private MapUses ReadUses()
    {
        var (before, position) = Begin();
        Expect("uses");
        var url = ReadText("the url of a model in quotes");
        var alias = Accept("alias") ? ReadName("an alias") : null;
        Expect("as");
        var mode = ModelMode.Source;
        if (Accept("target")) mode = ModelMode.Target;
        else if (Accept("queried")) mode = ModelMode.Queried;
        else if (Accept("produced")) mode = ModelMode.Produced;
        else Expect("source", "source, target, queried or produced");
        return new(url, alias, mode, new(before, TakeBehind()), position);
    }

    private MapImport ReadImport()
    {
        var (before, position) = Begin();
        Expect("imports");
        var url = ReadText("the url of a map in quotes");
        return new(url, new(before, TakeBehind()), position);
    }

    private MapGroup ReadGroup()
    {
        var (before, position) = Begin();
        Expect("group");
        var name = ReadName("the name of the group");
        Expect("(");
        List<MapInput> inputs = [];
        do
        {
            inputs.Add(ReadInput());
        }
        while (Accept(","));
        Expect(")", "',' or ')'");
        var extends = Accept("extends") ? ReadName("the name of a group") : null;
        var mode = TypeMode.None;
        if (Accept("<<"))
        {
            if (Accept("types")) mode = TypeMode.Types;
            else
            {
                Expect("type", "types or type+");
                Expect("+");
                mode = TypeMode.TypeAndTypes;
            }

            Expect(">>");
        }

        var (rules, closing) = ReadRules();
        return new(name, inputs, rules, position)
        {
            Extends = extends, TypeMode = mode, Comments = new(before, TakeBehind()), Closing = closing,
        };
    }

    private MapInput ReadInput()
    {
        var position = Current.Position;
        var isSource = Accept("source");
        if (!isSource) Expect("target", "source or target");
        var name = ReadName("the name of the input");
        return new(name, isSource, Accept(":") ? ReadTypeName() : null, position);
    }

    private string ReadTypeName() =>
        Current.Kind is FmlTokenKind.Quoted or FmlTokenKind.String ? Take().Text : ReadName("a type");

    private (List<string> Before, MapPosition Position) Begin() => (TakeComments(), Current.Position);

    /// <summary>Comments before the current token that no construct has taken yet.</summary>
    private List<string> TakeComments()
    {
        List<string> taken = [];
        for (; _commentsTaken < Current.Comments.Count; _commentsTaken++) taken.Add(Current.Comments[_commentsTaken].Text);
        return taken;
    }

    /// <summary>A comment on the line that the construct ended on belongs to it, not to the next one.</summary>
    private string? TakeBehind()
    {
        if (_at == 0 || _commentsTaken > 0 || Current.Comments.Count == 0 || Current.Comments[0].Line != Previous.Position.Line) return null;
        _commentsTaken = 1;
        return Current.Comments[0].Text;
    }

    private FmlToken Take()
    {
        var token = Current;
        if (!AtEnd)
        {
            _at++;
            _commentsTaken = 0;
        }

        return token;
    }

    private bool IsSymbol(string text) => Current.Kind == FmlTokenKind.Symbol && Current.Text == text;

    private bool IsKeyword(string text) => Current.Kind == FmlTokenKind.Identifier && Current.Text == text;

    private bool Accept(string text)
    {
        if (!IsSymbol(text) && !IsKeyword(text)) return false;
        Take();
        return true;
    }

    private void Expect(string text, string? said = null)
    {
        if (!Accept(text)) Fail(said ?? $"'{text}'");
    }

    private string ReadName(string said)
    {
        if (Current.Kind is FmlTokenKind.Identifier or FmlTokenKind.Delimited) return Take().Text;
        Fail(said);
        return "";
    }

    private string ReadText(string said)
    {
        if (Current.Kind is FmlTokenKind.Quoted or FmlTokenKind.String) return Take().Text;
        Fail(said);
        return "";
    }

    private int ReadInteger(string said)
    {
        if (Current.Kind == FmlTokenKind.Number && int.TryParse(Current.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            Take();
            return number;
        }

        Fail(said);
        return 0;
    }

    private void Fail(string expected)
    {
        _issue ??= FmlSyntax.Error(Current.Position, expected, AtEnd ? "the end of the text" : _text[Current.Start..Current.End]);
        _at = _tokens.Count - 1;
        _commentsTaken = Current.Comments.Count;
    }
}
