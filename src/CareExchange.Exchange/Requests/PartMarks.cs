namespace CareExchange.Exchange.Requests;

/// <summary>Extensions on a part of a resource: who states it, and which data category it belongs to. Persons writes them, Consent cuts by them.</summary>
public static class PartMarks
{
    /// <summary>An organisation that states this part (<c>valueReference</c>). Never leaves the gateway: it would betray who knows the person.</summary>
    public const string SourceUrl = "urn:careexchange:extension:source";

    /// <summary>DS4P inline security label: the data category of this part (<c>valueCoding</c>), such as that of a dementia registration number.</summary>
    public const string InlineLabelUrl = "http://hl7.org/fhir/uv/security-label-ds4p/StructureDefinition/extension-inline-sec-label";
}
