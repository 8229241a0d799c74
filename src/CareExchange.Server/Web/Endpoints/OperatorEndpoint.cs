using CareExchange.Exchange.CarePlans.Lines;
using CareExchange.Exchange.Intake;
using CareExchange.Exchange.Requests;
using CareExchange.Exchange.Sending;
using CareExchange.Identity.Claims;
using CareExchange.Identity.Clients;
using CareExchange.Identity.Registrations;
using CareExchange.Identity.Staff;
using CareExchange.Server.Callers;
using CareExchange.Server.Web.Access;
using CareExchange.Server.Web.Delivery;
using CareExchange.Server.Web.Language;
using Microsoft.Extensions.Primitives;

namespace CareExchange.Server.Web.Endpoints;

/// <summary>GET /operator, and the forms and buttons behind it: staff, systems and apps registered and stopped by an operator. For anybody else there is no such page.</summary>
internal static class OperatorEndpoint
{
    private const int MostGrants = 20;

    public static void MapOperator(this IEndpointRouteBuilder pages)
    {
        var operators = pages.MapGroup("/operator").AddEndpointFilter(static (context, next) =>
            context.HttpContext.Caller is { Role: RequesterRole.Operator, AppId: null } ? next(context) : ValueTask.FromResult<object?>(ErrorAnswers.NotVisible(context.HttpContext)));
        operators.MapGet("", ShowAsync);
        operators.MapPost("/pushes/retry", RetryAsync);
        operators.MapGet("/clients", ShowClientAsync);
        operators.MapPost("/clients", SaveClientAsync);
        operators.MapPost("/clients/state", ChangeClientAsync);
        operators.MapGet("/staff", ShowStaffAsync);
        operators.MapPost("/staff", SaveStaffAsync);
        operators.MapPost("/staff/state", ChangeStaffAsync);
    }

    private static async Task<IResult> ShowAsync(HttpContext http, StaffAccounts staff, ClientRegistry clients, PartnerPush pushes, MatchReviews matches, PairReviews pairs, string? done, CancellationToken cancellationToken) => Page.Of<AccessPage>(
        http,
        ("Model", new AccessPageModel(
            await staff.ListAsync(cancellationToken), await clients.ListAsync(cancellationToken), await pushes.FailuresAsync(cancellationToken), await matches.CountOverdueAsync(cancellationToken) + await pairs.CountOverdueAsync(cancellationToken),
            done switch { "saved" => AccessWords.Saved, "unchanged" => AccessWords.Unchanged, _ => null })));

    private static async Task<IResult> RetryAsync(HttpContext http, PartnerPush pushes, CancellationToken cancellationToken) =>
        await Forms.ReadAsync(http, cancellationToken) is { } form ? Done(await pushes.RetryAsync(Text(form["id"]), http.Requester, http.Trace, cancellationToken)) : ErrorAnswers.Expired(http);

    private static async Task<IResult> ShowClientAsync(HttpContext http, ClientRegistry clients, string? id, CancellationToken cancellationToken)
    {
        if (id is null) return ClientForm(http, StatusCodes.Status200OK, new("", "") { OrganizationId = "", OrganizationDisplay = "", Jwks = "", Scopes = "" }, false, []);
        return await clients.DescribeAsync(id, cancellationToken) is { } known ? ClientForm(http, StatusCodes.Status200OK, known, true, []) : ErrorAnswers.NotVisible(http);
    }

    private static async Task<IResult> SaveClientAsync(HttpContext http, ClientRegistry clients, CancellationToken cancellationToken)
    {
        if (await Forms.ReadAsync(http, cancellationToken) is not { } form) return ErrorAnswers.Expired(http);
        var id = Text(form["id"]);
        var known = await clients.DescribeAsync(id, cancellationToken);
        var client = new ClientRegistration(id, Text(form["display"]))
        {
            OrganizationId = Text(form["organization"]),
            OrganizationDisplay = Text(form["organizationName"]),
            Scopes = Text(form["scopes"]),
            PurposeOfUse = Text(form["purpose"]) is { Length: > 0 } purpose ? purpose : IdentityClaims.DefaultPurpose,
            Jwks = Text(form["jwks"]),
            RedirectUris = Words(form["redirects"]),
            LaunchUri = Text(form["launch"]) is { Length: > 0 } launch ? launch : null,
            Certificates = Certificates(Text(form["certificates"])),
            Enabled = known?.Enabled ?? true,
        };
        var result = await clients.UpsertAsync(client, By(http), cancellationToken);
        return result.Succeeded ? Done(result.Changed) : ClientForm(http, StatusCodes.Status400BadRequest, client, known is not null, result.Problems);
    }

    private static async Task<IResult> ChangeClientAsync(HttpContext http, ClientRegistry clients, CancellationToken cancellationToken)
    {
        if (await Forms.ReadAsync(http, cancellationToken) is not { } form) return ErrorAnswers.Expired(http);
        return form["wish"].ToString() is "enable" or "disable"
            ? Done(await clients.EnableAsync(Text(form["id"]), form["wish"] == "enable", By(http), cancellationToken))
            : ErrorAnswers.Expired(http);
    }

    private static async Task<IResult> ShowStaffAsync(HttpContext http, StaffAccounts staff, string? name, CancellationToken cancellationToken)
    {
        if (name is null) return StaffForm(http, StatusCodes.Status200OK, new("", ""), false, []);
        return await staff.DescribeAsync(name, cancellationToken) is { } known ? StaffForm(http, StatusCodes.Status200OK, known, true, []) : ErrorAnswers.NotVisible(http);
    }

    private static async Task<IResult> SaveStaffAsync(HttpContext http, StaffAccounts staff, CancellationToken cancellationToken)
    {
        if (await Forms.ReadAsync(http, cancellationToken) is not { } form) return ErrorAnswers.Expired(http);
        var name = Text(form["name"]);
        var known = await staff.DescribeAsync(name, cancellationToken);
        var wanted = new StaffRegistration(name, Text(form["display"]))
        {
            Password = form["password"].ToString() is { Length: > 0 } password ? password : null,
            FhirUser = Text(form["fhirUser"]) is { Length: > 0 } fhirUser ? fhirUser : null,
            Grants = [.. Enumerable.Range(0, MostGrants).Select(at => Grant(form, at, known)).OfType<GrantRegistration>()],
            Enabled = known?.Enabled ?? true,
        };
        var result = await staff.UpsertAsync(wanted, By(http), cancellationToken);
        return result.Succeeded ? Done(result.Changed) : StaffForm(http, StatusCodes.Status400BadRequest, wanted, known is not null, result.Problems);
    }

    private static async Task<IResult> ChangeStaffAsync(HttpContext http, StaffAccounts staff, CancellationToken cancellationToken)
    {
        if (await Forms.ReadAsync(http, cancellationToken) is not { } form) return ErrorAnswers.Expired(http);
        var name = Text(form["name"]);
        return form["wish"].ToString() switch
        {
            "enable" => Done(await staff.EnableAsync(name, true, By(http), cancellationToken)),
            "disable" => Done(await staff.EnableAsync(name, false, By(http), cancellationToken)),
            "remove-factor" => Done(await staff.RemoveFactorAsync(name, By(http), cancellationToken)),
            _ => ErrorAnswers.Expired(http),
        };
    }

    // A grant left as it was keeps the period that the form does not show.
    private static GrantRegistration? Grant(IFormCollection form, int at, StaffRegistration? known)
    {
        var (role, organization, name) = (Text(form[$"grant{at}.role"]), Text(form[$"grant{at}.organization"]), Text(form[$"grant{at}.organizationName"]));
        if (role.Length == 0 && organization.Length == 0 && name.Length == 0) return null;
        var wanted = new GrantRegistration(role, organization, name) { PurposeOfUse = Text(form[$"grant{at}.purpose"]) };
        var standing = known?.Grants.FirstOrDefault(grant => grant.Role == role && grant.OrganizationId == organization && grant.PurposeOfUse == wanted.PurposeOfUse);
        return standing is null ? wanted : wanted with { ValidFrom = standing.ValidFrom, ValidUntil = standing.ValidUntil };
    }

    private static IResult ClientForm(HttpContext http, int status, ClientRegistration client, bool isKnown, IReadOnlyList<IdentityProblem> problems) =>
        Page.Of<ClientFormPage>(status, http, ("Client", client), ("IsKnown", isKnown), ("Problems", Phrases(problems)));

    private static IResult StaffForm(HttpContext http, int status, StaffRegistration staff, bool isKnown, IReadOnlyList<IdentityProblem> problems) =>
        Page.Of<StaffFormPage>(status, http, ("Staff", staff), ("IsKnown", isKnown), ("Problems", Phrases(problems)));

    private static IReadOnlyList<Phrase> Phrases(IReadOnlyList<IdentityProblem> problems) => [.. problems.Select(problem => new Phrase(problem.Korean, problem.English))];

    private static string By(HttpContext http) => http.Requester.Id;

    private static IResult Done(bool changed) => new SeeOtherResult(changed ? "/operator?done=saved" : "/operator?done=unchanged");

    private static string Text(StringValues field) => field.ToString().Trim();

    private static string[] Words(StringValues field) => field.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    // PEM certificates one after another, and thumbprints between them.
    private static IReadOnlyList<string> Certificates(string text)
    {
        const string End = "-----END CERTIFICATE-----";
        var found = new List<string>();
        var rest = text;
        while (rest.IndexOf("-----BEGIN", StringComparison.Ordinal) is var begin and >= 0 && rest.IndexOf(End, begin, StringComparison.Ordinal) is var end and >= 0)
        {
            found.AddRange(Words(rest[..begin]));
            found.Add(rest[begin..(end + End.Length)]);
            rest = rest[(end + End.Length)..];
        }

        found.AddRange(Words(rest));
        return found;
    }
}
