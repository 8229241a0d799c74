using CareExchange.Exchange.Requests;

namespace CareExchange.Exchange.Consent;

/// <summary>Why something may, or may not, be seen.</summary>
/// <param name="Permits">True for a reason to show, false for a reason to withhold.</param>
/// <param name="Basis">The ground.</param>
/// <param name="RulePath">The provision's location in its Consent, or the id of the legal-basis rule.</param>
/// <param name="English">One plain sentence.</param>
/// <param name="Korean">The same in Korean ("왜 볼 수 있는지").</param>
public sealed record DecisionReason(bool Permits, LegalBasis Basis, string RulePath, string English, string Korean)
{
    /// <summary>Id of the Consent; null for a legal basis.</summary>
    public string? ConsentId { get; init; }

    /// <summary>The version of the Consent that was judged; null for a legal basis.</summary>
    public long? ConsentVersion { get; init; }

    /// <summary>The data categories it opens or closes; empty for all.</summary>
    public IReadOnlyList<string> Categories { get; init; } = [];
}
