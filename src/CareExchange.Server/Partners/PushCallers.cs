using CareExchange.Exchange.Partners;
using CareExchange.Exchange.Requests;
using CareExchange.Exchange.Sending;
using CareExchange.Fhir.Outcomes;
using CareExchange.Identity.Clients;
using CareExchange.Identity.Scopes;
using CareExchange.Server.Callers;

namespace CareExchange.Server.Partners;

/// <summary>In whose name a push is sent: the client as it is registered at this moment, so that stopping it stops what is sent to it.</summary>
internal sealed class PushCallers(ClientRegistry clients, OrganizationTypes types, PartnerDirectory partners)
{
    /// <summary>The caller; null where the client is unknown, stopped, another organisation's, or may fetch no messages.</summary>
    public async Task<PushCaller?> FindAsync(PushOptions push, CancellationToken cancellationToken)
    {
        if (await clients.DescribeAsync(push.Client, cancellationToken) is not { Enabled: true } client) return null;
        if (!SmartScopes.TryParse(client.Scopes, out var scopes) || !scopes.Allows("messages", SmartInteractions.Read)) return null;
        var requester = MachineRequester.Of(client, types);
        return partners.Find(push.Partner, requester).Succeeded ? new(requester, type => scopes.Allows(type, SmartInteractions.Read) ? null
            : Issue.Error("forbidden", "scope-missing", "The client may not read this.", "클라이언트에 이 자료를 읽을 권한이 없습니다.") with { Expected = $"{type}.r" }) : null;
    }
}
