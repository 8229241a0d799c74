namespace CareExchange.Mapping.Fml;

/// <summary>Rules, their sources, targets and what follows them.</summary>
internal sealed partial class FmlParser
{
    private (List<MapRule> Rules, List<string> Closing) ReadRules()
    {
        List<MapRule> rules = [];
        Expect("{");
        if (++_depth > MaxDepth) Fail($"at most {MaxDepth} nested levels of rules", Panic.Declaration);
        while (!IsSymbol("}") && !AtEnd)
        {
            if (StartsGroup(_at)) Fail("a rule or '}'", Panic.Declaration);
            rules.Add(ReadRule());
            Recover();
        }

        _depth--;
        var closing = TakeComments();
        Expect("}", "a rule or '}'");
        return (rules, closing);
    }

    private MapRule ReadRule()
    {
        var (before, position) = Begin();
        List<MapSource> sources = [];
        do
        {
            sources.Add(ReadSource());
        }
        while (Accept(","));

        List<MapTarget> targets = [];
        if (Accept("->"))
        {
            do
            {
                targets.Add(ReadTarget());
            }
            while (Accept(","));
        }

        if (sources.Count == 1 && targets is [{ Context: not null, Transform: null, Variable: null, ListModes.Count: 0 }] && Accept(":")) return ReadBatch(sources[0], targets[0], before, position);

        List<MapCall> calls = [];
        List<MapRule>? rules = null;
        List<string> closing = [];
        if (Accept("then"))
        {
            if (!IsSymbol("{"))
            {
                do
                {
                    calls.Add(ReadCall(ReadName("the name of a group or '{'")));
                }
                while (Accept(","));
            }

            if (IsSymbol("{")) (rules, closing) = ReadRules();
        }

        var name = Current.Kind == FmlTokenKind.Quoted ? Take().Text : null;
        Expect(";", targets.Count == 0 && calls.Count == 0 && rules is null ? "'->', then, a name in double quotes or ';'" : "then, a name in double quotes or ';'");
        return new(sources, targets, calls, rules, name, position) { Comments = new(before, TakeBehind()), Closing = closing };
    }

    /// <summary><c>src -> tgt: a, b;</c> (R6): one rule of equal names for each, below a rule of the source.</summary>
    private MapRule ReadBatch(MapSource source, MapTarget target, List<string> before, MapPosition position)
    {
        List<MapRule> rules = [];
        do
        {
            var at = Current.Position;
            var name = ReadName("the name of an element");
            rules.Add(new([new(source.Context, [.. source.Path, name], at)], [new(target.Context, [.. target.Path, name], null, null, at)], [], null, null, at));
        }
        while (Accept(","));

        var ruleName = Current.Kind == FmlTokenKind.Quoted ? Take().Text : null;
        Expect(";", "',', a name in double quotes or ';'");
        return new([new(source.Context, [], position)], [], [], rules, ruleName, position) { Comments = new(before, TakeBehind()) };
    }

    private MapSource ReadSource()
    {
        var position = Current.Position;
        var context = ReadName("the variable that the rule starts from");
        var source = new MapSource(context, ReadPath(), position);
        if (Accept(":")) source = source with { Type = ReadTypeName() };
        if (Current.Kind == FmlTokenKind.Number)
        {
            var min = ReadInteger("the least number of matches");
            Expect("..");
            source = source with { Min = min, Max = Accept("*") ? -1 : ReadInteger("the greatest number of matches or *") };
        }

        if (Accept("default")) source = source with { Default = ReadExpression() };
        source = source with { ListMode = ReadSourceListMode() };
        if (Accept("as")) source = source with { Variable = ReadName("a variable") };
        if (Accept("where")) source = source with { Where = ReadExpression() };
        if (Accept("check")) source = source with { Check = ReadExpression() };
        if (Accept("log")) source = source with { Log = ReadExpression() };
        return source;
    }

    private SourceListMode ReadSourceListMode()
    {
        if (Accept("first")) return SourceListMode.First;
        if (Accept("not_first")) return SourceListMode.NotFirst;
        if (Accept("last")) return SourceListMode.Last;
        if (Accept("not_last")) return SourceListMode.NotLast;
        return Accept("only_one") ? SourceListMode.OnlyOne : SourceListMode.None;
    }

    private List<string> ReadPath()
    {
        List<string> path = [];
        while (Accept(".")) path.Add(ReadName("a property"));
        return path;
    }

    private MapTarget ReadTarget()
    {
        var position = Current.Position;
        MapTarget target;
        if (IsSymbol("("))
        {
            target = new(null, [], new(position) { Evaluate = ReadExpression() }, null, position);
        }
        else
        {
            var context = ReadName("a target");
            if (IsSymbol("("))
            {
                target = new(null, [], new(position) { Call = ReadCall(context) }, null, position);
            }
            else
            {
                var path = ReadPath();
                target = new(context, path, Accept("=") ? ReadTransform() : null, null, position);
            }
        }

        if (Accept("as")) target = target with { Variable = ReadName("a variable") };
        List<TargetListMode> modes = [];
        while (true)
        {
            if (Accept("first")) modes.Add(TargetListMode.First);
            else if (Accept("last")) modes.Add(TargetListMode.Last);
            else if (Accept("single")) modes.Add(TargetListMode.Single);
            else if (Accept("collate")) modes.Add(TargetListMode.Collate);
            else if (Accept("share"))
            {
                modes.Add(TargetListMode.Share);
                const string Name = "the name that the shared target has";
                target = target with { ShareId = Current.Kind is FmlTokenKind.Quoted or FmlTokenKind.String ? ReadText(Name) : ReadName(Name) };
            }
            else
            {
                return target with { ListModes = modes };
            }
        }
    }

    private MapTransform ReadTransform()
    {
        var position = Current.Position;
        if (IsSymbol("(")) return new(position) { Evaluate = ReadExpression() };
        if (ReadLiteral() is { } literal) return new(position) { Literal = literal };
        var name = ReadName("a value, a variable, a transform or FHIRPath in parentheses");
        if (IsSymbol("(")) return new(position) { Call = ReadCall(name) with { Position = position } };
        return new(position) { Copy = [name, .. ReadPath()] };
    }

    private MapCall ReadCall(string name)
    {
        var position = Previous.Position;
        List<MapArgument> arguments = [];
        Expect("(");
        if (!IsSymbol(")"))
        {
            do
            {
                arguments.Add(ReadArgument());
            }
            while (Accept(","));
        }

        Expect(")", "',' or ')'");
        return new(name, arguments, position);
    }

    /// <summary>A literal or variable that stands alone; anything longer is FHIRPath.</summary>
    private MapArgument ReadArgument()
    {
        var (at, start) = (Current.Position, _at);
        var literal = ReadLiteral();
        if (literal is not null && EndsArgument()) return new(literal, null, at);
        if (literal is null && Current.Kind is FmlTokenKind.Identifier or FmlTokenKind.Delimited)
        {
            var name = Take().Text;
            if (EndsArgument()) return new(null, name, at);
        }

        // Only what is a term can go on: two values side by side lack a comma.
        if (_at > start && !ContinuesExpression() && !IsSymbol("(")) return new(literal, literal is null ? Previous.Text : null, at);
        if (_at == start && !(IsSymbol("(") || IsSymbol("%") || IsSymbol("$") || IsSymbol("{") || IsSymbol("-")))
        {
            Fail("a value, a variable or FHIRPath");
            return new(null, "", at);
        }

        return new(null, null, at) { Expression = ReadOpenExpression(start, at) };
    }

    private bool EndsArgument() => IsSymbol(",") || IsSymbol(")") || AtEnd;

    private MapLiteral? ReadLiteral()
    {
        var token = Current;
        switch (token.Kind)
        {
            case FmlTokenKind.String or FmlTokenKind.Quoted:
                Take();
                return new(LiteralKind.String, token.Text);
            case FmlTokenKind.Number:
                Take();
                return new(token.Text.Contains('.', StringComparison.Ordinal) ? LiteralKind.Decimal : LiteralKind.Integer, token.Text);
            case FmlTokenKind.DateTime:
                Take();
                return new(LiteralKind.DateTime, token.Text);
            case FmlTokenKind.Time:
                Take();
                return new(LiteralKind.Time, token.Text);
            case FmlTokenKind.Identifier when token.Text is "true" or "false":
                Take();
                return new(LiteralKind.Boolean, token.Text);
            case FmlTokenKind.Symbol when token.Text is "-" && _tokens[_at + 1].Kind == FmlTokenKind.Number:
                Take();
                var number = Take().Text;
                return new(number.Contains('.', StringComparison.Ordinal) ? LiteralKind.Decimal : LiteralKind.Integer, "-" + number);
            default:
                return null;
        }
    }

    /// <summary>
    /// FHIRPath as written. In parentheses it ends at the matching one; without them (as older maps write <c>where</c>)
    /// it ends at the next word or sign of the rule that stands outside all brackets.
    /// </summary>
    private MapExpression ReadExpression()
    {
        var inParentheses = IsSymbol("(");
        var position = Current.Position;
        var first = _at;
        var depth = 0;
        while (!AtEnd)
        {
            if (depth == 0 && _at > first && (inParentheses || EndsExpression())) break;
            if (IsSymbol("(") || IsSymbol("[") || IsSymbol("{")) depth++;
            else if (IsSymbol(")") || IsSymbol("]") || IsSymbol("}")) depth--;
            if (depth < 0) break;
            Take();
        }

        if (AtEnd && depth > 0) Fail("')'");
        if (_panic != Panic.None) return new("", position);

        // "(a) = (b)" without outer parentheses begins with one that does not close it all: then it goes on.
        var end = Previous.End;
        if (inParentheses && ContinuesExpression()) return ReadOpenExpression(first, position);
        var text = inParentheses ? _text[(_tokens[first].Start + 1)..(end - 1)] : _text[_tokens[first].Start..end];
        if (text.AsSpan().Trim().IsEmpty || end <= _tokens[first].Start) Fail("FHIRPath");
        return new(text.Trim(), position);
    }

    private MapExpression ReadOpenExpression(int first, MapPosition position)
    {
        var depth = 0;
        while (!AtEnd && !(depth == 0 && EndsExpression()))
        {
            if (IsSymbol("(") || IsSymbol("[") || IsSymbol("{")) depth++;
            else if (IsSymbol(")") || IsSymbol("]") || IsSymbol("}")) depth--;
            if (depth < 0) break;
            Take();
        }

        return new(_text[_tokens[first].Start..Previous.End].Trim(), position);
    }

    private bool ContinuesExpression() =>
        Current.Kind == FmlTokenKind.Symbol
            ? Current.Text is "." or "[" or "=" or "!=" or "~" or "!~" or "<" or ">" or "<=" or ">=" or "+" or "-" or "*" or "/" or "&" or "|"
            : Current.Kind == FmlTokenKind.Identifier && Current.Text is "and" or "or" or "xor" or "implies" or "in" or "contains" or "is" or "div" or "mod";

    private bool EndsExpression() =>
        Current.Kind switch
        {
            FmlTokenKind.End => true,

            // Behind an operator it is a string, otherwise the name of the rule.
            FmlTokenKind.Quoted => Previous.Kind != FmlTokenKind.Symbol || Previous.Text is ")" or "]" or "}",
            FmlTokenKind.Symbol => Current.Text is "->" or ";" or ",",
            FmlTokenKind.Identifier => Current.Text is "then" or "check" or "log",
            _ => false,
        };
}
