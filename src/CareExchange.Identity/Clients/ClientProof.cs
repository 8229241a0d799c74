using System.Security.Cryptography.X509Certificates;
using CareExchange.Identity.Keys;
using CareExchange.Storage.Accounts;

namespace CareExchange.Identity.Clients;

/// <summary>Who a posted form comes from.</summary>
internal sealed class ClientProof(ClientAssertions assertions, ClientRegistry clients, TimeProvider clock)
{
    /// <summary>The client, proven by its assertion; or an app without a key, by its name alone: its codes and refresh tokens are its proof.</summary>
    /// <remarks>A client that registered certificates shows one of them as well; that alone is proof where no assertion comes (RFC 8705 §2.2).</remarks>
    /// <returns>The client and no error; or the error, with the client where it is known whose name was used.</returns>
    public async Task<(Client? Client, OAuthError? Error)> CheckAsync(ClientForm form, X509Certificate2? shown, bool publicToo, CancellationToken cancellationToken)
    {
        var stated = form["client_id"];
        if (form.Assertion is null)
        {
            var named = form["client_assertion"] is null && ClientRegistrationRules.IsClientId(stated) ? await clients.FindAsync(stated!, cancellationToken) : null;
            if (named is { Enabled: true, Certificates.Length: > 0 } holder) return (holder, CertificateProblem(holder, shown));
            return publicToo && named is { Enabled: true, Jwks.Length: 0 }
                ? (named, null)
                : (null, OAuthError.InvalidClient("assertion-missing", ClientForm.AssertionExpected));
        }

        var verdict = await assertions.CheckAsync(form.Assertion, cancellationToken);
        if (verdict is not { Client: { } client, Reason: null })
        {
            return (verdict.Client, OAuthError.InvalidClient(verdict.Reason ?? "", verdict.Description ?? ""));
        }

        return stated is not null && stated != client.Id
            ? (client, OAuthError.InvalidClient("client-id-differs", "client_id differs from the assertion's subject."))
            : (client, client.Certificates.Length > 0 ? CertificateProblem(client, shown) : null);
    }

    private OAuthError? CertificateProblem(Client client, X509Certificate2? shown)
    {
        if (shown is null) return OAuthError.InvalidClient("certificate-missing", "Show the client's registered certificate when connecting.");
        var now = clock.GetUtcNow().UtcDateTime;
        if (now < shown.NotBefore.ToUniversalTime() || now >= shown.NotAfter.ToUniversalTime()) return OAuthError.InvalidClient("certificate-expired", "The certificate is not valid at this time.");
        return ClientRegistry.Trusts(client, CertificateThumbprint.Of(shown)) ? null : OAuthError.InvalidClient("certificate-unknown", "The certificate is not registered for this client.");
    }
}
