using CareExchange.Exchange.Requests;
using CareExchange.Identity.Clients;

namespace CareExchange.Server.Callers;

/// <summary>A machine client as it asks, for what is done in its name without a request of its own.</summary>
internal static class MachineRequester
{
    /// <summary>The requester that a token of this client stands for.</summary>
    public static Requester Of(ClientRegistration client, OrganizationTypes? types) => new(
        client.Id, client.Display, RequesterRole.PartnerSystem, client.OrganizationId, client.OrganizationDisplay, PurposeOfUse.Find(client.PurposeOfUse) ?? PurposeOfUse.Treatment, IsSystem: true)
    {
        OrganizationType = types?.Of(client.OrganizationId),
    };
}
