using System.Security.Claims;
using CareExchange.Identity.Settings;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;

namespace CareExchange.Identity.Sessions;

/// <summary>The cookie: one random session key, encrypted; who the person is stays in the database.</summary>
internal static class SessionCookie
{
    private const string KeyClaim = "session_key";

    public static void Configure(CookieAuthenticationOptions cookie, IdentityOptions options)
    {
        // RFC 6265bis: the __Host- prefix makes browsers refuse the cookie unless it is Secure, of this host alone and of the whole site.
        cookie.Cookie.Name = options.IsSecure ? "__Host-careexchange" : "careexchange";
        cookie.Cookie.SecurePolicy = options.IsSecure ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
        cookie.Cookie.HttpOnly = true;
        // Lax, not Strict: a link to a person's plan in an official message must open signed in. Forms carry anti-forgery tokens.
        cookie.Cookie.SameSite = SameSiteMode.Lax;
        cookie.Cookie.Path = "/";
        // Idle and absolute limits live in the session row; the cookie need only outlast the absolute one.
        cookie.ExpireTimeSpan = options.SessionLimit;
        cookie.SlidingExpiration = false;
        cookie.LoginPath = options.SignInPath;
        cookie.ReturnUrlParameter = "returnUrl";
        cookie.EventsType = typeof(SessionCookieEvents);
    }

    public static Task WriteAsync(HttpContext http, OpenedSession opened) =>
        http.SignInAsync(
            IdentitySchemes.Session,
            new ClaimsPrincipal(new ClaimsIdentity([new Claim(KeyClaim, opened.Key)], IdentitySchemes.Session)),
            new AuthenticationProperties { IsPersistent = false, AllowRefresh = false });

    public static string? KeyOf(ClaimsPrincipal? cookie) => cookie?.FindFirstValue(KeyClaim);
}
