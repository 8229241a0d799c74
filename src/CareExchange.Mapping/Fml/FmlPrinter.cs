using System.Globalization;
using System.Text;

namespace CareExchange.Mapping.Fml;

/// <summary>Syntax tree → canonical text. Parsing the text again gives the same tree.</summary>
internal sealed class FmlPrinter
{
    private readonly StringBuilder _text = new();
    private int _indent;

    private FmlPrinter()
    {
    }

    public static string Print(StructureMap map)
    {
        var printer = new FmlPrinter();
        printer.Write(map);
        return printer._text.ToString();
    }

    private void Write(StructureMap map)
    {
        foreach (var header in map.Headers) Line($"/// {header.Key} = {Header(header.Value)}");
        if (map.Headers.Count > 0) _text.Append('\n');
        Before(map.Comments);
        if (map.HasMapLine) Line($"map {Quoted(map.Url)} = {Quoted(map.Name)}");
        foreach (var conceptMap in map.ConceptMaps) Write(conceptMap);
        if (map.Uses.Count > 0) _text.Append('\n');
        foreach (var uses in map.Uses)
        {
            Before(uses.Comments.Before);
            var alias = uses.Alias is null ? "" : $" alias {Name(uses.Alias)}";
            Line($"uses {Quoted(uses.Url)}{alias} as {uses.Mode.ToString().ToLowerInvariant()}", uses.Comments.Behind);
        }

        if (map.Imports.Count > 0) _text.Append('\n');
        foreach (var import in map.Imports)
        {
            Before(import.Comments.Before);
            Line($"imports {Quoted(import.Url)}", import.Comments.Behind);
        }

        if (map.Constants.Count > 0) _text.Append('\n');
        foreach (var constant in map.Constants)
        {
            Before(constant.Comments.Before);
            Line($"let {Name(constant.Name)} = {constant.Value.Text};", constant.Comments.Behind);
        }

        foreach (var group in map.Groups) Write(group);
        Before(map.Closing);
    }

    private void Write(EmbeddedConceptMap map)
    {
        _text.Append('\n');
        Before(map.Comments.Before);
        Line($"conceptmap {Quoted(map.Id)} {{");
        _indent++;
        foreach (var prefix in map.Prefixes) Line($"prefix {Name(prefix.Name)} = {Quoted(prefix.Url)}");
        foreach (var unmapped in map.Unmapped) Line($"unmapped for {Name(unmapped.Prefix)} = {(unmapped.FixedCode is { } code ? Quoted(code) : "provided")}");
        foreach (var line in map.Lines)
        {
            Before(line.Comments.Before);
            var target = line.TargetPrefix is null ? "" : $" {Name(line.TargetPrefix)}:{Code(line.TargetCode!)}";
            Line($"{Name(line.SourcePrefix)}:{Code(line.SourceCode)} {Sign(line.Equivalence)}{target}", line.Comments.Behind);
        }

        Before(map.Closing);
        _indent--;
        Line("}", map.Comments.Behind);
    }

    private void Write(MapGroup group)
    {
        _text.Append('\n');
        Before(group.Comments.Before);
        var inputs = string.Join(", ", group.Inputs.Select(input => $"{(input.IsSource ? "source" : "target")} {Name(input.Name)}{Type(input.Type)}"));
        var extends = group.Extends is null ? "" : $" extends {Name(group.Extends)}";
        var mode = group.TypeMode switch { TypeMode.Types => " <<types>>", TypeMode.TypeAndTypes => " <<type+>>", _ => "" };
        Line($"group {Name(group.Name)}({inputs}){extends}{mode} {{");
        Write(group.Rules, group.Closing);
        Line("}", group.Comments.Behind);
    }

    private void Write(IReadOnlyList<MapRule> rules, IReadOnlyList<string> closing)
    {
        _indent++;
        foreach (var rule in rules) Write(rule);
        Before(closing);
        _indent--;
    }

    private void Write(MapRule rule)
    {
        Before(rule.Comments.Before);
        var line = new StringBuilder(string.Join(", ", rule.Sources.Select(Source)));
        if (rule.Targets.Count > 0) line.Append(" -> ").AppendJoin(", ", rule.Targets.Select(Target));
        if (rule.Calls.Count > 0 || rule.Rules is not null) line.Append(" then");
        if (rule.Calls.Count > 0) line.Append(' ').AppendJoin(", ", rule.Calls.Select(Call));
        if (rule.Rules is not null)
        {
            Line(line.Append(" {").ToString());
            Write(rule.Rules, rule.Closing);
            line.Clear().Append('}');
        }

        if (rule.Name is not null) line.Append(' ').Append(Quoted(rule.Name));
        Line(line.Append(';').ToString(), rule.Comments.Behind);
    }

    private static string Source(MapSource source)
    {
        var text = new StringBuilder(Path(source.Context, source.Path)).Append(Type(source.Type));
        if (source.Min is { } min) text.Append(CultureInfo.InvariantCulture, $" {min}..{(source.Max is -1 ? "*" : source.Max)}");
        Expression(text, "default", source.Default);
        if (source.ListMode != SourceListMode.None) text.Append(' ').Append(Mode(source.ListMode));
        if (source.Variable is not null) text.Append(" as ").Append(Name(source.Variable));
        Expression(text, "where", source.Where);
        Expression(text, "check", source.Check);
        Expression(text, "log", source.Log);
        return text.ToString();
    }

    private static string Target(MapTarget target)
    {
        var transform = target.Transform is null ? "" : Transform(target.Transform);
        var text = new StringBuilder(target.Context is null ? transform : Path(target.Context, target.Path));
        if (target.Context is not null && transform.Length > 0) text.Append(" = ").Append(transform);
        if (target.Variable is not null) text.Append(" as ").Append(Name(target.Variable));
        foreach (var mode in target.ListModes)
        {
            text.Append(' ').Append(mode.ToString().ToLowerInvariant());
            if (mode == TargetListMode.Share) text.Append(' ').Append(Name(target.ShareId!));
        }

        return text.ToString();
    }

    private static string Transform(MapTransform transform)
    {
        if (transform.Literal is { } literal) return Literal(literal);
        if (transform.Copy is { } copy) return Path(copy[0], copy.Skip(1));
        return transform.Call is { } call ? Call(call) : $"({transform.Evaluate!.Text})";
    }

    private static string Call(MapCall call) =>
        $"{Name(call.Name)}({string.Join(", ", call.Arguments.Select(argument => Argument(argument)))})";

    internal static string Argument(MapArgument argument) => argument.Literal is { } literal ? Literal(literal) : argument.Expression?.Text ?? Name(argument.Variable!);

    private static string Literal(MapLiteral literal) => literal.Kind switch
    {
        LiteralKind.String => $"'{Escape(literal.Text, '\'')}'",
        LiteralKind.DateTime => "@" + literal.Text,
        LiteralKind.Time => "@T" + literal.Text,
        _ => literal.Text,
    };

    private static void Expression(StringBuilder text, string word, MapExpression? expression)
    {
        if (expression is not null) text.Append(CultureInfo.InvariantCulture, $" {word} ({expression.Text})");
    }

    private static string Mode(SourceListMode mode) => mode switch
    {
        SourceListMode.NotFirst => "not_first",
        SourceListMode.NotLast => "not_last",
        SourceListMode.OnlyOne => "only_one",
        _ => mode.ToString().ToLowerInvariant(),
    };

    private static string Sign(string equivalence) => equivalence switch
    {
        "relatedto" => "-",
        "equal" => "=",
        "equivalent" => "==",
        "disjoint" => "!=",
        "unmatched" => "--",
        "wider" => "<=",
        "subsumes" => "<-",
        "narrower" => ">=",
        "specializes" => ">-",
        _ => "~",
    };

    private static string Type(string? type) => type is null ? "" : $" : {Name(type)}";

    private static string Path(string context, IEnumerable<string> path) => string.Join('.', path.Prepend(context).Select(Name));

    private static string Code(string code) => IsPlain(code) || code.All(char.IsAsciiDigit) && code.Length > 0 ? code : Quoted(code);

    /// <summary>A word that the parser could take for the rest of a rule stands in backticks too.</summary>
    private static string Name(string name) => IsPlain(name) && name is not ("true" or "false") ? name : $"`{Escape(name, '`')}`";

    private static bool IsPlain(string name) =>
        name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_');

    private static string Quoted(string text) => $"\"{Escape(text, '"')}\"";

    private static string Header(string value) => value.Contains('\n', StringComparison.Ordinal) ? $"\"\"\"\n{value}\n\"\"\"" : value.Length > 0 && value.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-') ? value : $"\"{value}\"";

    private static string Escape(string text, char quote)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var letter in text)
        {
            if (letter == quote || letter == '\\') escaped.Append('\\').Append(letter);
            else if (letter < ' ') escaped.Append(letter switch { '\n' => "\\n", '\r' => "\\r", '\t' => "\\t", _ => $"\\u{(int)letter:x4}" });
            else escaped.Append(letter);
        }

        return escaped.ToString();
    }

    private void Before(IReadOnlyList<string> comments)
    {
        foreach (var comment in comments) Line($"// {comment}");
    }

    private void Line(string text, string? comment = null)
    {
        _text.Append(' ', _indent * 2).Append(text);
        if (comment is not null) _text.Append(" // ").Append(comment);
        _text.Append('\n');
    }
}
