namespace CareExchange.Server.Rest;

/// <summary>How an answer is written.</summary>
/// <param name="Format">Its format.</param>
/// <param name="ContentType">What its Content-Type says: FHIR's own type, or the generic one that was asked for.</param>
internal sealed record AnswerMedia(FhirFormat Format, string ContentType)
{
    /// <summary>FHIR JSON.</summary>
    public static AnswerMedia Json { get; } = new(FhirFormat.Json, FhirMedia.Json);

    /// <summary>FHIR XML.</summary>
    public static AnswerMedia Xml { get; } = new(FhirFormat.Xml, FhirMedia.Xml);
}
