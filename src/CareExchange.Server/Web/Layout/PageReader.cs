namespace CareExchange.Server.Web.Layout;

/// <summary>Who reads the page, as the bar at the top names them.</summary>
public sealed record PageReader(string Display, string? Role, string Organization);
