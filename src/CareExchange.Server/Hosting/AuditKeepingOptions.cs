namespace CareExchange.Server.Hosting;

/// <summary>How the audit trail is kept.</summary>
/// <param name="BetweenCheckpoints">How long a record stands at most before a checkpoint witnesses it.</param>
/// <param name="Retention">How long records are kept.</param>
internal sealed record AuditKeepingOptions(TimeSpan BetweenCheckpoints, TimeSpan Retention);
