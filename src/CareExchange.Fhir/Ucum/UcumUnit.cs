using System.Collections.Concurrent;

namespace CareExchange.Fhir.Ucum;

/// <summary>A UCUM code that was understood: what it measures, and how many base units it is. Immutable and thread-safe.</summary>
/// <remarks>
/// Arithmetic is exact as long as scales are proportional or shifted; logarithms and tangents have fifteen digits.
/// Arbitrary units such as <c>[iU]</c> measure only themselves (UCUM §24): they convert to their own multiples and nothing else.
/// </remarks>
public sealed class UcumUnit
{
    /// <summary>The system of UCUM codes.</summary>
    public const string System = "http://unitsofmeasure.org";

    // Codes come from documents: beyond this many different ones they are read anew each time.
    private const int CacheLimit = 4096;

    private static readonly ConcurrentDictionary<string, UcumUnit> Cache = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<string, UcumUnit>.AlternateLookup<ReadOnlySpan<char>> ByCode = Cache.GetAlternateLookup<ReadOnlySpan<char>>();
    private static int s_cached;

    private readonly UcumTerm _term;
    private readonly (UcumFunction Function, Ratio Prefix)? _special;

    private UcumUnit(string code, UcumTerm term, (UcumFunction, Ratio)? special)
    {
        (Code, _term, _special) = (code, term, special);
        Dimensions = term.Dimensions;
    }

    /// <summary>The code as it was written.</summary>
    public string Code { get; }

    /// <summary>The base units as one canonical code, <c>g.m2.s-2</c>; <c>1</c> for a pure number. Equal dimensions have equal codes.</summary>
    public string Dimensions { get; }

    /// <summary>False for a valid code that cannot be converted: a scale with its own zero as a part of a product, as in <c>Cel/min</c>.</summary>
    public bool IsConvertible => _term.IsProportional;

    /// <summary>Reads a code such as <c>mmol/L</c>, <c>kg.m/s2</c>, <c>10*3/uL</c> or <c>{tablets}</c>; null where it is not UCUM.</summary>
    public static UcumUnit? Parse(ReadOnlySpan<char> code)
    {
        if (ByCode.TryGetValue(code, out var known)) return known;
        if (UcumParser.Parse(code, out var special) is not { } term) return null;
        var unit = new UcumUnit(code.ToString(), term, special);
        if (Volatile.Read(ref s_cached) < CacheLimit && Cache.TryAdd(unit.Code, unit)) Interlocked.Increment(ref s_cached);
        return unit;
    }

    /// <summary>True for a UCUM code, whether or not it can be converted. Allocates nothing for a code that was seen before.</summary>
    public static bool IsValid(ReadOnlySpan<char> code) => Parse(code) is not null;

    /// <summary>True where numbers in one unit can be told in the other.</summary>
    public bool IsComparableTo(UcumUnit other) => IsConvertible && other.IsConvertible && string.Equals(Dimensions, other.Dimensions, StringComparison.Ordinal);

    /// <summary>A number of this unit as a number of another; null where they measure different things or the number leaves the decimals.</summary>
    public decimal? Convert(decimal value, UcumUnit to) =>
        IsComparableTo(to) && ToBase(value) is { } inBase && to.FromBase(inBase) is { } converted ? converted.ToDecimal() : null;

    /// <summary>Negative, zero or positive, as the first quantity is less than, equal to or more than the second; null where they do not compare.</summary>
    public int? Compare(decimal value, decimal other, UcumUnit unit) =>
        IsComparableTo(unit) && ToBase(value) is { } left && unit.ToBase(other) is { } right ? Ratio.Compare(left, right) : null;

    /// <summary>The quantity in base units, whose code is <see cref="Dimensions"/>; null where that cannot be told within the decimals.</summary>
    public decimal? ToCanonical(decimal value) => IsConvertible ? ToBase(value)?.ToDecimal() : null;

    /// <summary>The quantity in base units as the nearest double, for what needs more room than decimals have; null where it cannot be converted.</summary>
    public double? ToCanonicalDouble(decimal value) => IsConvertible ? ToBase(value)?.ToDouble() : null;

    /// <summary>The product (<paramref name="sign"/> 1) or quotient (-1) of two quantities in base units; null where it cannot be told within the decimals.</summary>
    public (decimal Value, string Code)? Multiply(decimal value, decimal other, UcumUnit unit, int sign)
    {
        // A temperature times a length means nothing: scales with their own zero take no part in products.
        if (!IsConvertible || !unit.IsConvertible || _special is not null || unit._special is not null || (sign < 0 && other == 0)) return null;
        var product = new UcumTerm();
        product.Multiply(_term, 1);
        product.Multiply(unit._term, sign);
        if (!product.IsProportional) return null;
        var number = sign > 0 ? Ratio.Of(value) * Ratio.Of(other) : Ratio.Of(value) / Ratio.Of(other);
        return (number * product.Factor).ToDecimal() is { } result ? (result, product.Dimensions) : null;
    }

    /// <inheritdoc/>
    public override string ToString() => Code;

    private Ratio? ToBase(decimal value)
    {
        var number = Ratio.Of(value);
        if (_special is not var (function, prefix)) return number * _term.Factor;
        return function.ToProportional(number * prefix) is { } proportional ? proportional * _term.Factor : null;
    }

    private Ratio? FromBase(Ratio value)
    {
        var number = value / _term.Factor;
        if (_special is not var (function, prefix)) return number;
        return function.FromProportional(number) is { } scaled ? scaled / prefix : null;
    }
}
