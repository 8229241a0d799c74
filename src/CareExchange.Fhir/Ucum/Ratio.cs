using System.Globalization;
using System.Numerics;

namespace CareExchange.Fhir.Ucum;

/// <summary>An exact fraction. A sixtieth or nine fifths has no decimal, and a chain of rounded ones would drift.</summary>
internal readonly record struct Ratio(BigInteger Numerator, BigInteger Denominator)
{
    // Numbers this long come only from codes written to be costly; nothing measured needs them.
    private const int LongestBits = 8192;
    private const int DecimalDigits = 28;

    private static readonly BigInteger LargestMantissa = (BigInteger.One << 96) - 1;

    public static Ratio One { get; } = new(BigInteger.One, BigInteger.One);

    /// <summary>True where the number has outgrown what is worth computing with.</summary>
    public bool IsTooLong => Numerator.GetBitLength() > LongestBits || Denominator.GetBitLength() > LongestBits;

    public static Ratio Of(decimal value)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        var mantissa = ((BigInteger)(uint)bits[2] << 64) | ((BigInteger)(uint)bits[1] << 32) | (uint)bits[0];
        return new(value < 0 ? -mantissa : mantissa, BigInteger.Pow(10, (bits[3] >> 16) & 0xFF));
    }

    /// <summary>Reads <c>6.02214076</c> or <c>1e-24</c> with all its digits.</summary>
    public static Ratio Parse(ReadOnlySpan<char> text)
    {
        var exponent = 0;
        if (text.IndexOf('e') is >= 0 and var e)
        {
            exponent = int.Parse(text[(e + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
            text = text[..e];
        }

        var point = text.IndexOf('.');
        var places = point < 0 ? 0 : text.Length - point - 1;
        var mantissa = BigInteger.Parse(point < 0 ? text.ToString() : string.Concat(text[..point], text[(point + 1)..]), CultureInfo.InvariantCulture);
        exponent -= places;
        return exponent >= 0 ? new(mantissa * BigInteger.Pow(10, exponent), 1) : new Ratio(mantissa, BigInteger.Pow(10, -exponent)).Reduced();
    }

    public static Ratio operator *(Ratio left, Ratio right) => new Ratio(left.Numerator * right.Numerator, left.Denominator * right.Denominator).Reduced();

    public static Ratio operator /(Ratio left, Ratio right) => left * new Ratio(right.Denominator, right.Numerator);

    public static Ratio operator +(Ratio left, Ratio right) =>
        new Ratio((left.Numerator * right.Denominator) + (right.Numerator * left.Denominator), left.Denominator * right.Denominator).Reduced();

    public static Ratio operator -(Ratio left, Ratio right) => left + new Ratio(-right.Numerator, right.Denominator);

    public Ratio Power(int exponent) => exponent >= 0
        ? new(BigInteger.Pow(Numerator, exponent), BigInteger.Pow(Denominator, exponent))
        : new(BigInteger.Pow(Denominator, -exponent), BigInteger.Pow(Numerator, -exponent));

    /// <summary>Negative, zero or positive.</summary>
    public static int Compare(Ratio left, Ratio right)
    {
        var difference = left - right;
        return difference.Numerator.Sign * difference.Denominator.Sign;
    }

    /// <summary>The nearest decimal without trailing zeros; null where it is too large, or so small that only zeros were left.</summary>
    public decimal? ToDecimal()
    {
        var (numerator, denominator) = Denominator.Sign < 0 ? (-Numerator, -Denominator) : (Numerator, Denominator);
        var whole = BigInteger.Abs(numerator) / denominator;
        if (whole > LargestMantissa) return null;
        var scale = whole.IsZero ? DecimalDigits : Math.Max(0, DecimalDigits - (int)BigInteger.Log10(whole) - 1);
        var mantissa = Rounded(BigInteger.Abs(numerator) * BigInteger.Pow(10, scale), denominator);
        if (mantissa.IsZero) return numerator.IsZero ? 0m : null;
        if (mantissa > LargestMantissa) return null;
        var value = new decimal((int)(uint)(mantissa & uint.MaxValue), (int)(uint)((mantissa >> 32) & uint.MaxValue), (int)(uint)(mantissa >> 64), numerator.Sign < 0, (byte)scale);

        // Division by one written with 28 zeros drops trailing zeros without changing the value.
        return value / 1.0000000000000000000000000000m;
    }

    /// <summary>The nearest double, or about so where both halves are beyond doubles.</summary>
    public double ToDouble()
    {
        var quotient = (double)Numerator / (double)Denominator;
        if (double.IsFinite(quotient)) return quotient;
        return Numerator.Sign * Denominator.Sign * Math.Exp(BigInteger.Log(BigInteger.Abs(Numerator)) - BigInteger.Log(BigInteger.Abs(Denominator)));
    }

    private static BigInteger Rounded(BigInteger numerator, BigInteger denominator) => ((numerator * 2) + denominator) / (denominator * 2);

    private Ratio Reduced()
    {
        var divisor = BigInteger.GreatestCommonDivisor(Numerator, Denominator);
        return divisor.IsOne || divisor.IsZero ? this : new(Numerator / divisor, Denominator / divisor);
    }
}
