namespace CareExchange.Storage.Resources;

/// <summary>The version that stands after a put or delete.</summary>
/// <param name="Resource">The current version.</param>
/// <param name="Change">How it came to be.</param>
public sealed record PutResult(StoredResource Resource, PutChange Change);
