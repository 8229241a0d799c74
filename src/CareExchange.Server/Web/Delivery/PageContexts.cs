using CareExchange.Server.Callers;
using CareExchange.Server.Web.Layout;
using Microsoft.AspNetCore.Antiforgery;

namespace CareExchange.Server.Web.Delivery;

/// <summary>From a request to what its page needs to know.</summary>
internal static class PageContexts
{
    /// <summary>Also sets the cookie that belongs to the form token, so it is called before anything is written.</summary>
    public static PageContext Of(HttpContext http)
    {
        var services = http.RequestServices;
        var tokens = services.GetRequiredService<IAntiforgery>().GetAndStoreTokens(http);
        return new(
            LanguageSwitch.Of(http),
            LanguageSwitch.WithoutLanguage(http.Request),
            http.Caller is { } caller ? new PageReader(caller.Display, caller.Role, caller.OrganizationDisplay, MatchCounts.Of(http)) : null,
            tokens.FormFieldName,
            tokens.RequestToken!,
            services.GetRequiredService<TimeProvider>().GetUtcNow());
    }
}
