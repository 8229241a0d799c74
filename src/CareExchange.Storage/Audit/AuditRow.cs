namespace CareExchange.Storage.Audit;

/// <summary>One fact for the audit trail, as the audit spoke states it.</summary>
/// <param name="Id">Id of the AuditEvent, UUID v7.</param>
/// <param name="Recorded">When it happened.</param>
/// <param name="Action">What was done, such as <c>read</c>, <c>search</c>, <c>create</c>, <c>consent-withdrawn</c>.</param>
/// <param name="Outcome"><c>permit</c>, <c>deny</c> or <c>error</c>.</param>
/// <param name="Agent">Id of the staff member, client or partner who did it.</param>
/// <param name="Organization">Id of their organisation, or null.</param>
/// <param name="Person">Patient id of the person concerned, or null.</param>
/// <param name="Json">The AuditEvent, UTF-8 JSON.</param>
public sealed record AuditRow(
    string Id, DateTimeOffset Recorded, string Action, string Outcome, string Agent, string? Organization, string? Person, ReadOnlyMemory<byte> Json);
