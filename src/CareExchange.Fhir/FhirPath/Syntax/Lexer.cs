using System.Globalization;
using System.Text;

namespace CareExchange.Fhir.FhirPath.Syntax;

/// <summary>Cuts an expression into tokens (FHIRPath N1, appendix B).</summary>
/// <remarks>One extension: a bare word may use any Unicode letter, so that maps can name a partner's Korean columns.</remarks>
internal sealed class Lexer(string source)
{
    private static readonly string[] s_symbols =
    [
        "<=", ">=", "!=", "!~", "(", ")", "[", "]", "{", "}", ".", ",", "+", "-", "*", "/", "&", "|", "<", ">", "=", "~", "$", "%",
    ];

    private int _at;

    public SyntaxError? Error { get; private set; }

    public List<Token> ReadAll()
    {
        var tokens = new List<Token>();
        while (SkipBlanks())
        {
            var token = _at == source.Length ? new Token(TokenKind.End, "", _at, _at) : ReadToken();
            if (Error is not null) break;
            tokens.Add(token);
            if (token.Kind == TokenKind.End) break;
        }

        return tokens;
    }

    private char Current => _at < source.Length ? source[_at] : '\0';

    private char Next(int distance = 1) => _at + distance < source.Length ? source[_at + distance] : '\0';

    private bool SkipBlanks()
    {
        while (_at < source.Length)
        {
            if (char.IsWhiteSpace(Current) || Current == '\uFEFF') _at++;
            else if (Current == '/' && Next() == '/') SkipLine();
            else if (Current == '/' && Next() == '*')
            {
                var end = source.IndexOf("*/", _at + 2, StringComparison.Ordinal);
                if (end < 0)
                {
                    Fail(_at, "the comment is not closed.", "주석이 닫히지 않았습니다.", "*/", "end of the expression");
                    return false;
                }

                _at = end + 2;
            }
            else break;
        }

        return true;
    }

    private void SkipLine()
    {
        while (_at < source.Length && Current is not ('\n' or '\r')) _at++;
    }

    private Token ReadToken()
    {
        var start = _at;
        var c = Current;
        if (IsWordStart(c)) return ReadWord();
        if (char.IsAsciiDigit(c)) return ReadNumber();
        if (c == '\'') return ReadQuoted('\'', TokenKind.Text);
        if (c == '`') return ReadQuoted('`', TokenKind.Delimited);
        if (c == '"') return ReadQuoted('"', TokenKind.Delimited); // DSTU2 expressions still quote identifiers this way
        if (c == '@') return ReadTemporal();
        foreach (var symbol in s_symbols)
        {
            if (string.CompareOrdinal(source, _at, symbol, 0, symbol.Length) != 0) continue;
            _at += symbol.Length;
            return new Token(TokenKind.Symbol, symbol, start, _at);
        }

        return Fail(start, $"unexpected character '{c}'.", $"예상하지 못한 문자 '{c}'입니다.", "an expression", c.ToString());
    }

    private static bool IsWordStart(char c) => char.IsLetter(c) || c == '_';

    private Token ReadWord()
    {
        var start = _at;
        while (IsWordStart(Current) || char.IsDigit(Current)) _at++;
        return new Token(TokenKind.Word, source[start.._at], start, _at);
    }

    private Token ReadNumber()
    {
        var start = _at;
        SkipDigits();
        // "1.toString()" calls a function, "1.5" is a decimal: only a digit after the dot decides.
        if (Current == '.' && char.IsAsciiDigit(Next()))
        {
            _at++;
            SkipDigits();
        }

        return new Token(TokenKind.Number, source[start.._at], start, _at);
    }

    private void SkipDigits()
    {
        while (char.IsAsciiDigit(Current)) _at++;
    }

    private Token ReadQuoted(char quote, TokenKind kind)
    {
        var start = _at++;
        var text = new StringBuilder();
        while (true)
        {
            if (_at == source.Length)
            {
                return Fail(start, "the quoted text is not closed.", "따옴표가 닫히지 않았습니다.", quote.ToString(), "end of the expression");
            }

            var c = source[_at++];
            if (c == quote) return new Token(kind, text.ToString(), start, _at);
            if (c != '\\') text.Append(c);
            else if (!ReadEscape(text)) return default;
        }
    }

    private bool ReadEscape(StringBuilder text)
    {
        var escape = Current;
        _at++;
        switch (escape)
        {
            case '\'' or '"' or '`' or '\\' or '/': text.Append(escape); return true;
            case 'n': text.Append('\n'); return true;
            case 'r': text.Append('\r'); return true;
            case 't': text.Append('\t'); return true;
            case 'f': text.Append('\f'); return true;
            case 'u' when _at + 4 <= source.Length
                && ushort.TryParse(source.AsSpan(_at, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code):
                text.Append((char)code);
                _at += 4;
                return true;
            default:
                Fail(_at - 2, $"unknown escape '\\{escape}'.", $"알 수 없는 이스케이프 '\\{escape}'입니다.", @"\' \"" \` \\ \/ \f \n \r \t \uXXXX", $"\\{escape}");
                return false;
        }
    }

    private Token ReadTemporal()
    {
        var start = _at++;
        var kind = TokenKind.Date;
        if (Current == 'T')
        {
            _at++;
            kind = TokenKind.Time;
            ReadClock();
        }
        else
        {
            ReadGroup('\0', 4);
            if (ReadGroup('-', 2)) ReadGroup('-', 2);
            if (Current == 'T')
            {
                _at++;
                kind = TokenKind.DateTime;
                if (ReadClock()) ReadOffset();
            }
        }

        return new Token(kind, source[(start + (kind == TokenKind.Time ? 2 : 1)).._at], start, _at);
    }

    private bool ReadClock()
    {
        if (!ReadGroup('\0', 2)) return false;
        if (ReadGroup(':', 2) && ReadGroup(':', 2) && Current == '.' && char.IsAsciiDigit(Next()))
        {
            _at++;
            SkipDigits();
        }

        return true;
    }

    private void ReadOffset()
    {
        if (Current == 'Z') _at++;
        else if (Current is '+' or '-' && char.IsAsciiDigit(Next()) && char.IsAsciiDigit(Next(2)) && Next(3) == ':'
            && char.IsAsciiDigit(Next(4)) && char.IsAsciiDigit(Next(5)))
        {
            _at += 6;
        }
    }

    /// <summary>Takes an optional lead character and exactly <paramref name="digits"/> digits, or nothing.</summary>
    private bool ReadGroup(char lead, int digits)
    {
        var offset = lead == '\0' ? 0 : 1;
        if (offset == 1 && Current != lead) return false;
        for (var i = 0; i < digits; i++)
        {
            if (!char.IsAsciiDigit(Next(offset + i))) return false;
        }

        if (char.IsAsciiDigit(Next(offset + digits))) return false;
        _at += offset + digits;
        return true;
    }

    private Token Fail(int offset, string english, string korean, string? expected, string? found)
    {
        Error ??= new SyntaxError(offset, english, korean, expected, found);
        return default;
    }
}
