using CareExchange.Exchange.CarePlans.Lines;
using CareExchange.Exchange.Reading;
using CareExchange.Fhir.Outcomes;
using CareExchange.Server.Callers;
using CareExchange.Server.Web.Delivery;
using CareExchange.Server.Web.Language;
using CareExchange.Server.Web.Looks;
using CareExchange.Server.Web.Records;

namespace CareExchange.Server.Web.Endpoints;

/// <summary>GET and POST /persons/{id}/access/{event}/ask, GET /records/questions, POST /records/questions/{task}: the person asks, the privacy officer answers.</summary>
internal static class QuestionEndpoints
{
    public static void MapQuestions(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/persons/{id}/access/{look}/ask", ShowAsync);
        pages.MapPost("/persons/{id}/access/{look}/ask", AskAsync);
        pages.MapGet("/records/questions", ListAsync);
        pages.MapPost("/records/questions/{task}", AnswerAsync);
    }

    private static async Task<IResult> ShowAsync(string id, string look, HttpContext http, AccessQuestions questions, CancellationToken cancellationToken) =>
        (await questions.OfPersonAsync(id, http.Requester, cancellationToken)).Succeeded ? Form(http, StatusCodes.Status200OK, id, look, null) : ErrorAnswers.NotVisible(http);

    private static async Task<IResult> AskAsync(string id, string look, HttpContext http, AccessQuestions questions, CancellationToken cancellationToken)
    {
        if (await Forms.ReadAsync(http, cancellationToken) is not { } form) return ErrorAnswers.Expired(http);
        var asked = await questions.AskAsync(id, look, form["text"].ToString(), http.Requester, http.Trace, cancellationToken);
        if (asked.Succeeded) return new SeeOtherResult($"/persons/{Uri.EscapeDataString(id)}/access?done=asked");
        return asked.Issues[0].Rule == "question-text" ? Form(http, StatusCodes.Status400BadRequest, id, look, RecordWords.AskMissing) : ErrorAnswers.NotVisible(http);
    }

    private static async Task<IResult> ListAsync(HttpContext http, AccessQuestions questions, CancellationToken cancellationToken) => await AnswerListAsync(http, questions, null, cancellationToken);

    private static async Task<IResult> AnswerAsync(string task, HttpContext http, AccessQuestions questions, CancellationToken cancellationToken)
    {
        if (await Forms.ReadAsync(http, cancellationToken) is not { } form) return ErrorAnswers.Expired(http);
        var answered = await questions.AnswerAsync(task, form["answer"].ToString(), http.Requester, http.Trace, cancellationToken);
        if (answered.Succeeded) return new SeeOtherResult("/records/questions");
        return answered.Issues[0].Rule == "question-text" ? await AnswerListAsync(http, questions, answered.Issues[0], cancellationToken) : ErrorAnswers.NotVisible(http);
    }

    private static async Task<IResult> AnswerListAsync(HttpContext http, AccessQuestions questions, Issue? problem, CancellationToken cancellationToken)
    {
        var all = await questions.AllAsync(http.Requester, http.Trace, cancellationToken);
        return all.Value is { } found && all.Succeeded
            ? Page.Of<QuestionsPage>(problem is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest, http, ("Questions", found), ("Problem", problem is null ? null : new Phrase(problem.Korean, problem.English)))
            : ErrorAnswers.NotVisible(http);
    }

    private static IResult Form(HttpContext http, int status, string id, string look, Phrase? problem) =>
        Page.Of<AskPage>(status, http, ("PersonId", id), ("EventId", look), ("Problem", problem));
}
