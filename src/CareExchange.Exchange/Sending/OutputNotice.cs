namespace CareExchange.Exchange.Sending;

/// <summary>A message that waits for a partner.</summary>
/// <param name="Type">The type of the resource that starts it.</param>
/// <param name="Id">That resource's id.</param>
/// <param name="Version">Its version: a message of another version is another message.</param>
/// <param name="LastUpdated">When it was changed.</param>
public sealed record OutputNotice(string Type, string Id, long Version, DateTimeOffset LastUpdated);
