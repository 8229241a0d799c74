namespace CareExchange.Server.Rest;

/// <summary>How a resource is written.</summary>
internal enum FhirFormat
{
    /// <summary>R4 JSON.</summary>
    Json,

    /// <summary>R4 XML.</summary>
    Xml,
}
