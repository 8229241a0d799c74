namespace CareExchange.Server.Hosting;

/// <summary>A partner's machine client to be registered (SMART backend services).</summary>
/// <param name="Id">Client id.</param>
/// <param name="Display">Its name for people.</param>
/// <param name="OrganizationId">Id of the organisation it acts for.</param>
/// <param name="OrganizationDisplay">The organisation's name.</param>
/// <param name="Jwks">Its public keys as a JSON Web Key Set.</param>
/// <param name="Scopes">What it may do, such as <c>system/messages.c</c>.</param>
public sealed record ClientOptions(string Id, string Display, string OrganizationId, string OrganizationDisplay, string Jwks, string Scopes);
