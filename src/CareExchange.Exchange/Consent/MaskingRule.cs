using CareExchange.Exchange.Requests;

namespace CareExchange.Exchange.Consent;

/// <summary>How much of one kind of identifier one role is shown.</summary>
/// <param name="Role">A code of <see cref="RequesterRole"/>.</param>
/// <param name="Kind"><c>phone</c>, <c>email</c>, <c>address</c>, <c>unique-number</c> or <c>account-number</c>; <c>resident-number</c> is absent for everybody.</param>
/// <param name="Show"><c>whole</c>, <c>masked</c> or <c>absent</c>.</param>
public sealed record MaskingRule(string Role, string Kind, string Show);
