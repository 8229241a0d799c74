namespace CareExchange.Exchange.Consent;

/// <summary>The names under which security labels are written: the code systems of today, of FHIR before R4, of HL7 v3 by number, and the value sets that many write where a code system belongs.</summary>
internal static class LabelSystems
{
    /// <summary>v3-Confidentiality.</summary>
    public static bool IsConfidentiality(string? system) => system is "http://terminology.hl7.org/CodeSystem/v3-Confidentiality" or "http://hl7.org/fhir/v3/Confidentiality" or "urn:oid:2.16.840.1.113883.5.25"
        or "http://terminology.hl7.org/ValueSet/v3-ConfidentialityClassification" or "http://terminology.hl7.org/ValueSet/v3-Confidentiality";

    /// <summary>v3-ActCode, where the sensitivities are, and obligations that nobody here knows: a permit up to normal data has to name those too.</summary>
    public static bool IsSensitivity(string? system) => system is "http://terminology.hl7.org/CodeSystem/v3-ActCode" or "http://hl7.org/fhir/v3/ActCode" or "urn:oid:2.16.840.1.113883.5.4"
        or "http://terminology.hl7.org/ValueSet/v3-InformationSensitivityPolicy";

    /// <summary>Labels that say nothing about how secret something is: our own, for which purpose, and what was done to it.</summary>
    public static bool IsHarmless(string? system) => system is "http://terminology.hl7.org/CodeSystem/v3-ObservationValue" or "http://hl7.org/fhir/v3/ObservationValue" or "http://terminology.hl7.org/CodeSystem/v3-ActReason"
        || system?.StartsWith("urn:careexchange:", StringComparison.Ordinal) == true;
}
