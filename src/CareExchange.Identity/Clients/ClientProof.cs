using CareExchange.Storage.Accounts;

namespace CareExchange.Identity.Clients;

/// <summary>Who a posted form comes from.</summary>
internal sealed class ClientProof(ClientAssertions assertions, ClientRegistry clients)
{
    /// <summary>The client, proven by its assertion; or an app without a key, by its name alone: its codes and refresh tokens are its proof.</summary>
    /// <returns>The client and no error; or the error, with the client where it is known whose name was used.</returns>
    public async Task<(Client? Client, OAuthError? Error)> CheckAsync(ClientForm form, bool publicToo, CancellationToken cancellationToken)
    {
        var stated = form["client_id"];
        if (form.Assertion is null)
        {
            return publicToo && form["client_assertion"] is null && ClientRegistrationRules.IsClientId(stated)
                && await clients.FindAsync(stated!, cancellationToken) is { Enabled: true, Jwks.Length: 0 } app
                ? (app, null)
                : (null, OAuthError.InvalidClient("assertion-missing", ClientForm.AssertionExpected));
        }

        var verdict = await assertions.CheckAsync(form.Assertion, cancellationToken);
        if (verdict is not { Client: { } client, Reason: null })
        {
            return (verdict.Client, OAuthError.InvalidClient(verdict.Reason ?? "", verdict.Description ?? ""));
        }

        return stated is not null && stated != client.Id
            ? (client, OAuthError.InvalidClient("client-id-differs", "client_id differs from the assertion's subject."))
            : (client, null);
    }
}
