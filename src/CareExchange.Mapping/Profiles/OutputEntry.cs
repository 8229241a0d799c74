namespace CareExchange.Mapping.Profiles;

/// <summary>One line of a manifest's <c>out</c>: what a partner gets in its own format, and what starts it.</summary>
/// <param name="Name">Its name in addresses and in <c>examples/out/</c>.</param>
/// <param name="MapUrl">Canonical url of the map from FHIR.</param>
/// <param name="Format">How it is written: <c>hl7v2</c>, <c>cda</c>, <c>csv</c> …</param>
/// <param name="ContentType">Its media type, with the character set where the type has one.</param>
/// <param name="ResourceType">The type of the resources that start it.</param>
public sealed record OutputEntry(string Name, string MapUrl, string Format, string ContentType, string ResourceType)
{
    /// <summary>What it is called, for people.</summary>
    public string? Title { get; init; }

    /// <summary>The search that finds the resources, without the type: <c>requester={organization}&amp;status=accepted</c>. Null finds all.</summary>
    public string? Search { get; init; }

    /// <summary>True where one message holds many of them, as a table does; false for one message each.</summary>
    public bool IsMany { get; init; }
}
