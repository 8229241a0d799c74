namespace CareExchange.Storage.Maintenance;

/// <summary>What a verification read, and what it found wrong.</summary>
/// <param name="Resources">Resources, deleted ones too.</param>
/// <param name="Versions">Versions of them, current ones included.</param>
/// <param name="AuditEntries">Entries of the audit chains.</param>
/// <param name="Faults">What is wrong, one sentence each without personal data; empty when everything holds.</param>
public sealed record DatabaseVerification(long Resources, long Versions, long AuditEntries, IReadOnlyList<string> Faults);
