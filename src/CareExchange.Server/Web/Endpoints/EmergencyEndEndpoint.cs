using CareExchange.Exchange.Interactions;
using CareExchange.Exchange.Requests;
using CareExchange.Server.Callers;
using CareExchange.Server.Web.Delivery;

namespace CareExchange.Server.Web.Endpoints;

/// <summary>POST /persons/{id}/emergency/end: the button that ends emergency access, for who took it, the privacy officer, the person and who acts for them.</summary>
internal static class EmergencyEndEndpoint
{
    public static void MapEmergencyEnd(this IEndpointRouteBuilder pages) => pages.MapPost("/persons/{id}/emergency/end", EndAsync);

    private static async Task<IResult> EndAsync(string id, HttpContext http, EmergencyEndInteraction emergencies, CancellationToken cancellationToken)
    {
        if (await Forms.ReadAsync(http, cancellationToken) is not { } form) return ErrorAnswers.Expired(http);
        var ended = await emergencies.EndAsync(id, form["task"].ToString() is { Length: > 0 } task ? task : null, http.Requester, http.Trace, cancellationToken);
        if (!ended.Succeeded) return ErrorAnswers.NotVisible(http);
        return new SeeOtherResult(http.Requester.Role switch
        {
            RequesterRole.PrivacyOfficer => "/records/emergencies",
            RequesterRole.Person or RequesterRole.Caregiver => $"/persons/{Uri.EscapeDataString(id)}/access?done=ended",
            _ => "/persons",
        });
    }
}
