using CareExchange.Exchange.Audit;
using CareExchange.Exchange.Requests;

namespace CareExchange.Exchange.Interactions;

/// <summary>Where writes come from, for Provenance and audit.</summary>
/// <param name="Action">What is done.</param>
/// <param name="Basis">On what ground.</param>
/// <param name="Original">The DocumentReference of the message, or null for a direct write.</param>
/// <param name="Map">Canonical and version of the map, or null.</param>
public sealed record WriteOrigin(AuditAction Action, LegalBasis Basis, string? Original = null, string? Map = null)
{
    /// <summary>Of a message whose partner wants it kept: which field made which elements of which resource (<c>Type/id</c>). Empty otherwise.</summary>
    public IReadOnlyList<(string Field, IReadOnlyList<(string Resource, string Path)> Elements)> Fields { get; init; } = [];

    /// <summary>A word for the audit that names nobody, or null.</summary>
    public string? Explanation { get; init; }
}
