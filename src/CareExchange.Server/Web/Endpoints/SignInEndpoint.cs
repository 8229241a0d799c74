using CareExchange.Exchange.CarePlans.Lines;
using CareExchange.Identity.Staff;
using CareExchange.Server.Callers;
using CareExchange.Server.Web.Delivery;
using CareExchange.Server.Web.Language;
using CareExchange.Server.Web.SignIn;

namespace CareExchange.Server.Web.Endpoints;

/// <summary>GET and POST /signin, POST /signin/code, POST /signout; GET and POST /second-factor for whoever is signed in.</summary>
internal static class SignInEndpoint
{
    public static void MapSignIn(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/signin", Show).AllowAnonymous();
        pages.MapPost("/signin", SignInAsync).AllowAnonymous();
        pages.MapPost("/signin/code", ContinueAsync).AllowAnonymous();
        pages.MapPost("/signout", SignOutAsync).AllowAnonymous();
    }

    public static void MapSecondFactor(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/second-factor", ShowFactorAsync);
        pages.MapPost("/second-factor", ChangeFactorAsync);
    }

    private static IResult Show(HttpContext http, string? returnUrl, string? done)
    {
        var back = Forms.LocalUrl(returnUrl);
        return http.Caller is not null
            ? Results.LocalRedirect(back)
            : Form(http, StatusCodes.Status200OK, back, "", null, done == "signed-out" ? SignInWords.SignedOut : null);
    }

    private static async Task<IResult> SignInAsync(HttpContext http, StaffSignIn staff, CancellationToken cancellationToken)
    {
        if (await Forms.ReadAsync(http, cancellationToken) is not { } form) return ErrorAnswers.Expired(http);
        var back = Forms.LocalUrl(form["returnUrl"]);
        var name = form["name"].ToString().Trim();
        var password = form["password"].ToString();
        if (name.Length == 0 || password.Length == 0) return Form(http, StatusCodes.Status400BadRequest, back, name, SignInWords.Missing, null);

        var result = await staff.SignInAsync(http, name, password, cancellationToken);
        return result.Status switch
        {
            SignInStatus.Succeeded => SeeOther(back),
            SignInStatus.CodeNeeded or SignInStatus.SetupNeeded => CodeForm(http, StatusCodes.Status200OK, back, result, null),
            SignInStatus.LockedOut => Form(http, StatusCodes.Status429TooManyRequests, back, name, LockedOut(http, result), null),
            _ => Form(http, StatusCodes.Status401Unauthorized, back, name, SignInWords.Refused, null),
        };
    }

    private static async Task<IResult> ContinueAsync(HttpContext http, StaffSignIn staff, CancellationToken cancellationToken)
    {
        if (await Forms.ReadAsync(http, cancellationToken) is not { } form) return ErrorAnswers.Expired(http);
        var back = Forms.LocalUrl(form["returnUrl"]);
        var result = await staff.ContinueAsync(http, form["ticket"], form["code"], cancellationToken);
        return result.Status switch
        {
            // Signed in a moment ago: the page shows nobody yet, as the request itself came without a session.
            SignInStatus.Succeeded when result.RecoveryCodes.Count > 0 => Page.Of<RecoveryPage>(http, ("Codes", result.RecoveryCodes), ("ReturnUrl", back)),
            SignInStatus.Succeeded => SeeOther(back),
            SignInStatus.LockedOut => CodeForm(http, StatusCodes.Status429TooManyRequests, back, result, LockedOut(http, result)),
            SignInStatus.CodeRefused => CodeForm(http, StatusCodes.Status401Unauthorized, back, result, FactorWords.CodeRefused),
            _ => Form(http, StatusCodes.Status401Unauthorized, back, "", FactorWords.Expired, null),
        };
    }

    private static async Task<IResult> SignOutAsync(HttpContext http, StaffSignIn staff, CancellationToken cancellationToken)
    {
        if (await Forms.ReadAsync(http, cancellationToken) is null) return ErrorAnswers.Expired(http);
        await staff.SignOutAsync(http, cancellationToken);
        return SeeOther("/signin?done=signed-out");
    }

    private static async Task<IResult> ShowFactorAsync(HttpContext http, StaffSignIn staff, string? done, CancellationToken cancellationToken) =>
        await FactorFormAsync(http, StatusCodes.Status200OK, staff, null, done == "removed" ? FactorWords.Removed : null, cancellationToken);

    private static async Task<IResult> ChangeFactorAsync(HttpContext http, StaffSignIn staff, CancellationToken cancellationToken)
    {
        if (await Forms.ReadAsync(http, cancellationToken) is not { } form) return ErrorAnswers.Expired(http);
        var (password, code) = (form["password"].ToString(), form["code"].ToString());
        var result = form["wish"] == "remove"
            ? await staff.RemoveFactorAsync(http, password, code, cancellationToken)
            : await staff.BeginSetupAsync(http, password, code, cancellationToken);
        return result.Status switch
        {
            SignInStatus.Succeeded => SeeOther("/second-factor?done=removed"),
            SignInStatus.SetupNeeded => CodeForm(http, StatusCodes.Status200OK, "/second-factor", result, null),
            SignInStatus.LockedOut => await FactorFormAsync(http, StatusCodes.Status429TooManyRequests, staff, LockedOut(http, result), null, cancellationToken),
            _ => await FactorFormAsync(http, StatusCodes.Status401Unauthorized, staff, FactorWords.Refused, null, cancellationToken),
        };
    }

    private static Phrase LockedOut(HttpContext http, SignInResult result)
    {
        var wait = result.RetryAfter ?? TimeSpan.FromMinutes(1);
        http.Response.Headers.RetryAfter = ((int)Math.Ceiling(wait.TotalSeconds)).ToString(System.Globalization.CultureInfo.InvariantCulture);
        return SignInWords.LockedOut(Math.Max(1, (int)Math.Ceiling(wait.TotalMinutes)));
    }

    private static IResult Form(HttpContext http, int status, string back, string name, Phrase? problem, Phrase? notice) =>
        Page.Of<SignInPage>(status, http, ("Model", new SignInPageModel(back, name, problem, notice)));

    private static IResult CodeForm(HttpContext http, int status, string back, SignInResult result, Phrase? problem) =>
        Page.Of<CodePage>(status, http, ("Model", new CodePageModel(back, result.Ticket ?? "", result.Setup, problem)));

    private static async Task<IResult> FactorFormAsync(HttpContext http, int status, StaffSignIn staff, Phrase? problem, Phrase? notice, CancellationToken cancellationToken) =>
        Page.Of<FactorPage>(status, http, ("Model", new FactorPageModel(await staff.HasFactorAsync(http.User, cancellationToken), problem, notice)));

    // 303: the browser asks for the next page with GET, and pressing "reload" there posts nothing again.
    private static IResult SeeOther(string url) => new SeeOtherResult(url);
}
