using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace CareExchange.Identity.Clients;

/// <summary>A form that a client posted, read within bounds.</summary>
internal sealed class ClientForm
{
    private const int MaximumBody = 32_768;
    private const string JwtBearer = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    private readonly IFormCollection _form;

    private ClientForm(IFormCollection form) => _form = form;

    /// <summary>A field; null when absent or empty.</summary>
    public string? this[string name] => _form[name].ToString() is { Length: > 0 } text ? text : null;

    /// <summary>The client assertion, where one of the known kind was sent.</summary>
    public string? Assertion => this["client_assertion_type"] == JwtBearer ? this["client_assertion"] : null;

    /// <summary>What to send for <see cref="Assertion"/>.</summary>
    public static string AssertionExpected => $"Authenticate with client_assertion and client_assertion_type {JwtBearer}.";

    /// <summary>The form, or the error that ends the request.</summary>
    public static async Task<(ClientForm? Form, OAuthError? Error)> ReadAsync(HttpContext http, CancellationToken cancellationToken)
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
        return form.Any(field => field.Value.Count > 1)
            ? (null, OAuthError.InvalidRequest("parameter-repeated", "A parameter is given more than once."))
            : (new ClientForm(form), null);
    }
}
