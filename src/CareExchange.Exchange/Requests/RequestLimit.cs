namespace CareExchange.Exchange.Requests;

/// <summary>One scope of a request's token: what may be done with a type, whole or as far as a query goes.</summary>
/// <param name="ResourceType">A FHIR type, or <c>*</c> for every one.</param>
/// <param name="Actions">What it allows.</param>
/// <param name="Query">The query without its question mark, still encoded (<c>category=laboratory</c>); null for all resources of the type.</param>
public sealed record RequestLimit(string ResourceType, ResourceActions Actions, string? Query);
