namespace CareExchange.Exchange.Reading;

/// <summary>What the review of a month's access records (고시 제2026-9호 제8조) looks at, and who signed it.</summary>
/// <param name="Month">The first day of the month, in Korea.</param>
/// <param name="Records">How many records.</param>
/// <param name="Refused">How many of them were refusals.</param>
/// <param name="Persons">How many persons' data somebody asked for.</param>
/// <param name="Actions">How often each action.</param>
/// <param name="Agents">Who did most, and what of it stands out.</param>
/// <param name="Findings">What the reviewer has to look at.</param>
public sealed record AccessReview(
    DateOnly Month, long Records, long Refused, int Persons, IReadOnlyList<KeyValuePair<string, long>> Actions, IReadOnlyList<AccessReviewAgent> Agents, IReadOnlyList<AccessReviewFinding> Findings)
{
    /// <summary>True once the month is over: only then can it be signed.</summary>
    public bool IsOver { get; init; }

    /// <summary>The signature; null before.</summary>
    public AccessReviewSignature? Signature { get; init; }
}
