using CareExchange.Exchange.Requests;

namespace CareExchange.Exchange.Reading;

/// <summary>One look at a person's data, or one refusal.</summary>
/// <param name="Action">What was done, a word of the audit trail such as <c>plan-read</c>.</param>
/// <param name="Purpose">The purpose stated, if it is a known one.</param>
/// <param name="Grounds">What it was decided on.</param>
public sealed record Look(
    DateTimeOffset When, string Who, string? Organization, string Action, PurposeOfUse? Purpose, IReadOnlyList<LegalBasis> Grounds, bool Permitted);
