namespace CareExchange.Exchange.Audit;

/// <summary>What the door knows about a call.</summary>
/// <param name="RequestId">The value of <c>X-Request-Id</c>; null where there was none.</param>
/// <param name="TraceParent">W3C traceparent; null where there was none.</param>
/// <param name="NetworkAddress">Address the call came from; null inside the gateway.</param>
/// <param name="ClientId">The client (application); null for the gateway's own page.</param>
public sealed record AuditContext(string? RequestId = null, string? TraceParent = null, string? NetworkAddress = null, string? ClientId = null)
{
    /// <summary>Nothing is known: work the gateway does by itself.</summary>
    public static readonly AuditContext None = new();
}
