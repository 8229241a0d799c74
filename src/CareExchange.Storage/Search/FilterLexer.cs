using System.Text;

namespace CareExchange.Storage.Search;

/// <summary>The words of a filter. A copy remembers the place, so that a path can be read once for each type.</summary>
internal struct FilterLexer(string text)
{
    /// <summary>Where the next word begins, after its spaces.</summary>
    public int Position { get; private set; } = Skip(text, 0);

    public readonly bool IsAtEnd => Position >= text.Length;

    public readonly bool IsAt(char letter) => Position < text.Length && text[Position] == letter;

    public bool Takes(char letter)
    {
        if (!IsAt(letter)) return false;
        Position = Skip(text, Position + 1);
        return true;
    }

    /// <summary>Takes a word that stands alone.</summary>
    public bool Takes(string word)
    {
        var end = Position + word.Length;
        if (string.CompareOrdinal(text, Position, word, 0, word.Length) != 0 || (end < text.Length && IsName(text[end]))) return false;
        Position = Skip(text, end);
        return true;
    }

    /// <summary>Takes "not" where a parenthesis follows: it may also be the name of a parameter.</summary>
    public bool TakesNot()
    {
        var before = Position;
        if (Takes("not") && IsAt('(')) return true;
        Position = before;
        return false;
    }

    /// <summary>A name, or null.</summary>
    public string? Name()
    {
        var end = Position;
        while (end < text.Length && IsName(text[end])) end++;
        if (end == Position || char.IsAsciiDigit(text[Position])) return null;
        var name = text[Position..end];
        Position = Skip(text, end);
        return name;
    }

    /// <summary>A value: a JSON string, or what stands until the next space or bracket; null where there is none.</summary>
    public FilterValue? Value()
    {
        if (IsAt('"')) return Quoted();
        var end = Position;
        while (end < text.Length && !char.IsWhiteSpace(text[end]) && text[end] is not (')' or ']' or ',')) end++;
        if (end == Position) return null;
        var token = text[Position..end];
        Position = Skip(text, end);
        return new(token, IsQuoted: false);
    }

    private FilterValue? Quoted()
    {
        var builder = new StringBuilder();
        for (var at = Position + 1; at < text.Length; at++)
        {
            if (text[at] == '"')
            {
                Position = Skip(text, at + 1);
                return new(builder.ToString(), IsQuoted: true);
            }

            if (text[at] != '\\')
            {
                builder.Append(text[at]);
            }
            else if (++at < text.Length)
            {
                if (text[at] == 'u' && at + 4 < text.Length && ushort.TryParse(text.AsSpan(at + 1, 4), System.Globalization.NumberStyles.AllowHexSpecifier, null, out var unit))
                {
                    builder.Append((char)unit);
                    at += 4;
                }
                else
                {
                    builder.Append(text[at] switch { 'n' => '\n', 't' => '\t', 'r' => '\r', 'b' => '\b', 'f' => '\f', var other => other });
                }
            }
        }

        return null;
    }

    private static bool IsName(char letter) => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-';

    private static int Skip(string text, int at)
    {
        while (at < text.Length && char.IsWhiteSpace(text[at])) at++;
        return at;
    }
}

/// <summary>A value as written in a filter.</summary>
/// <param name="Text">Without its quotes and escapes.</param>
/// <param name="IsQuoted">True for a JSON string.</param>
internal sealed record FilterValue(string Text, bool IsQuoted);
