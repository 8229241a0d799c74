namespace CareExchange.Storage.Resources;

/// <summary>What access is decided by; stored in columns beside the resource, never read out of its JSON.</summary>
/// <param name="Person">Patient id of the person it is about; null for an Organization and the like.</param>
/// <param name="Category">Data category code.</param>
/// <param name="Source">Id of the Organization that contributed it.</param>
public sealed record ResourceTags(string? Person, string Category, string Source);
