using System.Globalization;
using System.Text;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Mapping.Fml;

/// <summary>Map text → tokens. FHIRPath inside a map is cut from the text later, so its symbols only need to be passed, not understood.</summary>
internal sealed class FmlLexer
{
    private static readonly string[] Pairs = ["->", "--", "<<", ">>", "<=", "<-", ">=", ">-", "==", "!=", "!~", ".."];

    private readonly string _text;
    private readonly List<FmlToken> _tokens = [];
    private readonly List<MapHeader> _headers = [];
    private List<FmlComment> _comments = [];
    private int _at;
    private int _line = 1;
    private int _lineStart;
    private readonly List<Issue> _issues = [];

    private FmlLexer(string text) => _text = text;

    /// <summary>The tokens, closed by an End token, and what is no token at all: the reading goes on behind it.</summary>
    public static (List<FmlToken> Tokens, List<MapHeader> Headers, List<Issue> Issues) Read(string text)
    {
        var lexer = new FmlLexer(text);
        while (lexer._issues.Count < FmlSyntax.MaxIssues && lexer.Next())
        {
        }

        lexer.Add(FmlTokenKind.End, "", text.Length, text.Length, lexer.Here(text.Length));
        return (lexer._tokens, lexer._headers, lexer._issues);
    }

    private bool Next()
    {
        SkipSpace();
        if (_at >= _text.Length) return false;
        var start = _at;
        var position = Here(start);
        var first = _text[start];
        if (char.IsAsciiLetter(first) || first == '_')
        {
            while (_at < _text.Length && (char.IsAsciiLetterOrDigit(_text[_at]) || _text[_at] == '_')) _at++;
            Add(FmlTokenKind.Identifier, _text[start.._at], start, _at, position);
        }
        else if (char.IsAsciiDigit(first))
        {
            ReadNumber(start, position);
        }
        else if (first is '\'' or '"' or '`')
        {
            ReadQuoted(first, position);
        }
        else if (first == '@')
        {
            ReadDateTime(start, position);
        }
        else
        {
            ReadSymbol(start, position);
        }

        return true;
    }

    private void ReadNumber(int start, MapPosition position)
    {
        while (_at < _text.Length && char.IsAsciiDigit(_text[_at])) _at++;

        // "0..1" is two integers with a range between them, not a decimal.
        if (_at + 1 < _text.Length && _text[_at] == '.' && char.IsAsciiDigit(_text[_at + 1]))
        {
            _at++;
            while (_at < _text.Length && char.IsAsciiDigit(_text[_at])) _at++;
        }

        Add(FmlTokenKind.Number, _text[start.._at], start, _at, position);
    }

    private void ReadQuoted(char quote, MapPosition position)
    {
        var start = _at++;
        var value = new StringBuilder();
        while (true)
        {
            if (_at >= _text.Length || _text[_at] == '\n')
            {
                Fail(position, $"the closing {quote}", _at >= _text.Length ? "the end of the text" : "the end of the line");
                break;
            }

            var letter = _text[_at++];
            if (letter == quote) break;
            if (letter != '\\')
            {
                value.Append(letter);
                continue;
            }

            ReadEscape(value);
        }

        var kind = quote switch { '\'' => FmlTokenKind.String, '"' => FmlTokenKind.Quoted, _ => FmlTokenKind.Delimited };
        Add(kind, value.ToString(), start, _at, position);
    }

    private void ReadEscape(StringBuilder value)
    {
        var position = Here(_at - 1);
        var letter = _at < _text.Length ? _text[_at++] : '\0';
        if (letter == 'u' && _at + 4 <= _text.Length
            && ushort.TryParse(_text.AsSpan(_at, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit))
        {
            value.Append((char)unit);
            _at += 4;
            return;
        }

        const string Escapes = "'\"`\\/rntf", Meanings = "'\"`\\/\r\n\t\f";
        var known = letter == '\0' ? -1 : Escapes.IndexOf(letter, StringComparison.Ordinal);
        if (known < 0)
        {
            Fail(position, "one of \\' \\\" \\` \\\\ \\/ \\r \\n \\t \\f \\uXXXX", letter == '\0' ? "the end of the text" : $"\\{letter}");
            return;
        }

        value.Append(Meanings[known]);
    }

    private void ReadDateTime(int start, MapPosition position)
    {
        _at++;
        var kind = _at < _text.Length && _text[_at] == 'T' ? FmlTokenKind.Time : FmlTokenKind.DateTime;
        while (_at < _text.Length && (char.IsAsciiDigit(_text[_at]) || _text[_at] is '-' or ':' or 'T' or 'Z' or '+'
            || (_text[_at] == '.' && _at + 1 < _text.Length && char.IsAsciiDigit(_text[_at + 1]))))
        {
            // "@2020 -> x" has a space; "@2020->x" must leave the arrow alone.
            if (_text[_at] == '-' && _at + 1 < _text.Length && _text[_at + 1] == '>') break;
            _at++;
        }

        var text = kind == FmlTokenKind.Time ? _text[(start + 2).._at] : _text[(start + 1).._at];
        if (text.Length == 0) Fail(position, "a date or time behind @", "@");
        else Add(kind, text, start, _at, position);
    }

    private void ReadSymbol(int start, MapPosition position)
    {
        foreach (var pair in Pairs)
        {
            if (string.CompareOrdinal(_text, start, pair, 0, 2) != 0) continue;
            _at += 2;
            Add(FmlTokenKind.Symbol, pair, start, _at, position);
            return;
        }

        if (!"{}()[],;.:=<>+-*/%$&|~!".Contains(_text[start], StringComparison.Ordinal))
        {
            Fail(position, "a token of the mapping language (other names stand in `backticks`)", Shown(_text, start));
            while (_at < _text.Length && !char.IsWhiteSpace(_text[_at]) && !char.IsAscii(_text[_at])) _at++;
            if (_at == start) _at++;
            return;
        }

        _at++;
        Add(FmlTokenKind.Symbol, _text[start].ToString(), start, _at, position);
    }

    private void SkipSpace()
    {
        while (_at < _text.Length)
        {
            var letter = _text[_at];
            if (letter == '\n')
            {
                _at++;
                _line++;
                _lineStart = _at;
            }
            else if (char.IsWhiteSpace(letter) || letter == '\uFEFF')
            {
                _at++;
            }
            else if (letter == '/' && _at + 1 < _text.Length && _text[_at + 1] == '/')
            {
                ReadLineComment();
            }
            else if (letter == '/' && _at + 1 < _text.Length && _text[_at + 1] == '*')
            {
                ReadBlockComment();
            }
            else
            {
                return;
            }
        }
    }

    private void ReadLineComment()
    {
        var end = _text.IndexOf('\n', _at);
        if (end < 0) end = _text.Length;
        var comment = _text[_at..end].TrimEnd();
        var isHeader = comment.StartsWith("///", StringComparison.Ordinal) && _tokens.Count == 0;
        if (isHeader && comment.IndexOf("\"\"\"", StringComparison.Ordinal) is >= 0 and var opening && comment.IndexOf('=', StringComparison.Ordinal) is >= 0 and var equals && equals < opening)
        {
            ReadMarkdown(comment[3..equals].Trim(), _at + opening + 3);
            return;
        }

        if (!isHeader || !ReadHeader(comment[3..])) AddComment(comment[2..].Trim());
        _at = end;
    }

    /// <summary>Text over several lines between three double quotes (R6 grammar, markdownLiteral).</summary>
    private void ReadMarkdown(string key, int start)
    {
        var end = _text.IndexOf("\"\"\"", start, StringComparison.Ordinal);
        if (end < 0)
        {
            Fail(Here(start - 3), "the closing \"\"\"", "the end of the text");
            _at = _text.Length;
            return;
        }

        _headers.Add(new(key, _text[start..end].ReplaceLineEndings("\n").Trim('\n')));
        Lines(start, end);
        _at = end + 3;
    }

    private bool ReadHeader(string line)
    {
        var equals = line.IndexOf('=', StringComparison.Ordinal);
        if (equals < 0) return false;
        var value = line[(equals + 1)..].Trim();
        if (value.Length >= 2 && value[0] == value[^1] && value[0] is '"' or '\'')
        {
            value = value[1..^1];
        }

        _headers.Add(new(line[..equals].Trim(), value));
        return true;
    }

    private void ReadBlockComment()
    {
        var end = _text.IndexOf("*/", _at + 2, StringComparison.Ordinal);
        if (end < 0)
        {
            Fail(Here(_at), "*/", "the end of the text");
            _at = _text.Length;
            return;
        }

        foreach (var line in _text[(_at + 2)..end].Split('\n'))
        {
            AddComment(line.Trim());
            _line++;
        }

        _line--;
        if (_text.LastIndexOf('\n', end, end - _at) is >= 0 and var last) _lineStart = last + 1;
        _at = end + 2;
    }

    private void Lines(int start, int end)
    {
        for (var at = start; at < end; at++)
        {
            if (_text[at] != '\n') continue;
            _line++;
            _lineStart = at + 1;
        }
    }

    private void AddComment(string text)
    {
        if (text.Length > 0) _comments.Add(new(text, _line));
    }

    private void Add(FmlTokenKind kind, string text, int start, int end, MapPosition position)
    {
        _tokens.Add(new(kind, text, start, end, position, _comments));
        _comments = [];
    }

    private MapPosition Here(int offset) => new(_line, offset - _lineStart + 1);

    private static string Shown(string text, int at) => char.IsSurrogatePair(text, at) ? text.Substring(at, 2) : text[at].ToString();

    private void Fail(MapPosition position, string expected, string found) => _issues.Add(FmlSyntax.Error(position, expected, found));
}
