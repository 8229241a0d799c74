namespace CareExchange.Server.Rest;

/// <summary>Marks a route whose body is a form instead of a resource.</summary>
internal sealed record FormBody;
