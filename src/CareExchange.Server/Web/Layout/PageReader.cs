namespace CareExchange.Server.Web.Layout;

/// <summary>Who reads the page, as the bar at the top names them.</summary>
/// <param name="Display">Name.</param>
/// <param name="Role">Code of the role, or null.</param>
/// <param name="Organization">Name of the organisation.</param>
/// <param name="Matches">How many doubtful matches wait; null for whoever does not decide them.</param>
public sealed record PageReader(string Display, string? Role, string Organization, long? Matches = null);
