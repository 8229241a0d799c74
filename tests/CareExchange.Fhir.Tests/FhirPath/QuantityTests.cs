using CareExchange.Fhir.FhirPath;

namespace CareExchange.Fhir.Tests.FhirPath;

public class QuantityTests
{
    [Theory]
    [InlineData("1 'kg' = 1000 'g'", "true")]
    [InlineData("36.6 'Cel' = 36.6 'Cel'", "true")]
    [InlineData("120 'mm[Hg]' > 15 'kPa'", "true")]
    [InlineData("5.5 'mmol/L' = 5500 'umol/L'", "true")]
    [InlineData("1 'h' = 60 minutes", "true")]
    [InlineData("1 year = 12 months", "true")]
    [InlineData("1 year ~ 1 'a'", "true")]
    [InlineData("1 'kg' = 1 'm'", "")]
    [InlineData("1 'kg' < 1 'm'", "")]
    [InlineData("1 '{tablet}' = 1 '1'", "true")]
    [InlineData("1 'm' + 50 'cm'", "1.5 'm'")]
    [InlineData("2 'd' - 24 hours", "1 'd'")]
    [InlineData("60 '/min' = 1 'Hz'", "true")]
    [InlineData("10 'N' = 10 'kg.m/s2'", "true")]
    [InlineData("'36.50 \\'Cel\\''.toQuantity()", "36.50 'Cel'")]
    [InlineData("(90 minutes).toQuantity('h')", "1.5 'h'")]
    [InlineData("1 'unknown' = 1 'unknown'", "true")]
    [InlineData("1 'unknown' = 1 'other'", "")]
    [InlineData("@2026-01-31 + 1 month", "2026-02-28")]
    [InlineData("@2024 + 24 months", "2026")]
    [InlineData("@T23:30 + 45 minutes", "00:15")]
    [InlineData("@2026-03-27T23:59:59+09:00 + 2 seconds", "2026-03-28T00:00:01+09:00")]
    [InlineData("@9999-12-31 + 1 day", "")]
    [InlineData("@2026-03-27T09:00+09:00 = @2026-03-27T00:00Z", "true")]
    [InlineData("@2026-03-27T09:00 < @2026-03-27T10:00Z", "")]
    [InlineData("@2026-03-25T09:00 < @2026-03-27T10:00Z", "true")]
    public void A_quantity_or_date_expression_answers(string expression, string expected)
    {
        var outcome = FhirPathExpression.Compile(expression).Value!.TryEvaluate(default);

        Assert.Empty(outcome.Issues);
        Assert.Equal(expected, string.Join('|', outcome.Value!.Select(item => item.Text)));
    }
}
