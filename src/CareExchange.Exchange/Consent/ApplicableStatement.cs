using CareExchange.Exchange.Requests;

namespace CareExchange.Exchange.Consent;

/// <summary>A provision that is about this requester now, with the consent it stands in.</summary>
/// <param name="policy">The consent.</param>
/// <param name="statement">The provision.</param>
/// <param name="requester">Who asks.</param>
internal sealed class ApplicableStatement(ConsentPolicy policy, ConsentStatement statement, Requester requester)
{
    private readonly int _actor = statement.ActorRank;
    private readonly int _data = statement.DataRank;
    private readonly int _purpose = statement.PurposeRank;

    // How far above the requester's purpose the nearest stated one stands: refused for emergencies is narrower than permitted for treatment.
    private readonly int _above = RequesterCondition.PurposeDistance(statement, requester);
    private DecisionReason? _reason;

    // A permit counts from the earliest moment its date can mean, a refusal from the latest: doubt closes.
    private readonly DateTimeOffset _since = statement.Effect == ConsentEffect.Permit
        ? policy.PermitsSince
        : policy.StatedAt?.Until ?? DateTimeOffset.MaxValue;

    /// <summary>The consent.</summary>
    public ConsentPolicy Policy => policy;

    /// <summary>The provision.</summary>
    public ConsentStatement Statement => statement;

    /// <summary>Why it permits or refuses; written once, because thousands of resources are shown for the same reason.</summary>
    public DecisionReason Reason(Requester requester) =>
        _reason ??= statement.Effect == ConsentEffect.Permit ? Reasons.Permit(this, requester) : Reasons.Refusal(this);

    /// <summary>True where this permit holds against that refusal (exchange.md §2.4).</summary>
    /// <remarks>
    /// A refusal for a narrower target, or one that cannot be compared, always stands. In one consent an exception holds against what it
    /// is an exception of, and a narrower permit against a wider refusal. Between consents the permit must be at least as narrow and newer:
    /// whoever refuses everything today has not forgotten yesterday's permit. A tie is a refusal.
    /// </remarks>
    public bool HoldsAgainst(ApplicableStatement refusal)
    {
        if (ReferenceEquals(Policy, refusal.Policy) && Statement.IsInside(refusal.Statement)) return true;
        var narrowEnough = _actor >= refusal._actor && _data >= refusal._data && _purpose >= refusal._purpose && (_purpose > refusal._purpose || _above <= refusal._above)
            && Statement.IsComparableTo(refusal.Statement);
        var narrower = narrowEnough && _actor + _data + _purpose > refusal._actor + refusal._data + refusal._purpose;
        return ReferenceEquals(Policy, refusal.Policy)
            ? narrower && !refusal.Statement.IsInside(Statement)
            : narrowEnough && _since >= refusal._since;
    }
}
