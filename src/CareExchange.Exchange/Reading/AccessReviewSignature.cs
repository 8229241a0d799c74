namespace CareExchange.Exchange.Reading;

/// <summary>Who answers for a review.</summary>
/// <param name="By">Who signed.</param>
/// <param name="At">When.</param>
/// <param name="Note">What they found, in their own words.</param>
/// <param name="Digest">SHA-256 of the figures they saw, 64 hex digits: later ones differ if the trail was changed.</param>
public sealed record AccessReviewSignature(string By, DateTimeOffset At, string Note, string Digest);
