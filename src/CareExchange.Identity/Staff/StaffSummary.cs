namespace CareExchange.Identity.Staff;

/// <summary>A staff account without its secrets.</summary>
/// <param name="Id">Account id.</param>
/// <param name="Name">Sign-in name.</param>
/// <param name="Display">Name for people.</param>
/// <param name="Enabled">Whether it may sign in.</param>
/// <param name="HasSecondFactor">Whether a device is asked for beside the password.</param>
/// <param name="Grants">Every grant it ever held, oldest first.</param>
public sealed record StaffSummary(string Id, string Name, string Display, bool Enabled, bool HasSecondFactor, IReadOnlyList<StaffGrantSummary> Grants);
