using CareExchange.Exchange.Exporting;

namespace CareExchange.Server.Hosting;

/// <summary>What is to be exported into a folder, and for whom.</summary>
/// <param name="Folder">Where the files go. The same folder again goes on with what was begun there.</param>
/// <param name="OrganizationId">Id of the Organization whose system asks: it gets what the consents give it, and what it contributed.</param>
/// <param name="Parameters">The parameters of the kick-off, decoded (Bulk Data Access IG 2.0): _type, _since, _typeFilter, _elements and the others.</param>
public sealed record ExportOrder(DirectoryInfo Folder, string OrganizationId, IReadOnlyList<KeyValuePair<string, string>> Parameters)
{
    /// <summary>True for what is about persons only (<c>Patient/$export</c>).</summary>
    public bool IsOfPatients { get; init; }

    /// <summary>The Group whose members' records are exported; null for no Group export.</summary>
    public string? Group { get; init; }

    internal ExportLevel Level => Group is not null ? ExportLevel.Group : IsOfPatients ? ExportLevel.Patient : ExportLevel.System;

    /// <summary>True where parameters that are not understood are passed over.</summary>
    public bool IsLenient { get; init; }
}
