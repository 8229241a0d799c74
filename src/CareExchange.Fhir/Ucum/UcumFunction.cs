namespace CareExchange.Fhir.Ucum;

/// <summary>The scale of a special unit (UCUM §21, §22): how its numbers become multiples of a proportional unit, and back.</summary>
internal sealed class UcumFunction
{
    private static readonly Dictionary<string, UcumFunction> Functions = new(StringComparer.Ordinal)
    {
        ["Cel"] = Offset("273.15"),
        ["degF"] = Offset("459.67"),
        ["degRe"] = Offset("218.52"),
        ["pH"] = Curve(number => Math.Pow(10, -number), value => -Math.Log10(value)),
        ["ln"] = Curve(Math.Exp, Math.Log),
        ["lg"] = Curve(number => Math.Pow(10, number), Math.Log10),
        ["lgTimes2"] = Curve(number => Math.Pow(10, number / 2), value => 2 * Math.Log10(value)),
        ["ld"] = Curve(number => Math.Pow(2, number), Math.Log2),
        ["tanTimes100"] = Curve(number => Math.Atan(number / 100), value => Math.Tan(value) * 100),
        ["sqrt"] = Curve(number => number * number, Math.Sqrt),
        ["hpX"] = Dilution(10),
        ["hpC"] = Dilution(100),
        ["hpM"] = Dilution(1_000),
        ["hpQ"] = Dilution(50_000),
    };

    private readonly Func<Ratio, Ratio?> _from;
    private readonly Func<Ratio, Ratio?> _to;

    private UcumFunction(Func<Ratio, Ratio?> from, Func<Ratio, Ratio?> to) => (_from, _to) = (from, to);

    public static UcumFunction Find(string name) => Functions[name];

    /// <summary>A number on the scale as a multiple of the unit behind it; null where it has none.</summary>
    public Ratio? ToProportional(Ratio number) => _from(number);

    /// <summary>A multiple of the unit behind the scale as a number on it; null where it has none.</summary>
    public Ratio? FromProportional(Ratio value) => _to(value);

    private static UcumFunction Offset(string text)
    {
        var zero = Ratio.Parse(text);
        return new(number => number + zero, value => value - zero);
    }

    private static UcumFunction Dilution(double step) => Curve(number => Math.Pow(step, -number), value => -Math.Log(value, step));

    // Curves have no exact fractions; fifteen digits are more than any scale of this kind is read with.
    private static UcumFunction Curve(Func<double, double> from, Func<double, double> to) => new(number => Apply(from, number), value => Apply(to, value));

    private static Ratio? Apply(Func<double, double> function, Ratio argument)
    {
        var result = function(argument.ToDouble());
        return double.IsFinite(result) ? Ratio.Parse(result.ToString("E14", System.Globalization.CultureInfo.InvariantCulture).ToLowerInvariant()) : null;
    }
}
