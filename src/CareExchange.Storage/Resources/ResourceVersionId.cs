namespace CareExchange.Storage.Resources;

/// <summary>Names one version of a resource whose type is known.</summary>
/// <param name="Id">Logical id.</param>
/// <param name="Version">Version number.</param>
public readonly record struct ResourceVersionId(string Id, long Version);
