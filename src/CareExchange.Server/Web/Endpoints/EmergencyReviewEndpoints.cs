using CareExchange.Exchange.CarePlans.Lines;
using CareExchange.Exchange.Reading;
using CareExchange.Fhir.Outcomes;
using CareExchange.Server.Callers;
using CareExchange.Server.Web.Delivery;
using CareExchange.Server.Web.Records;

namespace CareExchange.Server.Web.Endpoints;

/// <summary>GET /records/emergencies and POST /records/emergencies/{task}: the privacy officer reviews every emergency access.</summary>
internal static class EmergencyReviewEndpoints
{
    public static void MapEmergencyReviews(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/records/emergencies", (HttpContext http, EmergencyReviews reviews, CancellationToken cancellationToken) => ListAsync(http, reviews, null, cancellationToken));
        pages.MapPost("/records/emergencies/{task}", CloseAsync);
    }

    private static async Task<IResult> CloseAsync(string task, HttpContext http, EmergencyReviews reviews, CancellationToken cancellationToken)
    {
        if (await Forms.ReadAsync(http, cancellationToken) is not { } form) return ErrorAnswers.Expired(http);
        var closed = await reviews.CloseAsync(task, form["note"].ToString(), http.Requester, http.Trace, cancellationToken);
        if (closed.Succeeded) return new SeeOtherResult("/records/emergencies");
        return closed.Issues[0].Rule == "question-text" ? await ListAsync(http, reviews, closed.Issues[0], cancellationToken) : ErrorAnswers.NotVisible(http);
    }

    private static async Task<IResult> ListAsync(HttpContext http, EmergencyReviews reviews, Issue? problem, CancellationToken cancellationToken)
    {
        var all = await reviews.AllAsync(http.Requester, http.Trace, cancellationToken);
        return all.Value is { } found && all.Succeeded
            ? Page.Of<EmergenciesPage>(problem is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest, http, ("Reviews", found), ("Problem", problem is null ? null : new Phrase(problem.Korean, problem.English)))
            : ErrorAnswers.NotVisible(http);
    }
}
