using CareExchange.Exchange.CarePlans.Lines;
using CareExchange.Exchange.Intake;
using CareExchange.Fhir.Outcomes;
using CareExchange.Server.Callers;
using CareExchange.Server.Web.Delivery;
using CareExchange.Server.Web.Language;
using CareExchange.Server.Web.Matches;

namespace CareExchange.Server.Web.Endpoints;

/// <summary>GET /matches and POST /matches/{id}: a case manager decides whom a partner's message is about.</summary>
internal static class MatchEndpoints
{
    public static void MapMatches(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/matches", (HttpContext http, MatchReviews matches, string? done, CancellationToken cancellationToken) =>
            ListAsync(http, matches, done switch { "decided" => MatchWords.Done, "part" => MatchWords.DoneInPart, _ => null }, null, cancellationToken));
        pages.MapPost("/matches/{id}", DecideAsync);
    }

    private static async Task<IResult> DecideAsync(string id, HttpContext http, MatchReviews matches, CancellationToken cancellationToken)
    {
        if (await Forms.ReadAsync(http, cancellationToken) is not { } form) return ErrorAnswers.Expired(http);
        var person = form["person"].ToString() switch { "" => null, "new" => "", var chosen => chosen };
        var decided = await matches.DecideAsync(id, person, http.Requester, http.Trace, cancellationToken);
        if (decided.Value is { } report && decided.Succeeded) return new SeeOtherResult(report.IsParked ? "/matches?done=part" : "/matches?done=decided");
        return decided.Issues[0].Code is "forbidden" or "not-found" ? ErrorAnswers.NotVisible(http) : await ListAsync(http, matches, null, decided.Issues[0], cancellationToken);
    }

    private static async Task<IResult> ListAsync(HttpContext http, MatchReviews matches, Phrase? notice, Issue? problem, CancellationToken cancellationToken)
    {
        var all = await matches.ListAsync(http.Requester, http.Trace, cancellationToken);
        if (all.Value is not { } found || !all.Succeeded) return ErrorAnswers.NotVisible(http);
        var status = problem?.Code switch { null => StatusCodes.Status200OK, "required" => StatusCodes.Status400BadRequest, _ => StatusCodes.Status409Conflict };
        return Page.Of<MatchesPage>(status, http, ("Model", found), ("Notice", notice), ("Problem", problem is null ? null : new Phrase(problem.Korean, problem.English)));
    }
}
