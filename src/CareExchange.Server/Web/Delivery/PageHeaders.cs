using Microsoft.AspNetCore.Http;

namespace CareExchange.Server.Web.Delivery;

/// <summary>What every page's answer says to the browser, besides the page.</summary>
internal sealed class PageHeaders : IEndpointFilter
{
    /// <summary>Only this gateway's own files, nothing inline, nobody may frame it, forms go nowhere else.</summary>
    public const string Policy = Before + "'self'" + After;

    private const string Before = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action ";
    private const string After = "; frame-ancestors 'none'; base-uri 'none'";

    /// <summary>The same, where a form's answer leads to one other place.</summary>
    /// <param name="leadsTo">An absolute address; only its scheme and host are named.</param>
    public static string PolicyWithForms(Uri leadsTo) =>
        $"{Before}'self' {(leadsTo.Scheme is "http" or "https" ? leadsTo.GetLeftPart(UriPartial.Authority) : leadsTo.Scheme + ":")}{After}";

    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var headers = context.HttpContext.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";

        // A shared computer at a counter must not show the last person's plan to whoever presses "back".
        headers.CacheControl = "no-store";
        return next(context);
    }
}
