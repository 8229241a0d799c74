namespace CareExchange.Storage.Accounts;

/// <summary>Whether one attempt at a name may be looked at, and until when the name is locked otherwise.</summary>
public readonly record struct AttemptAdmission(bool Admitted, DateTimeOffset LockedUntil);
