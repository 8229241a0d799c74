using CareExchange.Identity.Settings;
using Microsoft.AspNetCore.Http;
using Microsoft.IdentityModel.JsonWebTokens;

namespace CareExchange.Identity.Bearer;

/// <summary>Picks the scheme that checks a token by the issuer it claims. The claim is not trusted: the scheme checks it against its own keys.</summary>
internal static class BearerRouting
{
    private const string Prefix = "Bearer ";
    private const int MaximumLength = 16_384;
    private static readonly JsonWebTokenHandler s_reader = new() { MaximumTokenSizeInBytes = MaximumLength };

    public static string Select(HttpContext http, IReadOnlyList<OutsideIssuer> outside)
    {
        var header = http.Request.Headers.Authorization.ToString();
        if (outside.Count == 0 || !header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)) return IdentitySchemes.OwnBearer;
        var claimed = IssuerOf(header[Prefix.Length..].Trim());
        var issuer = claimed is null ? null : outside.FirstOrDefault(one => one.Authority.TrimEnd('/') == claimed.TrimEnd('/'));
        return issuer is null ? IdentitySchemes.OwnBearer : IdentitySchemes.OutsideBearer(issuer.Name);
    }

    private static string? IssuerOf(string token)
    {
        try
        {
            return token.Length <= MaximumLength ? s_reader.ReadJsonWebToken(token).Issuer : null;
        }
        catch (Exception malformed) when (malformed is not OutOfMemoryException)
        {
            return null; // Our own scheme refuses it and says why.
        }
    }
}
