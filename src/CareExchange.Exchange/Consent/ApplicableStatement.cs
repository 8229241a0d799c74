namespace CareExchange.Exchange.Consent;

/// <summary>A provision that is about this requester now, with the consent it stands in.</summary>
/// <param name="Policy">The consent.</param>
/// <param name="Statement">The provision.</param>
internal sealed record ApplicableStatement(ConsentPolicy Policy, ConsentStatement Statement)
{
    private readonly int _actor = Statement.ActorRank;
    private readonly int _data = Statement.DataRank;
    private readonly int _purpose = Statement.PurposeRank;

    // A permit counts from the earliest moment its date can mean, a refusal from the latest: doubt closes.
    private readonly DateTimeOffset _since = Statement.Effect == ConsentEffect.Permit
        ? Policy.StatedAt?.From ?? DateTimeOffset.MinValue
        : Policy.StatedAt?.Until ?? DateTimeOffset.MaxValue;

    /// <summary>True where this permit holds against that refusal (exchange.md §2.4).</summary>
    /// <remarks>
    /// A refusal for a narrower target, or one that cannot be compared, always stands. In one consent an exception holds against what it
    /// is an exception of, and a narrower permit against a wider refusal. Between consents the permit must be at least as narrow and newer:
    /// whoever refuses everything today has not forgotten yesterday's permit. A tie is a refusal.
    /// </remarks>
    public bool HoldsAgainst(ApplicableStatement refusal)
    {
        var narrowEnough = _actor >= refusal._actor && _data >= refusal._data && _purpose >= refusal._purpose;
        var narrower = narrowEnough && _actor + _data + _purpose > refusal._actor + refusal._data + refusal._purpose;
        return ReferenceEquals(Policy, refusal.Policy)
            ? Statement.IsInside(refusal.Statement) || (narrower && !refusal.Statement.IsInside(Statement))
            : narrowEnough && _since >= refusal._since;
    }
}
