using CareExchange.Exchange.CarePlans.Lines;
using CareExchange.Exchange.Interactions;
using CareExchange.Server.Callers;
using CareExchange.Server.Web.Delivery;
using CareExchange.Server.Web.Emergencies;
using CareExchange.Server.Web.Language;

namespace CareExchange.Server.Web.Endpoints;

/// <summary>GET and POST /emergency, for those whom the operator named; for everybody else there is no such page.</summary>
internal static class EmergencyEndpoint
{
    public static void MapEmergency(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/emergency", (HttpContext http) => http.Requester.MayBreakGlass ? Form(http, StatusCodes.Status200OK, http.Request.Query["person"].ToString(), "", []) : ErrorAnswers.NotVisible(http));
        pages.MapPost("/emergency", OpenAsync);
    }

    private static async Task<IResult> OpenAsync(HttpContext http, EmergencyAccessInteraction emergency, CancellationToken cancellationToken)
    {
        if (await Forms.ReadAsync(http, cancellationToken) is not { } form) return ErrorAnswers.Expired(http);
        var (person, reason) = (form["person"].ToString().Trim(), form["reason"].ToString());
        if (http.Requester.MayBreakGlass && form["confirm"] != "yes") return Form(http, StatusCodes.Status400BadRequest, person, reason, [(EmergencyPage.ConfirmId, EmergencyWords.ConfirmMissing)]);
        var opened = await emergency.OpenAsync(person, reason, null, http.Requester, http.Trace, cancellationToken);
        if (opened.Succeeded) return new SeeOtherResult($"/persons/{Uri.EscapeDataString(person)}/plan");
        return opened.Issues[0].Rule switch
        {
            "reason-required" => Form(http, StatusCodes.Status400BadRequest, person, reason, [(EmergencyPage.ReasonId, EmergencyWords.ReasonMissing)]),
            "emergency-not-allowed" => ErrorAnswers.NotVisible(http),
            _ => Form(http, StatusCodes.Status400BadRequest, person, reason, [(EmergencyPage.PersonId, EmergencyWords.PersonMissing)]),
        };
    }

    private static IResult Form(HttpContext http, int status, string person, string reason, IReadOnlyList<(string, Phrase)> problems) =>
        Page.Of<EmergencyPage>(status, http, ("Model", new EmergencyPageModel(person, reason, problems)));
}
