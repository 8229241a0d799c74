using System.Globalization;
using CareExchange.Fhir.FhirPath.Values;

namespace CareExchange.Fhir.FhirPath.Syntax;

/// <summary>Builds the tree of an expression by precedence climbing (FHIRPath N1, appendix B and section 6.8).</summary>
/// <remarks>The first error ends the reading: after it every method answers null and unwinds.</remarks>
internal sealed class Parser
{
    // Later walks recurse over the tree, so its depth is bounded where it is built.
    private const int MaximumDepth = 250;

    private readonly List<Token> _tokens;
    private int _at;
    private int _open;
    private SyntaxError? _error;

    private Parser(List<Token> tokens) => _tokens = tokens;

    /// <summary>The tree, or the first error.</summary>
    public static (Node? Tree, SyntaxError? Error) Parse(string expression)
    {
        var lexer = new Lexer(expression);
        var tokens = lexer.ReadAll();
        if (lexer.Error is not null) return (null, lexer.Error);
        var parser = new Parser(tokens);
        var tree = parser.ReadExpression(0);
        if (tree is not null && parser.Current.Kind != TokenKind.End) parser.Unexpected("an operator or the end of the expression");
        return parser._error is null ? (tree, null) : (null, parser._error);
    }

    private Token Current => _tokens[_at];

    private bool Accept(string symbol)
    {
        if (!Current.IsSymbol(symbol)) return false;
        _at++;
        return true;
    }

    private bool Expect(string symbol)
    {
        if (Accept(symbol)) return true;
        Unexpected($"'{symbol}'");
        return false;
    }

    /// <summary>Reads operators of at least this tightness; only brackets, arguments, signs and right operands recurse.</summary>
    private Node? ReadExpression(int tightness)
    {
        if (_open > MaximumDepth) return TooDeep();
        _open++;
        var left = ReadPolarity();
        while (left is not null && LevelOf(Current) is var level && level >= tightness)
        {
            var operation = Current;
            _at++;
            if (operation.Text is "is" or "as")
            {
                left = ReadTypeSpecifier() is { } type ? new TypeNode(operation.Start, operation.Text == "as", left, type) : null;
            }
            else
            {
                left = ReadExpression(level + 1) is { } right ? new BinaryNode(operation.Start, operation.Text, left, right) : null;
            }

            if (left is { Depth: > MaximumDepth }) return TooDeep();
        }

        _open--;
        return left;
    }

    /// <summary>How tightly a token binds as a binary operator; -1 when it is none.</summary>
    private static int LevelOf(Token token) => token.Kind is not (TokenKind.Symbol or TokenKind.Word) ? -1 : token.Text switch
    {
        "implies" => 0,
        "or" or "xor" => 1,
        "and" => 2,
        "in" or "contains" => 3,
        "=" or "~" or "!=" or "!~" => 4,
        "<=" or "<" or ">" or ">=" => 5,
        "|" => 6,
        "is" or "as" => 7,
        "+" or "-" or "&" => 8,
        "*" or "/" or "div" or "mod" => 9,
        _ => -1,
    };

    private Node? ReadPolarity()
    {
        if (!Current.IsSymbol("-") && !Current.IsSymbol("+")) return ReadPostfix();
        var sign = Current;
        _at++;
        if (_open > MaximumDepth) return TooDeep();
        _open++;
        var operand = ReadPolarity();
        _open--;
        return operand is null ? null : new PolarityNode(sign.Start, sign.Text == "-", operand);
    }

    private Node? ReadPostfix()
    {
        var node = ReadTerm();
        while (node is not null)
        {
            var start = Current.Start;
            if (Accept(".")) node = ReadInvocation(node);
            else if (Accept("[")) node = ReadExpression(0) is { } index && Expect("]") ? new IndexerNode(start, node, index) : null;
            else break;
            if (node is { Depth: > MaximumDepth }) return TooDeep();
        }

        return node;
    }

    private Node? ReadTerm()
    {
        var token = Current;
        switch (token.Kind)
        {
            case TokenKind.Text:
                _at++;
                return new LiteralNode(token.Start, token.Text);
            case TokenKind.Number:
                _at++;
                return ReadNumber(token);
            case TokenKind.Date or TokenKind.DateTime or TokenKind.Time:
                _at++;
                return ReadTemporal(token);
            case TokenKind.Word when token.Text is "true" or "false":
                _at++;
                return new LiteralNode(token.Start, token.Text == "true");
            case TokenKind.Word or TokenKind.Delimited:
                return ReadInvocation(null);
        }

        if (Accept("("))
        {
            return ReadExpression(0) is { } inner && Expect(")") ? inner : null;
        }

        if (Accept("{")) return Expect("}") ? new LiteralNode(token.Start, null) : null;
        if (Accept("%")) return ReadVariable(token.Start);
        return token.IsSymbol("$") ? ReadInvocation(null) : Unexpected("an expression");
    }

    private Node? ReadInvocation(Node? source)
    {
        var token = Current;
        if (Accept("$"))
        {
            if (source is null && Current is { Kind: TokenKind.Word, Text: "this" or "index" or "total" })
            {
                return new IterationNode(token.Start, _tokens[_at++].Text);
            }

            return Unexpected("$this, $index or $total");
        }

        if (token.Kind is not (TokenKind.Word or TokenKind.Delimited)) return Unexpected("an element or function name");
        _at++;
        if (!Accept("(")) return new MemberNode(token.Start, source, token.Text);
        var arguments = new List<Node>();
        if (!Accept(")"))
        {
            do
            {
                if (ReadExpression(0) is not { } argument) return null;
                arguments.Add(argument);
            }
            while (Accept(","));
            if (!Expect(")")) return null;
        }

        return new CallNode(token.Start, source, token.Text, arguments);
    }

    private Node? ReadVariable(int start)
    {
        var name = Current;
        if (name.Kind is not (TokenKind.Word or TokenKind.Delimited or TokenKind.Text)) return Unexpected("a variable name");
        _at++;
        return new VariableNode(start, name.Text);
    }

    private TypeSpecifier? ReadTypeSpecifier()
    {
        if (ReadName() is not { } first) return null;
        if (!Current.IsSymbol(".") || _tokens[_at + 1].Kind is not (TokenKind.Word or TokenKind.Delimited) || first is not ("FHIR" or "System"))
        {
            return new TypeSpecifier(null, first);
        }

        _at++;
        return ReadName() is { } second ? new TypeSpecifier(first, second) : null;
    }

    private string? ReadName()
    {
        if (Current.Kind is TokenKind.Word or TokenKind.Delimited) return _tokens[_at++].Text;
        Unexpected("a type name");
        return null;
    }

    private LiteralNode? ReadNumber(Token token)
    {
        object? number = null;
        if (!token.Text.Contains('.', StringComparison.Ordinal)
            && int.TryParse(token.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var integer))
        {
            number = integer;
        }
        else if (decimal.TryParse(token.Text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value))
        {
            number = value;
        }

        if (number is null)
        {
            Fail(token.Start, "the number has too many digits.", "숫자의 자릿수가 너무 많습니다.", "at most 28 digits", token.Text);
            return null;
        }

        var unit = Current;
        var isCalendar = unit.Kind == TokenKind.Word && CalendarUnit.IsKeyword(unit.Text);
        if (!isCalendar && unit.Kind != TokenKind.Text) return new LiteralNode(token.Start, number);
        _at++;
        return new LiteralNode(token.Start, new QuantityValue(Convert.ToDecimal(number, CultureInfo.InvariantCulture), unit.Text, isCalendar));
    }

    private LiteralNode? ReadTemporal(Token token)
    {
        var kind = token.Kind switch
        {
            TokenKind.Date => TemporalKind.Date,
            TokenKind.Time => TemporalKind.Time,
            _ => TemporalKind.DateTime,
        };
        if (TemporalValue.Parse(token.Text, kind) is { } value) return new LiteralNode(token.Start, value);
        var found = (kind == TemporalKind.Time ? "@T" : "@") + token.Text;
        Fail(token.Start, $"'{found}' is not a date or time.", $"'{found}'은(는) 날짜나 시각이 아닙니다.", "@YYYY-MM-DDThh:mm:ss.fff+zz:zz or @Thh:mm:ss.fff", found);
        return null;
    }

    private Node? Unexpected(string expected)
    {
        var found = Current.Kind == TokenKind.End ? "end of the expression" : Current.Text;
        var foundKorean = Current.Kind == TokenKind.End ? "식의 끝" : $"'{Current.Text}'";
        var foundEnglish = Current.Kind == TokenKind.End ? found : $"'{found}'";
        return Fail(Current.Start, $"expected {expected} but found {foundEnglish}.", $"{expected}이(가) 와야 하는데 {foundKorean}이(가) 있습니다.", expected, found);
    }

    private Node? TooDeep() =>
        Fail(Current.Start, "the expression is nested too deeply.", "식이 너무 깊게 중첩되었습니다.", $"at most {MaximumDepth} levels", null);

    private Node? Fail(int offset, string english, string korean, string? expected, string? found)
    {
        _error ??= new SyntaxError(offset, english, korean, expected, found);
        return null;
    }
}
