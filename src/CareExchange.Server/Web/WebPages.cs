using System.Text.Encodings.Web;
using System.Text.Unicode;
using CareExchange.Identity.Settings;
using CareExchange.Server.Web.Delivery;
using CareExchange.Server.Web.Endpoints;

namespace CareExchange.Server.Web;

/// <summary>The door for people: server-rendered pages, complete without scripts, Korean first.</summary>
public static class WebPages
{
    /// <summary>What the pages need besides the readers of <c>Exchange/Reading</c> and the staff sign-in.</summary>
    public static IServiceCollection AddWebPages(this IServiceCollection services)
    {
        services.AddRazorComponents();

        // Hangul leaves as it is: as character references a page would be half as long again, and nobody could read its source.
        services.AddSingleton(HtmlEncoder.Create(UnicodeRanges.All));
        services.AddAntiforgery(options =>
        {
            options.Cookie.Name = "careexchange-form";
            options.Cookie.HttpOnly = true;
            options.Cookie.SameSite = SameSiteMode.Strict;
            options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            options.FormFieldName = "form-token";
        });
        return services;
    }

    /// <summary>Routes <c>/</c>, <c>/signin</c>, <c>/signout</c>, <c>/second-factor</c>, <c>/operator</c>, <c>/connect/authorize</c>, <c>/matches</c>, <c>/persons</c> and what is below it, and the pages' own files.</summary>
    public static void MapWebPages(this IEndpointRouteBuilder routes)
    {
        routes.MapWebAssets();
        var open = Pages(routes);
        open.MapGet("/", () => Results.LocalRedirect("/persons"));
        open.MapSignIn();
        var signedIn = Pages(routes).RequireAuthorization(policy => policy
            .AddAuthenticationSchemes(IdentitySchemes.Session).RequireAuthenticatedUser());
        signedIn.AddEndpointFilter<MatchCounts>();
        signedIn.MapPersonList();
        signedIn.MapMatches();
        signedIn.MapPlan();
        signedIn.MapLooks();
        signedIn.MapRecords();
        signedIn.MapQuestions();
        signedIn.MapEmergencyReviews();
        signedIn.MapConsents();
        signedIn.MapWithdrawal();
        signedIn.MapEmergency();
        signedIn.MapEmergencyEnd();
        signedIn.MapApps();
        signedIn.MapSecondFactor();
        signedIn.MapOperator();
        signedIn.MapGet("/persons/{**rest}", (HttpContext http) => ErrorAnswers.NotVisible(http));
    }

    private static RouteGroupBuilder Pages(IEndpointRouteBuilder routes) => routes.MapGroup("")
        .AddEndpointFilter<PageHeaders>()
        .AddEndpointFilter<PageFailures>()
        .AddEndpointFilter<LanguageSwitch>();
}
