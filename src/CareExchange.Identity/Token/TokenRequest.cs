using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace CareExchange.Identity.Token;

/// <summary>The form of a token request, read within bounds.</summary>
/// <param name="ClientId">Optional beside an assertion (RFC 7521 §4.2).</param>
/// <param name="Assertion">The <c>client_assertion</c>.</param>
/// <param name="Scope">Requested scopes.</param>
internal sealed record TokenRequest(string? ClientId, string? Assertion, string? Scope)
{
    private const int MaximumBody = 32_768;
    private const string JwtBearer = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    /// <summary>The request, or the error that ends it.</summary>
    public static async Task<(TokenRequest? Request, OAuthError? Error)> ReadAsync(HttpContext http, CancellationToken cancellationToken)
    {
        if (http.Request.ContentType?.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) is not true)
        {
            return (null, OAuthError.InvalidRequest("content-type-wrong", "Send application/x-www-form-urlencoded."));
        }

        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = MaximumBody;
        IFormCollection form;
        try
        {
            form = await new FormFeature(http.Request, new FormOptions { ValueCountLimit = 20, BufferBody = false }).ReadFormAsync(cancellationToken);
        }
        catch (BadHttpRequestException tooLarge) when (tooLarge.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return (null, OAuthError.InvalidRequest("body-too-large", $"The body may have {MaximumBody} bytes at most."));
        }
        catch (Exception unreadable) when (unreadable is BadHttpRequestException or InvalidDataException)
        {
            return (null, OAuthError.InvalidRequest("form-unreadable", "The form cannot be read."));
        }

        // RFC 6749 §3.2: a parameter sent twice has no one meaning.
        if (form.Any(field => field.Value.Count > 1)) return (null, OAuthError.InvalidRequest("parameter-repeated", "A parameter is given more than once."));
        return form["grant_type"].ToString() switch
        {
            "" => (null, OAuthError.InvalidRequest("grant-type-missing", "grant_type is required.")),
            not "client_credentials" => (null, OAuthError.UnsupportedGrantType),
            _ when form["client_assertion_type"].ToString() != JwtBearer || form["client_assertion"].ToString().Length == 0 =>
                (null, OAuthError.InvalidClient("assertion-missing", $"Authenticate with client_assertion and client_assertion_type {JwtBearer}.")),
            _ => (new TokenRequest(Text(form, "client_id"), Text(form, "client_assertion"), Text(form, "scope")), null),
        };
    }

    private static string? Text(IFormCollection form, string name) => form[name].ToString() is { Length: > 0 } text ? text : null;
}
