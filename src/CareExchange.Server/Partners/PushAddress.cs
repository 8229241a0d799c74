namespace CareExchange.Server.Partners;

/// <summary>What absolute addresses of resources begin with, such as <c>https://host/fhir</c>.</summary>
internal sealed record PushAddress(string Value);
