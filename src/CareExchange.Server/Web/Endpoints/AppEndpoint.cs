using CareExchange.Exchange.CarePlans.Lines;
using CareExchange.Exchange.Reading;
using CareExchange.Identity.Authorize;
using CareExchange.Identity.Settings;
using CareExchange.Server.Callers;
using CareExchange.Server.Web.Apps;
using CareExchange.Server.Web.Delivery;
using CareExchange.Server.Web.Language;
using CareExchange.Server.Web.Persons;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Primitives;

namespace CareExchange.Server.Web.Endpoints;

/// <summary>GET and POST /connect/authorize: an app asks, the person who is signed in answers. GET /persons/{id}/apps/{app}: a page opens one.</summary>
internal static class AppEndpoint
{
    private const int MostChoices = 20;
    private const int LongestSearch = 100;

    public static void MapApps(this IEndpointRouteBuilder pages)
    {
        pages.MapGet(IdentityPaths.Authorize, ShowAsync).AllowAnonymous();
        pages.MapPost(IdentityPaths.Authorize, AnswerAsync);
        pages.MapGet("/persons/{id}/apps/{app}", OpenAsync);
    }

    private static async Task<IResult> ShowAsync(HttpContext http, AppSignOn apps, PersonListReader persons, CancellationToken cancellationToken)
    {
        var verdict = await apps.JudgeAsync(http.Request.Query, cancellationToken);
        if (verdict.Redirect is { } told) return Results.Redirect(told);
        if (verdict.Request is not { } request) return ErrorAnswers.AppRefused(http);
        if (http.Caller is null) return Results.Challenge(new AuthenticationProperties { RedirectUri = LanguageSwitch.WithoutLanguage(http.Request) }, [IdentitySchemes.Session]);

        var search = http.Request.Query[AppPage.SearchField].ToString().Trim();
        if (search.Length > LongestSearch) search = search[..LongestSearch];
        return await FormAsync(StatusCodes.Status200OK, request, Parameters(http.Request.Query, ""), search, null, http, persons, cancellationToken);
    }

    // A link and no form: the policy would hold a form back from another site, and opening changes nothing here.
    private static async Task<IResult> OpenAsync(string id, string app, HttpContext http, LaunchedApps apps, PersonListReader persons, CancellationToken cancellationToken) =>
        (await apps.ListAsync(cancellationToken)).FirstOrDefault(one => one.Id == app) is { } known && await persons.FindAsync(id, http.Requester, http.Trace, cancellationToken) is not null
            ? Results.Redirect(apps.Open(known, http.User, id))
            : ErrorAnswers.NotVisible(http);

    private static async Task<IResult> AnswerAsync(HttpContext http, AppSignOn apps, PersonListReader persons, CancellationToken cancellationToken)
    {
        if (await Forms.ReadAsync(http, cancellationToken) is not { } form) return ErrorAnswers.Expired(http);

        // The form is this gateway's own, yet a person can send anything in it: the request is judged again.
        var parameters = Parameters(form, AppPage.RequestPrefix);
        var verdict = await apps.JudgeAsync(new QueryCollection(parameters.ToDictionary(one => one.Name, one => new StringValues(one.Value))), cancellationToken);
        if (verdict.Redirect is { } told) return new SeeOtherResult(told);
        if (verdict.Request is not { } request) return ErrorAnswers.AppRefused(http);
        if (form[AppPage.DecisionField] != "allow") return new SeeOtherResult(await apps.RefuseAsync(request, http.User, cancellationToken));

        var chosen = form[AppPage.PatientField].ToString();
        if (request.NeedsPatient && (chosen.Length == 0 || await persons.FindAsync(chosen, http.Requester, http.Trace, cancellationToken) is null))
        {
            return await FormAsync(StatusCodes.Status400BadRequest, request, parameters, "", AppWords.PersonMissing, http, persons, cancellationToken);
        }

        return new SeeOtherResult(await apps.AllowAsync(request, http.User, request.NeedsPatient ? chosen : null, cancellationToken));
    }

    private static async Task<IResult> FormAsync(
        int status, AppRequest request, IReadOnlyList<(string, string)> parameters, string search, Phrase? problem, HttpContext http, PersonListReader persons, CancellationToken cancellationToken)
    {
        PersonRow? person = null;
        if (request.PatientId is { } id)
        {
            // Opened for somebody whom the reader may no longer see: there is nothing to allow.
            if (await persons.FindAsync(id, http.Requester, http.Trace, cancellationToken) is not { } found) return ErrorAnswers.NotVisible(http);
            person = PersonListEndpoint.Row(found);
        }

        IReadOnlyList<PersonRow> choices = request.NeedsPatient
            ? [.. (await persons.ReadAsync(new(search, PersonListOrder.Name, null, MostChoices), http.Requester, http.Trace, cancellationToken)).Entries.Select(PersonListEndpoint.Row)]
            : [];

        // The answer to the form leads to the app's own address; the policy would hold the browser back from it.
        http.Response.Headers.ContentSecurityPolicy = PageHeaders.PolicyWithForms(new Uri(request.RedirectUri));
        return Page.Of<AppPage>(status, http, ("Model", new AppPageModel(request, parameters, person, choices, search) { Problem = problem }));
    }

    private static List<(string Name, string Value)> Parameters(IEnumerable<KeyValuePair<string, StringValues>> fields, string prefix) =>
        [.. fields.Where(field => field.Key.StartsWith(prefix, StringComparison.Ordinal) && field.Key != AppPage.SearchField && field.Value.Count == 1)
            .Select(field => (field.Key[prefix.Length..], field.Value.ToString()))];
}
