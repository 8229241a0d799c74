using System.Text;
using CareExchange.Fhir.Definitions;
using CareExchange.Mapping.Fml;

namespace CareExchange.Mapping.Maps;

/// <summary>
/// Map authors write <c>row.code</c> where FHIRPath has <c>%row.code</c>. A name at the start of a path that is a variable
/// in scope becomes one, except inside the arguments of functions that move the focus: there names are the focus' children.
/// Maps over FHIR also write <c>x.value</c> for a primitive's own value and <c>x.valueString</c> for a choice by its JSON name
/// (the public test maps do); FHIRPath has neither, so both are put into its words.
/// </summary>
internal static class PathRewriter
{
    private static readonly HashSet<string> Moving = new(StringComparer.Ordinal) { "where", "select", "all", "exists", "repeat", "aggregate", "trace", "any", "defineVariable" };

    private static readonly HashSet<string> Words = new(StringComparer.Ordinal) { "and", "or", "xor", "implies", "in", "contains", "is", "as", "div", "mod", "true", "false" };

    public static (string Text, (string Name, int Slot)[] Variables, string[] Constants, PathRead[] Reads) Rewrite(
        string text, IReadOnlyDictionary<string, int> slots, IEnumerable<string> known, Schema? schema)
    {
        var constants = known.Where(name => !slots.ContainsKey(name)).ToHashSet(StringComparer.Ordinal);
        var used = new HashSet<string>(StringComparer.Ordinal);
        var tokens = FmlLexer.Read(text).Tokens;
        var rewritten = new StringBuilder(text.Length + 8);
        var variables = new Dictionary<string, int>(StringComparer.Ordinal);
        List<PathRead> reads = [];
        Stack<bool> moved = new([false]);
        var copied = 0;
        for (var at = 0; at < tokens.Count; at++)
        {
            var token = tokens[at];
            if (token.Kind == FmlTokenKind.Symbol)
            {
                if (token.Text is "(" or "[" or "{") moved.Push(moved.Peek() || (token.Text == "(" && at > 0 && Moving.Contains(tokens[at - 1].Text)));
                else if (token.Text is ")" or "]" or "}" && moved.Count > 1) moved.Pop();
            }

            // FHIRPath has strings in single quotes only; maps write them in double quotes too.
            if (token.Kind == FmlTokenKind.Quoted)
            {
                rewritten.Append(text, copied, token.Start - copied).Append('\'').Append(token.Text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)).Append('\'');
                copied = token.End;
                continue;
            }

            if (token.Kind is not (FmlTokenKind.Identifier or FmlTokenKind.Delimited)) continue;
            if (schema is not null && IsSymbol(tokens, at - 1, ".") && !IsSymbol(tokens, at + 1, "(") && InWords(token.Text, schema) is { } words)
            {
                rewritten.Append(text, copied, token.Start - copied).Append(words);
                copied = token.End;
                continue;
            }

            if (!StartsPath(tokens, at)) continue;
            var percent = at > 0 && tokens[at - 1] is { Kind: FmlTokenKind.Symbol, Text: "%" };
            var isVariable = slots.TryGetValue(token.Text, out var slot) && (percent || !moved.Peek());
            var isConstant = !isVariable && constants.Contains(token.Text) && (percent || !moved.Peek());
            if (isVariable || isConstant)
            {
                if (isVariable) variables[token.Text] = slot;
                else used.Add(token.Text);
                if (!percent)
                {
                    rewritten.Append(text, copied, token.Start - copied).Append('%');
                    copied = token.Start;
                }
            }

            if (isVariable || (!percent && !isConstant && !moved.Peek())) reads.Add(Read(tokens, at, isVariable ? slot : -1));
        }

        rewritten.Append(text, copied, text.Length - copied);
        return (rewritten.ToString(), [.. variables.Select(pair => (pair.Key, pair.Value))], [.. used], [.. reads]);
    }

    private static string? InWords(string name, Schema schema)
    {
        if (name == "value") return "select(value | getValue())";
        if (!name.StartsWith("value", StringComparison.Ordinal)) return null;
        var type = schema.FindType(name[5..]) ?? schema.FindType(char.ToLowerInvariant(name[5]) + name[6..]);
        return type is null ? null : $"value.ofType({type.TypeName})";
    }

    private static bool StartsPath(List<FmlToken> tokens, int at)
    {
        var token = tokens[at];
        if (token.Kind == FmlTokenKind.Identifier && Words.Contains(token.Text) && !IsSymbol(tokens, at - 1, "%")) return false;
        if (IsSymbol(tokens, at - 1, ".") || IsSymbol(tokens, at - 1, "$") || IsSymbol(tokens, at + 1, "(")) return false;
        return at == 0 || tokens[at - 1].Text is not ("is" or "as");
    }

    private static PathRead Read(List<FmlToken> tokens, int at, int slot)
    {
        List<string> path = slot < 0 ? [tokens[at].Text] : [];
        while (IsSymbol(tokens, at + 1, ".") && tokens[at + 2].Kind is FmlTokenKind.Identifier or FmlTokenKind.Delimited && !IsSymbol(tokens, at + 3, "("))
        {
            path.Add(tokens[at + 2].Text);
            at += 2;
        }

        return new(slot, [.. path]);
    }

    private static bool IsSymbol(List<FmlToken> tokens, int at, string text) =>
        at >= 0 && at < tokens.Count && tokens[at].Kind == FmlTokenKind.Symbol && tokens[at].Text == text;
}
