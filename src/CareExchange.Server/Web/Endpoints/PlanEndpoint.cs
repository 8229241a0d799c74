using System.Globalization;
using CareExchange.Exchange.CarePlans.Lines;
using CareExchange.Exchange.Consent;
using CareExchange.Exchange.Reading;
using CareExchange.Exchange.Requests;
using CareExchange.Identity.Authorize;
using CareExchange.Server.Callers;
using CareExchange.Server.Web.Delivery;
using CareExchange.Server.Web.Plan;
using CareExchange.Server.Web.Language;

namespace CareExchange.Server.Web.Endpoints;

/// <summary>GET /persons/{id}/plan, and the same for paper: /persons/{id}/plan/print.</summary>
internal static class PlanEndpoint
{
    public static void MapPlan(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/persons/{id}", (string id) => Results.LocalRedirect($"/persons/{Uri.EscapeDataString(id)}/plan"));
        pages.MapGet("/persons/{id}/plan", (string id, HttpContext http, SharedCarePlanReader reader, LaunchedApps apps, string? done, CancellationToken cancellationToken) => ShowAsync(id, http, reader, apps, done, isPrinted: false, cancellationToken));

        // On paper nothing ends with a session: what was handed out for it is a record of its own, and the page on the screen prints nothing.
        pages.MapGet("/persons/{id}/plan/print", (string id, HttpContext http, SharedCarePlanReader reader, LaunchedApps apps, CancellationToken cancellationToken) => ShowAsync(id, http, reader, apps, null, isPrinted: true, cancellationToken));
    }

    private static async Task<IResult> ShowAsync(string id, HttpContext http, SharedCarePlanReader reader, LaunchedApps apps, string? done, bool isPrinted, CancellationToken cancellationToken)
    {
        var outcome = await reader.ReadAsync(id, http.Requester, http.Trace, cancellationToken, isPrinted);
        if (!outcome.Succeeded || outcome.Value is not { } reading)
        {
            // Whoever has just taken the last consent back sees that it worked, and no longer the person.
            return done == "withdrawn" ? new SeeOtherResult("/persons?done=withdrawn") : ErrorAnswers.NotVisible(http);
        }

        return Page.Of<PlanPage>(http, ("Model", new PlanPageModel(
            reading.Plan,
            Reasons(reading.Reasons),
            reading.Withdrawable,
            reading.MayReadLooks,
            done == "withdrawn" ? WithdrawalWords.Done : Emergency(reading.Reasons)) { Apps = await apps.ListAsync(cancellationToken), IsEmergency = Emergency(reading.Reasons) is not null, IsPaper = isPrinted }));
    }

    // While the glass is broken the page says so at its top.
    private static Phrase? Emergency(IReadOnlyList<DecisionReason> reasons) =>
        reasons.FirstOrDefault(reason => reason.Basis.Kind == LegalBasisKind.Emergency) is { } emergency ? new(emergency.Korean, emergency.English) : null;

    // Several consents may say the same sentence; it is read once.
    private static List<VisibleReason> Reasons(IReadOnlyList<DecisionReason> reasons) =>
    [
        .. reasons.GroupBy(reason => (reason.Korean, reason.English)).Select(same => new VisibleReason(
            new(same.Key.Korean, same.Key.English),
            [.. same.Select(Basis).OfType<string>().Distinct(StringComparer.Ordinal)])),
    ];

    private static string? Basis(DecisionReason reason) => reason.ConsentId is { } consent
        ? string.Create(CultureInfo.InvariantCulture, $"Consent/{consent} v{reason.ConsentVersion}")
        : reason.Basis.Article;
}
