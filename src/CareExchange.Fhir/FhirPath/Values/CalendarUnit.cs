namespace CareExchange.Fhir.FhirPath.Values;

/// <summary>The calendar durations that FHIRPath writes as words, and the UCUM codes that mean the same.</summary>
internal static class CalendarUnit
{
    /// <summary>True for <c>year</c>, <c>years</c>, … <c>milliseconds</c>.</summary>
    public static bool IsKeyword(string word) => Singular(word) is not null;

    /// <summary>The singular of a calendar word; null for any other text.</summary>
    public static string? Singular(string word) => word switch
    {
        "year" or "years" => "year",
        "month" or "months" => "month",
        "week" or "weeks" => "week",
        "day" or "days" => "day",
        "hour" or "hours" => "hour",
        "minute" or "minutes" => "minute",
        "second" or "seconds" => "second",
        "millisecond" or "milliseconds" => "millisecond",
        _ => null,
    };

    /// <summary>The UCUM code of a calendar word's definite twin; years and months have none that is equal, only one that is equivalent.</summary>
    public static string ToUcum(string singular) => singular switch
    {
        "year" => "a",
        "month" => "mo",
        "week" => "wk",
        "day" => "d",
        "hour" => "h",
        "minute" => "min",
        "second" => "s",
        _ => "ms",
    };

    /// <summary>The calendar word a date may be moved by; null where the unit moves no date.</summary>
    /// <param name="quantity">By how much.</param>
    /// <param name="isFhir">True for a FHIR Quantity, whose codes <c>a</c> and <c>mo</c> mean calendar years and months (R4 fhirpath.html#quantity); as literals they are averages.</param>
    public static string? ForArithmetic(QuantityValue quantity, bool isFhir)
    {
        if (Singular(quantity.Unit) is { } word) return word;
        return quantity.Unit switch
        {
            "a" when isFhir => "year",
            "mo" when isFhir => "month",
            "wk" => "week",
            "d" => "day",
            "h" => "hour",
            "min" => "minute",
            "s" => "second",
            "ms" => "millisecond",
            _ => null,
        };
    }
}
