using System.Numerics;

namespace CareExchange.Fhir.Ucum;

/// <summary>The grammar of UCUM codes (UCUM §6 to §12), case-sensitive.</summary>
/// <remarks>
/// Two things are read as their authors mean them although the grammar knows neither: an annotation after a plain number
/// (<c>/100{WBC}</c>, one of UCUM's own examples) and spaces inside annotations.
/// </remarks>
internal ref struct UcumParser
{
    /// <summary>The longest code that is read; parentheses cannot nest deeper than it is long.</summary>
    public const int LongestCode = 256;

    private const int LargestExponent = 99;

    private readonly ReadOnlySpan<char> _code;
    private int _at;

    private UcumParser(ReadOnlySpan<char> code) => _code = code;

    /// <summary>The special unit that the code consists of, where it consists of one alone.</summary>
    private (UcumFunction Function, Ratio Prefix)? Special { get; set; }

    private int Components { get; set; }

    /// <summary>The code in base units; null where it is not a UCUM code.</summary>
    public static UcumTerm? Parse(ReadOnlySpan<char> code) => Parse(code, out _);

    /// <summary>The code in base units, and the scale it is on where it is a special unit.</summary>
    public static UcumTerm? Parse(ReadOnlySpan<char> code, out (UcumFunction Function, Ratio Prefix)? special)
    {
        special = null;
        if (code.IsEmpty || code.Length > LongestCode) return null;
        var parser = new UcumParser(code);
        var term = new UcumTerm();
        if (!parser.Term(term, 1, mayDivideFirst: true) || parser._at < code.Length) return null;
        if (parser.Special is null) return term;
        if (parser.Components == 1) special = parser.Special;
        else term.IsProportional = false;
        return term;
    }

    // Operators are read from left to right: in a/b.c only b is divided by.
    private bool Term(UcumTerm term, int direction, bool mayDivideFirst)
    {
        var sign = direction;
        if (mayDivideFirst && Next == '/')
        {
            _at++;
            sign = -direction;
        }

        while (Component(term, sign))
        {
            if (Next is not ('.' or '/')) return true;
            sign = Next == '/' ? -direction : direction;
            _at++;
        }

        return false;
    }

    private readonly char Next => _at < _code.Length ? _code[_at] : '\0';

    private bool Component(UcumTerm term, int sign)
    {
        Components++;
        switch (Next)
        {
            case '\0': return false;
            case '{': return Annotation();
            case '(':
                _at++;
                if (!Term(term, sign, mayDivideFirst: true) || Next != ')') return false;
                _at++;
                return true;
        }

        if (Number() is { } number)
        {
            if (number.IsZero) return false;
            term.Multiply(sign > 0 ? new(number, 1) : new(1, number));
            return Next != '{' || Annotation();
        }

        return Symbol(term, sign) && (Next != '{' || Annotation());
    }

    private BigInteger? Number()
    {
        var end = _at;
        while (end < _code.Length && char.IsAsciiDigit(_code[end])) end++;
        if (end == _at || (end < _code.Length && _code[end] is '*' or '^')) return null;
        var number = BigInteger.Parse(_code[_at..end], System.Globalization.CultureInfo.InvariantCulture);
        _at = end;
        return number;
    }

    private bool Symbol(UcumTerm term, int sign)
    {
        var end = EndOfSymbol();
        if (end < 0) return false;
        var text = _code[_at..end];
        _at = end;

        // A digit that ends a symbol is its exponent, except in the one unit whose code is found as it stands.
        var digits = text.Length;
        while (digits > 0 && char.IsAsciiDigit(text[digits - 1])) digits--;
        var exponent = 1;
        var symbol = text;
        if (digits < text.Length)
        {
            if (text.Length - digits > 2) return false;
            exponent = int.Parse(text[digits..], System.Globalization.CultureInfo.InvariantCulture);
            if (digits > 0 && text[digits - 1] is '-' or '+' && text[--digits] == '-') exponent = -exponent;
            symbol = text[..digits];
        }

        if (Math.Abs(exponent) > LargestExponent || UcumTable.Find(symbol) is not var (atom, prefix)) return false;
        if (atom.Function is { } function)
        {
            Special = (function, prefix);
            if (exponent * sign != 1) Components++;
        }
        else
        {
            term.Multiply(prefix.Power(exponent * sign));
        }

        term.Multiply(atom.Term, exponent * sign);
        return true;
    }

    // Dots, slashes and parentheses inside square brackets belong to the unit's name.
    private readonly int EndOfSymbol()
    {
        var isOpen = false;
        var at = _at;
        for (; at < _code.Length; at++)
        {
            var next = _code[at];
            if (next is < '!' or > '~' or '"' or '=' or '}') return -1;
            if (next == '[')
            {
                if (isOpen) return -1;
                isOpen = true;
            }
            else if (next == ']')
            {
                if (!isOpen) return -1;
                isOpen = false;
            }
            else if (!isOpen && next is '.' or '/' or '(' or ')' or '{')
            {
                break;
            }
        }

        return isOpen || at == _at ? -1 : at;
    }

    private bool Annotation()
    {
        for (var at = _at + 1; at < _code.Length; at++)
        {
            if (_code[at] == '}')
            {
                _at = at + 1;
                return true;
            }

            if (_code[at] is < ' ' or > '~' or '{') return false;
        }

        return false;
    }
}
