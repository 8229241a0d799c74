using CareExchange.Storage.Accounts;

namespace CareExchange.Identity.Clients;

/// <summary>Where an app's users may be sent back to.</summary>
internal static class RedirectUri
{
    private const int MaximumLength = 2000;

    /// <summary>Whether an address may be registered: https, http on loopback, or an app's own scheme (RFC 8252 §7.1: with a dot in it).</summary>
    public static bool IsAllowed(string text) =>
        text.Length <= MaximumLength && !text.Contains(' ', StringComparison.Ordinal) && !text.Contains('#', StringComparison.Ordinal)
        && Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.UserInfo.Length == 0
        && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback) || uri.Scheme.Contains('.', StringComparison.Ordinal));

    /// <summary>Whether the client registered this address: the same letters, or the same but for the port of a loopback address.</summary>
    public static bool IsRegistered(Client client, string text) =>
        client.RedirectUris.Split(' ', StringSplitOptions.RemoveEmptyEntries).Any(registered => registered == text || DiffersByLoopbackPort(registered, text));

    // RFC 8252 §7.3: a desktop app takes whatever port is free.
    private static bool DiffersByLoopbackPort(string registered, string text) =>
        IsAllowed(text) && Uri.TryCreate(registered, UriKind.Absolute, out var one) && Uri.TryCreate(text, UriKind.Absolute, out var two)
        && one.Scheme == Uri.UriSchemeHttp && two.Scheme == Uri.UriSchemeHttp
        && System.Net.IPAddress.TryParse(one.Host.Trim('[', ']'), out var address) && System.Net.IPAddress.IsLoopback(address)
        && one.Host == two.Host && one.PathAndQuery == two.PathAndQuery;
}
