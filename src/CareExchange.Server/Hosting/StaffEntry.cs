namespace CareExchange.Server.Hosting;

/// <summary>A member of staff, for operators.</summary>
/// <param name="Name">Sign-in name.</param>
/// <param name="Display">Name for people.</param>
/// <param name="IsEnabled">Whether they may sign in.</param>
/// <param name="HasSecondFactor">Whether a device is asked for beside the password.</param>
/// <param name="Grants">Every grant they ever held, oldest first.</param>
public sealed record StaffEntry(string Name, string Display, bool IsEnabled, bool HasSecondFactor, IReadOnlyList<GrantEntry> Grants);
