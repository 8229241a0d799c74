namespace CareExchange.Server.Rest;

/// <summary>The query of a request whose parameters stand in the address and in a form (R4 http.html#search): both count alike.</summary>
/// <param name="Text">Both, still encoded.</param>
internal sealed record FormQuery(string Text);
