namespace CareExchange.Storage.Audit;

/// <summary>A signed review of a month's access records.</summary>
/// <param name="Month">Its first day.</param>
/// <param name="Agent">Id of who signed.</param>
/// <param name="Display">Their name.</param>
/// <param name="SignedAt">When.</param>
/// <param name="Note">What they found.</param>
/// <param name="Digest">SHA-256 of the figures they saw.</param>
public sealed record AuditReview(DateOnly Month, string Agent, string Display, DateTimeOffset SignedAt, string Note, string Digest);
