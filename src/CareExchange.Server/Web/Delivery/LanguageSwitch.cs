using CareExchange.Exchange.CarePlans.Lines;
using Microsoft.AspNetCore.WebUtilities;

namespace CareExchange.Server.Web.Delivery;

/// <summary>Keeps the language the reader chose with <c>?lang=</c> in a cookie, and takes it out of the address.</summary>
internal sealed class LanguageSwitch : IEndpointFilter
{
    private const string Cookie = "careexchange-lang";
    private const string Query = "lang";

    /// <summary>Korean unless the reader chose English; a browser's own preference is not asked, so that a shared computer reads alike for all.</summary>
    public static PlanLanguage Of(HttpContext http) =>
        http.Request.Cookies[Cookie] == "en" ? PlanLanguage.English : PlanLanguage.Korean;

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (http.Request.Query[Query] is not [{ } chosen] || !HttpMethods.IsGet(http.Request.Method)) return await next(context);
        if (chosen is "ko" or "en")
        {
            http.Response.Cookies.Append(Cookie, chosen, new CookieOptions
            {
                HttpOnly = true,
                SameSite = SameSiteMode.Lax,
                Secure = http.Request.IsHttps,
                MaxAge = TimeSpan.FromDays(365),
                Path = "/",
            });
        }

        return Results.LocalRedirect(WithoutLanguage(http.Request));
    }

    /// <summary>Path and query as they came, without the switch.</summary>
    public static string WithoutLanguage(HttpRequest request)
    {
        // A path may begin with two slashes, which a browser would read as another host.
        var path = "/" + request.Path.Value?.TrimStart('/', '\\');
        var query = request.Query.Where(pair => pair.Key != Query).SelectMany(pair => pair.Value, (pair, value) => KeyValuePair.Create(pair.Key, value));
        return QueryHelpers.AddQueryString(path, query);
    }
}
