namespace CareExchange.Fhir.FhirPath.Values;

/// <summary>The three temporal system types of FHIRPath.</summary>
public enum TemporalKind
{
    /// <summary>A year, month or day.</summary>
    Date,

    /// <summary>A date that may carry a time and an offset; R4 dateTime and instant.</summary>
    DateTime,

    /// <summary>A time of day.</summary>
    Time,
}
