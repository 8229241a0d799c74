using System.Globalization;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Mapping.Fml;

/// <summary>Map text → syntax tree, on the whole R4 grammar (mapping-language.html#grammar) and what R5 and R6 add: <c>///</c> headers, <c>let</c>, lists of equal names.</summary>
/// <remarks>
/// After an error the parser sees the end of the text, so that every loop stops by itself, until <see cref="Recover"/> finds where the next
/// rule or declaration begins: one text tells all its mistakes.
/// </remarks>
internal sealed partial class FmlParser
{
    /// <summary>Deepest nesting of anonymous rules; deeper text is refused before it can exhaust the stack.</summary>
    private const int MaxDepth = 64;

    private static readonly string[] Declarations = ["conceptmap", "uses", "imports", "let", "group"];

    private readonly string _text;
    private readonly List<FmlToken> _tokens;
    private readonly List<Issue> _issues;
    private readonly HashSet<int?> _unreadable;
    private Panic _panic;
    private int _at;
    private int _depth;
    private int _commentsTaken;

    private FmlParser(string text, List<FmlToken> tokens, List<Issue> issues)
    {
        _text = text;
        _tokens = tokens;
        _issues = issues;
        _unreadable = [.. issues.Select(issue => issue.Line)];
    }

    private enum Panic
    {
        None,

        /// <summary>A rule is broken: the next one may be sound.</summary>
        Rule,

        /// <summary>Braces are broken: the next declaration may be sound.</summary>
        Declaration,
    }

    /// <summary>The map, or every issue <c>fml-syntax</c> with line, column, expected and found.</summary>
    public static Outcome<StructureMap> Parse(string text)
    {
        var (tokens, headers, issues) = FmlLexer.Read(text);
        var parser = new FmlParser(text, tokens, issues);
        var map = parser.ReadMap(headers);
        return issues.Count > 0 ? Outcome.Failure<StructureMap>([.. issues.OrderBy(issue => (issue.Line, issue.Column)).Take(FmlSyntax.MaxIssues)]) : map;
    }

    /// <summary>The literal that a text is; null for anything else.</summary>
    public static MapLiteral? ParseLiteral(string text)
    {
        var (tokens, _, issues) = FmlLexer.Read(text);
        var parser = new FmlParser(text, tokens, issues);
        return parser.ReadLiteral() is { } literal && parser.AtEnd && issues.Count == 0 ? literal : null;
    }

    private FmlToken Current => _panic == Panic.None ? _tokens[_at] : _tokens[^1];

    private FmlToken Previous => _tokens[Math.Max(0, _at - 1)];

    private bool AtEnd => Current.Kind == FmlTokenKind.End;

    private StructureMap ReadMap(List<MapHeader> headers)
    {
        var comments = TakeComments();
        var url = headers.FirstOrDefault(header => header.Key == "url")?.Value;
        var name = headers.FirstOrDefault(header => header.Key == "name")?.Value;
        var hasLine = IsKeyword("map");
        List<EmbeddedConceptMap> conceptMaps = [];
        List<MapUses> uses = [];
        List<MapImport> imports = [];
        List<MapConstant> constants = [];
        List<MapGroup> groups = [];

        // R6 lets concept maps stand before the map line; authors mix the other declarations freely.
        while (IsKeyword("conceptmap") && !hasLine)
        {
            conceptMaps.Add(ReadConceptMap());
            hasLine = IsKeyword("map");
        }

        if (hasLine || url is null)
        {
            hasLine = true;
            Expect("map");
            url = ReadText("the url of the map in quotes");
            Expect("=");
            name = Current.Kind is FmlTokenKind.String or FmlTokenKind.Quoted ? Take().Text : ReadName("the name of the map");
        }

        do
        {
            if (IsKeyword("conceptmap")) conceptMaps.Add(ReadConceptMap());
            else if (IsKeyword("uses")) uses.Add(ReadUses());
            else if (IsKeyword("imports")) imports.Add(ReadImport());
            else if (IsKeyword("let")) constants.Add(ReadConstant());
            else groups.Add(ReadGroup(groups.Count == 0));
            if (_panic != Panic.None) RecoverDeclaration();
        }
        while (!AtEnd);
        if (groups.Count == 0 && _issues.Count == 0) Fail("'group'");

        return new(url, name ?? "")
        {
            Headers = headers, HasMapLine = hasLine, Comments = comments, ConceptMaps = conceptMaps, Uses = uses, Imports = imports, Constants = constants, Groups = groups,
            Closing = TakeComments(),
        };
    }

    private MapConstant ReadConstant()
    {
        var (before, position) = Begin();
        Expect("let");
        var name = ReadName("the name of the constant");
        Expect("=");
        var value = ReadExpression();
        Expect(";");
        return new(name, value, new(before, TakeBehind()), position);
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

    private MapGroup ReadGroup(bool isFirst)
    {
        var (before, position) = Begin();
        Expect("group", isFirst ? "'group'" : "'group' or the end of the text");
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
        if (_panic != Panic.None) return taken;
        for (; _commentsTaken < Current.Comments.Count; _commentsTaken++) taken.Add(Current.Comments[_commentsTaken].Text);
        return taken;
    }

    /// <summary>A comment on the line that the construct ended on belongs to it, not to the next one.</summary>
    private string? TakeBehind()
    {
        if (_panic != Panic.None || _at == 0 || _commentsTaken > 0 || Current.Comments.Count == 0 || Current.Comments[0].Line != Previous.Position.Line) return null;
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

    private void Fail(string expected, Panic panic = Panic.Rule)
    {
        if (_panic != Panic.None) return;
        var here = Current.Position;

        // What follows from a mistake already told (a sign that is no token, an end that came too early) is not told again.
        if (!_issues.Exists(issue => (issue.Line, issue.Column) == (here.Line, here.Column)) && !_unreadable.Contains(here.Line)) _issues.Add(FmlSyntax.Error(Current.Position, expected, AtEnd ? "the end of the text" : _text[Current.Start..Current.End]));
        _panic = panic;
    }

    /// <summary>Goes on behind the broken rule: its semicolon, or the brace that closes the list it stands in.</summary>
    private void Recover()
    {
        if (_panic != Panic.Rule || _issues.Count >= FmlSyntax.MaxIssues) return;
        for (var depth = 0; _tokens[_at].Kind != FmlTokenKind.End; _at++)
        {
            var token = _tokens[_at];
            if (StartsGroup(_at)) break;
            if (token.Kind != FmlTokenKind.Symbol) continue;
            if (token.Text == "{") depth++;
            else if (token.Text == "}" && depth-- == 0) break;
            else if (token.Text == ";" && depth == 0)
            {
                _at++;
                break;
            }
        }

        (_panic, _commentsTaken) = (Panic.None, 0);
    }

    private void RecoverDeclaration()
    {
        if (_issues.Count >= FmlSyntax.MaxIssues) _at = _tokens.Count - 1;
        else if (_at < _tokens.Count - 1 && !StartsDeclaration(_at)) _at++;
        while (_tokens[_at].Kind != FmlTokenKind.End && !StartsDeclaration(_at)) _at++;
        (_panic, _commentsTaken) = (Panic.None, 0);
    }

    private bool StartsDeclaration(int at) =>
        _tokens[at].Kind == FmlTokenKind.Identifier && Declarations.Contains(_tokens[at].Text, StringComparer.Ordinal)
        && (_tokens[at].Text == "group" ? StartsGroup(at) : at == 0 || _tokens[at].Position.Line != _tokens[at - 1].Position.Line);

    private bool StartsGroup(int at) =>
        _tokens[at] is { Kind: FmlTokenKind.Identifier, Text: "group" } && at + 2 < _tokens.Count
        && _tokens[at + 1].Kind is FmlTokenKind.Identifier or FmlTokenKind.Delimited && _tokens[at + 2] is { Kind: FmlTokenKind.Symbol, Text: "(" };
}
