using CareExchange.Exchange.CarePlans.Lines;
using CareExchange.Exchange.Intake;
using CareExchange.Fhir.Outcomes;
using CareExchange.Server.Callers;
using CareExchange.Server.Web.Delivery;
using CareExchange.Server.Web.Language;
using CareExchange.Server.Web.Matches;

namespace CareExchange.Server.Web.Endpoints;

/// <summary>GET /matches, POST /matches/{id}: a case manager decides whom a partner's message is about; POST /matches/pairs/{id}: whether two who share an identifier are one person.</summary>
internal static class MatchEndpoints
{
    public static void MapMatches(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/matches", (HttpContext http, MatchReviews matches, PairReviews pairs, string? done, CancellationToken cancellationToken) =>
            ListAsync(http, matches, pairs, done switch { "decided" => MatchWords.Done, "part" => MatchWords.DoneInPart, "joined" => MatchWords.DoneJoined, "apart" => MatchWords.DoneApart, _ => null }, null, cancellationToken));
        pages.MapPost("/matches/{id}", DecideAsync);
        pages.MapPost("/matches/pairs/{id}", DecidePairAsync);
    }

    private static async Task<IResult> DecidePairAsync(string id, HttpContext http, MatchReviews matches, PairReviews pairs, CancellationToken cancellationToken)
    {
        if (await Forms.ReadAsync(http, cancellationToken) is not { } form) return ErrorAnswers.Expired(http);
        var decided = form["pair"].ToString() switch
        {
            "same" => await pairs.DecideAsync(id, true, http.Requester, http.Trace, cancellationToken),
            "different" => await pairs.DecideAsync(id, false, http.Requester, http.Trace, cancellationToken),
            "part" => await pairs.PartAsync(id, http.Requester, http.Trace, cancellationToken),
            _ => await pairs.DecideAsync(id, null, http.Requester, http.Trace, cancellationToken),
        };
        return decided.Succeeded ? new SeeOtherResult(decided.Value ? "/matches?done=joined" : "/matches?done=apart") : await RefusedAsync(http, matches, pairs, decided.Issues[0], cancellationToken);
    }

    private static async Task<IResult> DecideAsync(string id, HttpContext http, MatchReviews matches, PairReviews pairs, CancellationToken cancellationToken)
    {
        if (await Forms.ReadAsync(http, cancellationToken) is not { } form) return ErrorAnswers.Expired(http);
        var person = form["person"].ToString() switch { "" => null, "new" => "", var chosen => chosen };
        var decided = await matches.DecideAsync(id, person, http.Requester, http.Trace, cancellationToken);
        if (decided.Value is { } report && decided.Succeeded) return new SeeOtherResult(report.IsParked ? "/matches?done=part" : "/matches?done=decided");
        return await RefusedAsync(http, matches, pairs, decided.Issues[0], cancellationToken);
    }

    private static async Task<IResult> RefusedAsync(HttpContext http, MatchReviews matches, PairReviews pairs, Issue issue, CancellationToken cancellationToken) =>
        issue.Code is "forbidden" or "not-found" ? ErrorAnswers.NotVisible(http) : await ListAsync(http, matches, pairs, null, issue, cancellationToken);

    private static async Task<IResult> ListAsync(HttpContext http, MatchReviews matches, PairReviews pairs, Phrase? notice, Issue? problem, CancellationToken cancellationToken)
    {
        var all = await matches.ListAsync(http.Requester, http.Trace, cancellationToken);
        if (all.Value is not { } found || !all.Succeeded) return ErrorAnswers.NotVisible(http);
        var shared = (await pairs.ListAsync(http.Requester, http.Trace, cancellationToken)).Value!;
        var status = problem?.Code switch { null => StatusCodes.Status200OK, "required" => StatusCodes.Status400BadRequest, _ => StatusCodes.Status409Conflict };
        return Page.Of<MatchesPage>(status, http, ("Model", found), ("Pairs", shared), ("Notice", notice), ("Problem", problem is null ? null : new Phrase(problem.Korean, problem.English)));
    }
}
