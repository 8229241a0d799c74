namespace CareExchange.Fhir.FhirPath.Values;

/// <summary>How much of a temporal value is stated. Seconds and their fraction are one precision (FHIRPath N1, 6.2).</summary>
public enum TemporalPrecision
{
    /// <summary>Only the year.</summary>
    Year,

    /// <summary>Year and month.</summary>
    Month,

    /// <summary>A whole day.</summary>
    Day,

    /// <summary>Down to the hour.</summary>
    Hour,

    /// <summary>Down to the minute.</summary>
    Minute,

    /// <summary>Down to the second, with or without a fraction.</summary>
    Second,
}
