namespace CareExchange.Exchange.Loading;

/// <summary>One input of an import.</summary>
/// <param name="Type">The resource type it holds; null for any.</param>
/// <param name="Url">Where it is.</param>
public sealed record ImportInput(string? Type, string Url);
