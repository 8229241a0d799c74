using System.Globalization;
using CareExchange.Fhir.Ucum;

namespace CareExchange.Fhir.Tests.Ucum;

public class UcumUnitTests
{
    [Fact]
    public void Every_unit_of_the_table_is_defined_by_units_of_the_table()
    {
        Assert.InRange(UcumTable.Codes.Count(), 310, 400);
        Assert.All(UcumTable.Codes, code => Assert.NotNull(UcumUnit.Parse(code)));
    }

    [Theory]
    [InlineData("37", "Cel", "[degF]", "98.6")]
    [InlineData("98.6", "[degF]", "Cel", "37")]
    [InlineData("37", "Cel", "K", "310.15")]
    [InlineData("1000", "mCel", "Cel", "1")]
    [InlineData("29.6", "[degRe]", "Cel", "37")]
    [InlineData("0.0001", "mol/L", "[pH]", "4")]
    [InlineData("20", "dB", "B", "2")]
    [InlineData("2", "B[V]", "V", "10")]
    [InlineData("90", "mg/dL", "g/L", "0.9")]
    [InlineData("1", "[lb_av]", "kg", "0.45359237")]
    [InlineData("120", "mm[Hg]", "kPa", "15.99864")]
    [InlineData("36", "km/h", "m/s", "10")]
    [InlineData("60", "[mi_i]/h", "km/h", "96.56064")]
    [InlineData("5", "[iU]/L", "k[IU]/mL", "0.000005")]
    [InlineData("72", "/min", "Hz", "1.2")]
    [InlineData("5", "10*3/uL", "10*9/L", "5")]
    [InlineData("3", "bit_s", "1", "8")]
    [InlineData("1", "1/3", "1", "0.3333333333333333333333333333")]
    public void A_number_of_one_unit_is_told_in_another(string value, string from, string to, string expected) =>
        Assert.Equal(decimal.Parse(expected, CultureInfo.InvariantCulture), UcumUnit.Parse(from)!.Convert(decimal.Parse(value, CultureInfo.InvariantCulture), UcumUnit.Parse(to)!));

    [Theory]
    [InlineData("mg", "mL")]
    [InlineData("[iU]", "[USP'U]")]
    [InlineData("[iU]", "1")]
    [InlineData("mmol/L", "mg/dL")]
    [InlineData("Cel/min", "K/min")]
    public void Units_that_measure_different_things_do_not_convert(string from, string to)
    {
        Assert.Null(UcumUnit.Parse(from)!.Convert(1, UcumUnit.Parse(to)!));
        Assert.Null(UcumUnit.Parse(from)!.Compare(1, 1, UcumUnit.Parse(to)!));
    }

    [Theory]
    [InlineData("kg.m/s2")]
    [InlineData("{tablets}")]
    [InlineData("/100{WBC}")]
    [InlineData("mL/min/{1.73_m2}")]
    [InlineData("ug/(24.h)")]
    [InlineData("m[H2O]{stp}2", false)]
    [InlineData("10*-3")]
    [InlineData("10^6/L")]
    [InlineData("cal_[15]")]
    [InlineData("[m/s2/Hz^(1/2)]")]
    [InlineData("meq/kg/h")]
    [InlineData("m+2")]
    [InlineData("KG", false)]
    [InlineData("mcg", false)]
    [InlineData("mmHg", false)]
    [InlineData("bpm", false)]
    [InlineData("°C", false)]
    [InlineData("k[in_i]", false)]
    [InlineData("mg/", false)]
    [InlineData("/", false)]
    [InlineData("mg//dL", false)]
    [InlineData("m.", false)]
    [InlineData("(m", false)]
    [InlineData("m)", false)]
    [InlineData("{x", false)]
    [InlineData("x}", false)]
    [InlineData("[m", false)]
    [InlineData("2m", false)]
    [InlineData("m 2", false)]
    [InlineData("0", false)]
    [InlineData("", false)]
    public void A_code_is_valid_by_the_grammar(string code, bool isValid = true) => Assert.Equal(isValid, UcumUnit.IsValid(code));

    [Theory]
    [InlineData("N", "g.m.s-2")]
    [InlineData("kg.m/s2", "g.m.s-2")]
    [InlineData("J/m", "g.m.s-2")]
    [InlineData("mol", "1")]
    [InlineData("{beats}/min", "s-1")]
    public void Equal_dimensions_have_equal_codes(string code, string dimensions) => Assert.Equal(dimensions, UcumUnit.Parse(code)!.Dimensions);

    [Fact]
    public void Sixty_sixtieths_are_exactly_one()
    {
        var perMinute = UcumUnit.Parse("/min")!;

        Assert.Equal(0, perMinute.Compare(60, 1, UcumUnit.Parse("Hz")!));
        Assert.Equal((1m, "1"), perMinute.Multiply(60, 1, UcumUnit.Parse("s")!, 1));
    }

    [Fact]
    public void A_code_written_to_be_costly_is_valid_and_converts_to_nothing()
    {
        var costly = UcumUnit.Parse(string.Join('.', Enumerable.Repeat("Ym99", 50)))!;

        Assert.False(costly.IsConvertible);
        Assert.Null(UcumUnit.Parse(new string('(', 1000)));
    }

    [Fact]
    public void A_code_seen_before_costs_no_memory()
    {
        Assert.True(UcumUnit.IsValid("mg/dL"));
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++) UcumUnit.IsValid("mg/dL");
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void Any_text_is_a_unit_or_none()
    {
        const string Alphabet = "mgLskK10*[]{}()./-+2^'% a";
        var random = new Random(7);
        for (var i = 0; i < 20_000; i++)
        {
            var code = string.Create(random.Next(1, 14), random, (span, source) =>
            {
                foreach (ref var letter in span) letter = Alphabet[source.Next(Alphabet.Length)];
            });
            if (UcumUnit.Parse(code) is { IsConvertible: true } unit) Assert.NotNull(unit.ToCanonicalDouble(1));
        }
    }
}
