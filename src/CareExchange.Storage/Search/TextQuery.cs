using CareExchange.Storage.Database;
using CareExchange.Storage.Indexing;

namespace CareExchange.Storage.Search;

/// <summary>What <c>_text</c> and <c>_content</c> ask for: words that must all occur, "phrases", word*, and, or, parentheses.</summary>
internal sealed record TextQuery
{
    private TextQuery(string? join, IReadOnlyList<TextQuery> members, IReadOnlyList<string> tokens, bool isStart) =>
        (Join, Members, Tokens, IsStart) = (join, members, tokens, isStart);

    private string? Join { get; }

    private IReadOnlyList<TextQuery> Members { get; }

    private IReadOnlyList<string> Tokens { get; }

    private bool IsStart { get; }

    /// <summary>Reads a query; null where no word is in it or a parenthesis is left open.</summary>
    public static TextQuery? Parse(string text)
    {
        var at = 0;
        return text.Length <= 1000 && Or(text, ref at, 0) is { } query && Skip(text, at) == text.Length ? query : null;
    }

    /// <summary>The query as the database's own full-text search reads it.</summary>
    public string Write(TextSyntax syntax)
    {
        if (Join is not null)
        {
            var sign = (syntax, Join) switch { (TextSyntax.Fts5, "or") => " OR ", (TextSyntax.Fts5, _) => " AND ", (_, "or") => " | ", _ => " & " };
            return $"({string.Join(sign, Members.Select(member => member.Write(syntax)))})";
        }

        return syntax == TextSyntax.Fts5
            ? $"\"{string.Join(' ', Tokens)}\"{(IsStart ? " *" : "")}"
            : $"({string.Join(" <-> ", Tokens.Select((token, index) => $"'{token}'{(IsStart && index == Tokens.Count - 1 ? ":*" : "")}"))})";
    }

    /// <summary>The same question, asked of tokens in hand.</summary>
    public bool Matches(IReadOnlyList<string> tokens) => Join switch
    {
        "or" => Members.Any(member => member.Matches(tokens)),
        "and" => Members.All(member => member.Matches(tokens)),
        _ => Enumerable.Range(0, Math.Max(0, tokens.Count - Tokens.Count + 1)).Any(start => StandsAt(tokens, start)),
    };

    private bool StandsAt(IReadOnlyList<string> tokens, int start)
    {
        for (var index = 0; index < Tokens.Count; index++)
        {
            var isLast = IsStart && index == Tokens.Count - 1;
            if (isLast ? !tokens[start + index].StartsWith(Tokens[index], StringComparison.Ordinal) : tokens[start + index] != Tokens[index]) return false;
        }

        return true;
    }

    private static TextQuery? Or(string text, ref int at, int depth)
    {
        var members = new List<TextQuery>();
        do
        {
            if (And(text, ref at, depth) is not { } member) return null;
            members.Add(member);
        }
        while (Takes(text, ref at, "or"));
        return members is [var only] ? only : new("or", members, [], false);
    }

    private static TextQuery? And(string text, ref int at, int depth)
    {
        var members = new List<TextQuery>();
        while (true)
        {
            if (Term(text, ref at, depth) is not { } member) return null;
            members.Add(member);
            if (Takes(text, ref at, "and")) continue;
            var next = Skip(text, at);
            if (next >= text.Length || text[next] == ')' || IsWord(text, next, "or")) break;
        }

        return members is [var only] ? only : new("and", members, [], false);
    }

    private static TextQuery? Term(string text, ref int at, int depth)
    {
        at = Skip(text, at);
        if (at >= text.Length || depth > 16) return null;
        if (text[at] == '(')
        {
            at++;
            var inner = Or(text, ref at, depth + 1);
            at = Skip(text, at);
            return inner is not null && at < text.Length && text[at++] == ')' ? inner : null;
        }

        var isQuoted = text[at] == '"';
        var start = isQuoted ? at + 1 : at;
        var end = start;
        while (end < text.Length && (isQuoted ? text[end] != '"' : !char.IsWhiteSpace(text[end]) && text[end] is not ('(' or ')' or '"'))) end++;
        if (isQuoted && end == text.Length) return null;
        at = isQuoted ? end + 1 : end;
        return Words(text[start..end].TrimEnd('*'), isStart: end > start && text[end - 1] == '*');
    }

    // A run of Hangul is found by its pairs in their order; one syllable alone by the pairs that begin with it.
    private static TextQuery? Words(string written, bool isStart)
    {
        var parts = new List<TextQuery>();
        foreach (var run in TextWords.Runs(written))
        {
            if (!TextWords.IsIdeographic(run[0])) parts.Add(new(null, [], [run], isStart));
            else if (run.Length == 1) parts.Add(new(null, [], [run], true));
            else parts.Add(new(null, [], [.. Enumerable.Range(0, run.Length - 1).Select(index => run.Substring(index, 2))], false));
        }

        if (parts.Count == 0) return null;
        if (parts.Count == 1) return parts[0];

        // Words that were written together stand together; between different kinds of writing positions say nothing.
        return parts.All(part => part is { IsStart: false, Tokens.Count: 1 } && !TextWords.IsIdeographic(part.Tokens[0][0]))
            ? new(null, [], [.. parts.Select(part => part.Tokens[0])], false)
            : new("and", parts, [], false);
    }

    private static bool Takes(string text, ref int at, string word)
    {
        var start = Skip(text, at);
        if (!IsWord(text, start, word)) return false;
        at = start + word.Length;
        return true;
    }

    private static bool IsWord(string text, int at, string word) =>
        string.Compare(text, at, word, 0, word.Length, StringComparison.OrdinalIgnoreCase) == 0 && at + word.Length < text.Length && char.IsWhiteSpace(text[at + word.Length]);

    private static int Skip(string text, int at)
    {
        while (at < text.Length && char.IsWhiteSpace(text[at])) at++;
        return at;
    }
}
