using System.Globalization;

namespace CareExchange.Fhir.FhirPath.Values;

/// <summary>A UCUM expression reduced to a factor and base units: <c>cm</c> is 0.01 of m.</summary>
internal sealed class UcumUnit
{
    private const int MaximumLength = 64;

    private readonly SortedDictionary<string, int> _exponents = new(StringComparer.Ordinal);

    private UcumUnit()
    {
    }

    /// <summary>Multiply a number by this and divide it by <see cref="Divisor"/> to have it in base units.</summary>
    /// <remarks>Two numbers, because a sixtieth (of <c>/min</c>) has no exact decimal.</remarks>
    public decimal Factor { get; private set; } = 1;

    /// <summary>See <see cref="Factor"/>; never zero.</summary>
    public decimal Divisor { get; private set; } = 1;

    /// <summary>The base units as one canonical code, <c>g.m2.s-2</c>; <c>1</c> for none. Equal dimensions have equal codes.</summary>
    public string Dimensions => _exponents.Count == 0
        ? QuantityValue.Unity
        : string.Join('.', _exponents.Select(unit => unit.Value == 1 ? unit.Key : unit.Key + unit.Value.ToString(CultureInfo.InvariantCulture)));

    /// <summary>Reads a code such as <c>mmol/L</c>, <c>kg.m/s2</c> or <c>/min</c>; null where a unit in it is not known or the factor leaves the decimals.</summary>
    public static UcumUnit? Parse(string code)
    {
        if (code.Length is 0 or > MaximumLength) return null;
        var unit = new UcumUnit();
        try
        {
            return unit.Include(code, 1, true) ? unit : null;
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    /// <summary>The product (sign 1) or quotient (sign -1) of two units.</summary>
    public UcumUnit Combine(UcumUnit other, int sign)
    {
        var combined = new UcumUnit
        {
            Factor = Factor * (sign > 0 ? other.Factor : other.Divisor),
            Divisor = Divisor * (sign > 0 ? other.Divisor : other.Factor),
        };
        foreach (var (unit, exponent) in _exponents) combined.Raise(unit, exponent);
        foreach (var (unit, exponent) in other._exponents) combined.Raise(unit, exponent * sign);
        return combined;
    }

    private bool Include(string code, int sign, bool mayConvert)
    {
        var at = 0;
        var direction = sign;
        while (at < code.Length)
        {
            if (code[at] is '.' or '/')
            {
                direction = code[at] == '/' ? -sign : sign;
                at++;
                continue;
            }

            var end = EndOfComponent(code, at);
            if (!IncludeComponent(code[at..end], direction, mayConvert)) return false;
            direction = sign;
            at = end;
        }

        return true;
    }

    // Dots and slashes inside brackets belong to the unit's name.
    private static int EndOfComponent(string code, int start)
    {
        var open = 0;
        for (var i = start; i < code.Length; i++)
        {
            if (code[i] is '[' or '{') open++;
            else if (code[i] is ']' or '}') open--;
            else if (open == 0 && code[i] is '.' or '/') return i;
        }

        return code.Length;
    }

    private bool IncludeComponent(string component, int direction, bool mayConvert)
    {
        // An annotation such as {tablets} counts things: it has no dimension.
        var brace = component.IndexOf('{', StringComparison.Ordinal);
        if (brace >= 0) component = component[..brace];
        if (component.Length == 0) return brace >= 0;
        if (int.TryParse(component, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return number > 0 && Scale(number, direction);
        var digits = component.Length;
        while (digits > 0 && char.IsAsciiDigit(component[digits - 1])) digits--;
        var hasExponent = digits < component.Length;
        if (hasExponent && digits > 0 && component[digits - 1] is '-' or '+') digits--;
        if (digits == 0) return false;
        var exponent = 1;
        if (hasExponent && (!int.TryParse(component.AsSpan(digits), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent) || Math.Abs(exponent) > 9)) return false;
        return IncludeAtom(component[..digits], exponent * direction, mayConvert);
    }

    private bool IncludeAtom(string atom, int exponent, bool mayConvert)
    {
        if (!mayConvert)
        {
            Raise(atom, exponent);
            return true;
        }

        if (!UcumAtoms.TryFind(atom, out var factor, out var baseUnits)) return false;
        for (var i = 0; i < Math.Abs(exponent); i++)
        {
            if (!Scale(factor, Math.Sign(exponent))) return false;
            if (baseUnits != QuantityValue.Unity && !Include(baseUnits, Math.Sign(exponent), false)) return false;
        }

        return true;
    }

    private bool Scale(decimal factor, int direction)
    {
        if (direction > 0) Factor *= factor;
        else Divisor *= factor;
        // A product too small for decimals would convert everything to zero.
        return Factor != 0 && Divisor != 0;
    }

    private void Raise(string unit, int by)
    {
        var exponent = _exponents.GetValueOrDefault(unit) + by;
        if (exponent == 0) _exponents.Remove(unit);
        else _exponents[unit] = exponent;
    }
}
