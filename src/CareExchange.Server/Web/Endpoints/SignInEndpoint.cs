using CareExchange.Exchange.CarePlans.Lines;
using CareExchange.Identity.Staff;
using CareExchange.Server.Callers;
using CareExchange.Server.Web.Delivery;
using CareExchange.Server.Web.SignIn;
using CareExchange.Server.Web.Language;

namespace CareExchange.Server.Web.Endpoints;

/// <summary>GET and POST /signin, POST /signout.</summary>
internal static class SignInEndpoint
{
    public static void MapSignIn(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/signin", Show).AllowAnonymous();
        pages.MapPost("/signin", SignInAsync).AllowAnonymous();
        pages.MapPost("/signout", SignOutAsync).AllowAnonymous();
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
        if (result.Succeeded) return SeeOther(back);
        if (result.Status == SignInStatus.LockedOut)
        {
            var wait = result.RetryAfter ?? TimeSpan.FromMinutes(1);
            http.Response.Headers.RetryAfter = ((int)Math.Ceiling(wait.TotalSeconds)).ToString(System.Globalization.CultureInfo.InvariantCulture);
            return Form(http, StatusCodes.Status429TooManyRequests, back, name, SignInWords.LockedOut(Math.Max(1, (int)Math.Ceiling(wait.TotalMinutes))), null);
        }

        return Form(http, StatusCodes.Status401Unauthorized, back, name, SignInWords.Refused, null);
    }

    private static async Task<IResult> SignOutAsync(HttpContext http, StaffSignIn staff, CancellationToken cancellationToken)
    {
        if (await Forms.ReadAsync(http, cancellationToken) is null) return ErrorAnswers.Expired(http);
        await staff.SignOutAsync(http, cancellationToken);
        return SeeOther("/signin?done=signed-out");
    }

    private static IResult Form(HttpContext http, int status, string back, string name, Phrase? problem, Phrase? notice) =>
        Page.Of<SignInPage>(status, http, ("Model", new SignInPageModel(back, name, problem, notice)));

    // 303: the browser asks for the next page with GET, and pressing "reload" there posts nothing again.
    private static IResult SeeOther(string url) => new SeeOtherResult(url);
}
