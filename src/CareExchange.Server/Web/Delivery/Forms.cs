using Microsoft.AspNetCore.Antiforgery;

namespace CareExchange.Server.Web.Delivery;

/// <summary>Reads a posted form, but only one that this gateway's own page sent.</summary>
internal static class Forms
{
    /// <summary>The fields; null for a form without a valid token, or a body that is no form.</summary>
    public static async Task<IFormCollection?> ReadAsync(HttpContext http, CancellationToken cancellationToken)
    {
        if (!http.Request.HasFormContentType) return null;
        try
        {
            var form = await http.Request.ReadFormAsync(cancellationToken);
            return await http.RequestServices.GetRequiredService<IAntiforgery>().IsRequestValidAsync(http) ? form : null;
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    /// <summary>A local address to return to, or the list of persons: a link in a mail must not send anybody elsewhere.</summary>
    public static string LocalUrl(string? url) =>
        url is ['/', ..] and not ['/', '/' or '\\', ..] && !url.Any(char.IsControl) ? url : "/persons";
}
