using System.Security.Claims;
using CareExchange.Identity.Caching;
using CareExchange.Identity.Claims;
using CareExchange.Identity.Settings;
using CareExchange.Storage.Accounts;

namespace CareExchange.Identity.Authorize;

/// <summary>Apps that a page can open for the person it shows: SMART App Launch 2.2, "EHR launch".</summary>
public sealed class LaunchedApps
{
    private const string All = "all";
    private readonly ClientStore _store;
    private readonly LaunchTickets _tickets;
    private readonly IdentityOptions _options;
    private readonly BriefCache<IReadOnlyList<LaunchedApp>> _known;

    /// <summary>Made once by <c>AddIdentity</c>.</summary>
    public LaunchedApps(ClientStore store, LaunchTickets tickets, IdentityOptions options, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(options);
        (_store, _tickets, _options, _known) = (store, tickets, options, new(options.RevocationLag, clock));
    }

    /// <summary>The apps, in the order of their ids; a new registration shows within the revocation lag.</summary>
    public async Task<IReadOnlyList<LaunchedApp>> ListAsync(CancellationToken cancellationToken) => (await _known.FindAsync(All, ReadAsync, cancellationToken))!;

    private async Task<IReadOnlyList<LaunchedApp>?> ReadAsync(CancellationToken cancellationToken) =>
        [.. (await _store.ListLaunchedAsync(cancellationToken)).Select(client => new LaunchedApp(client.Id, client.Display, new Uri(client.LaunchUri)))];

    /// <summary>Where the browser goes to open an app: its address with <c>iss</c> and a <c>launch</c> value that is good for this session, this person and minutes.</summary>
    /// <param name="app">The app.</param>
    /// <param name="staff">Who opens it, on a page.</param>
    /// <param name="patientId">The Patient on the page.</param>
    public string Open(LaunchedApp app, ClaimsPrincipal staff, string patientId)
    {
        ArgumentNullException.ThrowIfNull(app);
        var session = staff.FindFirstValue(IdentityClaims.Session) ?? throw new ArgumentException("An app is opened from a session.", nameof(staff));
        var address = app.Address.ToString();
        return $"{address}{(address.Contains('?', StringComparison.Ordinal) ? '&' : '?')}iss={Uri.EscapeDataString(_options.Issuer + _options.FhirBasePath)}&launch={Uri.EscapeDataString(_tickets.Issue(session, patientId))}";
    }
}
