namespace CareExchange.Exchange.Consent;

/// <summary>What the consents of one person open to one requester, beyond what is open to the requester for everybody.</summary>
/// <param name="Key">Equal for persons whose table is the same; null where the person's table is everybody's.</param>
/// <param name="Open">The table.</param>
/// <param name="NamedIn">Ids of the Consents that name the requester.</param>
internal sealed record PersonOpening(string? Key, OpenTable? Open, IReadOnlyCollection<string> NamedIn)
{
    /// <summary>Nothing more than for everybody.</summary>
    public static readonly PersonOpening None = new(null, null, []);
}
