using System.Globalization;
using CareExchange.Exchange.CarePlans.Lines;
using CareExchange.Exchange.Consent.Templates;
using CareExchange.Exchange.Interactions;
using CareExchange.Exchange.Reading;
using CareExchange.Server.Callers;
using CareExchange.Server.Web.Consents;
using CareExchange.Server.Web.Delivery;
using CareExchange.Server.Web.Language;

namespace CareExchange.Server.Web.Endpoints;

/// <summary>GET /persons/{id}/consents, GET and POST /persons/{id}/consents/new/{template}: the person's own page, and that of staff who sit with them.</summary>
internal static class ConsentEndpoints
{
    private const string Form = "/persons/{id}/consents/new/{template}";

    public static void MapConsents(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/persons/{id}/consents", ListAsync);
        pages.MapGet(Form, ShowAsync);
        pages.MapPost(Form, GiveAsync);
    }

    private static async Task<IResult> ListAsync(string id, HttpContext http, ConsentsReader reader, string? done, CancellationToken cancellationToken)
    {
        var outcome = await reader.ReadAsync(id, http.Requester, http.Trace, cancellationToken);
        if (outcome.Value is not { } standing || !outcome.Succeeded) return ErrorAnswers.NotVisible(http);
        return Page.Of<ConsentsPage>(http, ("Model", new ConsentsPageModel(id, standing, done switch { "given" => ConsentWords.Done, "withdrawn" => WithdrawalWords.Done, _ => null })));
    }

    private static async Task<IResult> ShowAsync(string id, string template, HttpContext http, ConsentsReader reader, CancellationToken cancellationToken) =>
        await FindAsync(id, template, http, reader, cancellationToken) is { } found ? Shown(http, StatusCodes.Status200OK, new(id, found.Standing, found.Template, null, null, [])) : ErrorAnswers.NotVisible(http);

    private static async Task<IResult> GiveAsync(string id, string template, HttpContext http, ConsentsReader reader, ConsentGiving giving, CancellationToken cancellationToken)
    {
        if (await Forms.ReadAsync(http, cancellationToken) is not { } form) return ErrorAnswers.Expired(http);
        if (await FindAsync(id, template, http, reader, cancellationToken) is not { } found) return ErrorAnswers.NotVisible(http);
        var answer = new ConsentAnswer(template, form["version"], [.. form["choose"].OfType<string>().Select(choice => new ChoiceAnswer(choice, [.. form[$"to-{choice}"].OfType<string>().Where(to => to.Length > 0)], Months(form[$"months-{choice}"])))]);
        var signing = new ConsentSigning(form["method"], form["performer"]);

        // What is agreed to is what was shown just before: the sentences are worked out anew from the very fields that are sent.
        var draft = await giving.PreviewAsync(id, answer, signing, http.Requester, http.Trace, cancellationToken);
        if (draft.Value is not { } made || !draft.Succeeded) return Shown(http, StatusCodes.Status400BadRequest, new(id, found.Standing, found.Template, form, null, [.. draft.Issues.Select(issue => new Phrase(issue.Korean, issue.English))]));
        var preview = ConsentsReader.Sentences(made.Lines);
        if (form["do"] != "give") return Shown(http, StatusCodes.Status200OK, new(id, found.Standing, found.Template, form, preview, []));
        if (form["confirm"] != "yes") return Shown(http, StatusCodes.Status400BadRequest, new(id, found.Standing, found.Template, form, preview, [ConsentWords.ConfirmMissing]));
        var given = await giving.GiveAsync(id, answer, signing, http.Requester, http.Trace, cancellationToken);
        return given.Succeeded
            ? new SeeOtherResult($"/persons/{Uri.EscapeDataString(id)}/consents?done=given")
            : Shown(http, StatusCodes.Status400BadRequest, new(id, found.Standing, found.Template, form, preview, [.. given.Issues.Select(issue => new Phrase(issue.Korean, issue.English))]));
    }

    private static async Task<(StandingConsents Standing, ConsentTemplate Template)?> FindAsync(string id, string template, HttpContext http, ConsentsReader reader, CancellationToken cancellationToken)
    {
        var outcome = await reader.ReadAsync(id, http.Requester, http.Trace, cancellationToken);
        return outcome.Value is { } standing && outcome.Succeeded && standing.Templates.FirstOrDefault(offered => offered.Id == template) is { } found ? (standing, found) : null;
    }

    private static IResult Shown(HttpContext http, int status, ConsentFormModel model) => Page.Of<ConsentFormPage>(status, http, ("Model", model));

    // What is no number is out of every template's bounds.
    private static int? Months(string? text) => string.IsNullOrEmpty(text) ? null : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var months) ? months : 0;
}
