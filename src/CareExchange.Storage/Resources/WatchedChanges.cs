namespace CareExchange.Storage.Resources;

/// <summary>The persons about whom a watched type (Consent) was written since a horizon.</summary>
/// <param name="Horizon">Where to go on: everything that is not among these changes will be told after it.</param>
/// <param name="Changes">Each change once for each look until the horizon has passed it; the number tells the same change again.</param>
public sealed record WatchedChanges(long Horizon, IReadOnlyList<(long Number, string? Person)> Changes);
