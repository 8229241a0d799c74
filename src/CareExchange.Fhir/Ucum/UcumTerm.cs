namespace CareExchange.Fhir.Ucum;

/// <summary>A product of base units with a factor, while it is put together.</summary>
internal sealed class UcumTerm
{
    private readonly SortedDictionary<string, int> _exponents = new(StringComparer.Ordinal);

    /// <summary>How many of the base units it is.</summary>
    public Ratio Factor { get; private set; } = Ratio.One;

    /// <summary>False where a scale with an offset took part in a product, which says nothing that could be converted.</summary>
    public bool IsProportional { get; set; } = true;

    /// <summary>The base units as one canonical code, <c>g.m2.s-2</c>; <c>1</c> for none. Equal dimensions have equal codes.</summary>
    public string Dimensions => _exponents.Count == 0
        ? "1"
        : string.Join('.', _exponents.Select(unit => unit.Value == 1 ? unit.Key : FormattableString.Invariant($"{unit.Key}{unit.Value}")));

    /// <summary>A unit of the table, by its definition.</summary>
    public static UcumTerm Of(string code, string number, string unit)
    {
        var term = new UcumTerm();
        if (number.Length == 0) term._exponents[code] = 1;
        else
        {
            term.Factor = Ratio.Parse(number);
            term.Multiply(UcumParser.Parse(unit) ?? throw new InvalidDataException($"The unit table defines {code} by a unit it does not have."), 1);
        }

        return term;
    }

    public void Multiply(Ratio factor)
    {
        Factor *= factor;
        if (Factor.IsTooLong) (Factor, IsProportional) = (Ratio.One, false);
    }

    public void Multiply(UcumTerm other, int exponent)
    {
        IsProportional &= other.IsProportional;
        if (IsProportional) Multiply(other.Factor.Power(exponent));
        foreach (var (unit, power) in other._exponents)
        {
            var sum = _exponents.GetValueOrDefault(unit) + (power * exponent);
            if (sum == 0) _exponents.Remove(unit);
            else _exponents[unit] = sum;
        }
    }
}
