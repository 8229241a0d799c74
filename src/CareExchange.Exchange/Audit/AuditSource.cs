namespace CareExchange.Exchange.Audit;

/// <summary>The gateway that records.</summary>
/// <param name="Site">Its site, such as the public host name.</param>
/// <param name="Device">Its identifier.</param>
public sealed record AuditSource(string Site, string Device)
{
    /// <summary>A gateway that was not given a name.</summary>
    public static readonly AuditSource Default = new("careexchange", "urn:careexchange:gateway");
}
