using CareExchange.Identity.Caching;
using CareExchange.Identity.Events;
using CareExchange.Identity.Keys;
using CareExchange.Identity.Registrations;
using CareExchange.Identity.Scopes;
using CareExchange.Identity.Settings;
using CareExchange.Storage.Accounts;

namespace CareExchange.Identity.Clients;

/// <summary>Registers machine clients: for the demo, the command line and the operator's page.</summary>
public sealed class ClientRegistry(ClientStore store, IdentityOptions options, TimeProvider clock, IdentityEventSink record, ScopeConstraints? constraints = null)
{
    private readonly BriefCache<Client> _found = new(options.RevocationLag, clock);

    /// <summary>All clients in id order.</summary>
    public async Task<IReadOnlyList<ClientSummary>> ListAsync(CancellationToken cancellationToken) =>
        [.. (await store.ListAsync(cancellationToken)).Select(client => new ClientSummary(
            client.Id, client.Display, client.OrganizationId, client.Scopes, client.Enabled, client.UpdatedAt, client.UpdatedBy))];

    /// <summary>What is registered, for whoever is about to change it; null for an unknown id.</summary>
    public async Task<ClientRegistration?> DescribeAsync(string id, CancellationToken cancellationToken) =>
        await store.FindAsync(id, cancellationToken) is not { } client ? null : new(client.Id, client.Display)
        {
            OrganizationId = client.OrganizationId,
            OrganizationDisplay = client.OrganizationDisplay,
            Jwks = client.Jwks,
            Scopes = client.Scopes,
            RedirectUris = client.RedirectUris.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            LaunchUri = client.LaunchUri.Length == 0 ? null : client.LaunchUri,
            Certificates = client.Certificates.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            PurposeOfUse = client.PurposeOfUse,
            Enabled = client.Enabled,
        };

    /// <summary>Makes the client what the registration says. The same registration again changes nothing and records nothing.</summary>
    public async Task<RegistrationResult> UpsertAsync(ClientRegistration registration, string by, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(registration);
        var problems = ClientRegistrationRules.Problems(registration, constraints ?? ScopeConstraints.None);
        if (problems.Count > 0 || !AppScopes.TryParse(registration.Scopes, out var scopes)) return RegistrationResult.Refused(problems);

        var now = clock.GetUtcNow();
        var standing = await store.FindAsync(registration.Id, cancellationToken);
        var created = standing is null;
        bool changed;
        if (standing is not null && IsSame(standing, NewClient(registration, scopes, by, now)))
        {
            changed = false;
        }
        else if (created)
        {
            changed = true;
            await store.AddAsync(NewClient(registration, scopes, by, now), cancellationToken);
        }
        else
        {
            changed = await store.ChangeAsync(registration.Id, client => Apply(client, registration, scopes, by, now), cancellationToken);
        }

        _found.Evict(registration.Id);
        if (changed) await RecordAsync(registration.Id, registration.Display, (registration.OrganizationId, registration.OrganizationDisplay), by, cancellationToken);
        return new RegistrationResult(registration.Id, created, changed, []);
    }

    /// <summary>Gives a client tokens, or stops those it has; false when nothing changed or the id is unknown.</summary>
    public async Task<bool> EnableAsync(string id, bool isEnabled, string by, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (await store.FindAsync(id, cancellationToken) is not { } client || client.Enabled == isEnabled) return false;
        var changed = await store.ChangeAsync(id, stored => (stored.Enabled, stored.UpdatedAt, stored.UpdatedBy) = (isEnabled, now, by), cancellationToken);
        _found.Evict(id);
        if (changed) await RecordAsync(id, client.Display, (client.OrganizationId, client.OrganizationDisplay), by, cancellationToken);
        return changed;
    }

    /// <summary>The client as it was at most <see cref="IdentityOptions.RevocationLag"/> ago, or null.</summary>
    internal ValueTask<Client?> FindAsync(string id, CancellationToken cancellationToken) =>
        _found.FindAsync(id, token => store.FindAsync(id, token), cancellationToken);

    /// <summary>The same where it need not be looked up; null where it must be.</summary>
    internal Client? FindKnown(string id) => _found.TryGet(id, out var known) ? known : null;

    /// <summary>Whether the client registered the certificate with this thumbprint.</summary>
    internal static bool Trusts(Client client, string? thumbprint) =>
        thumbprint is { Length: > 0 } && client.Certificates.Split(' ').Contains(thumbprint, StringComparer.Ordinal);

    private ValueTask RecordAsync(string id, string display, (string Id, string Display) organization, string by, CancellationToken cancellationToken) =>
        record(
            new IdentityEvent(IdentityEventKind.ClientChanged, clock.GetUtcNow()) { ActorId = id, ActorDisplay = display, OrganizationId = organization.Id, OrganizationDisplay = organization.Display, IsSystem = true, By = by },
            cancellationToken);

    private static Client NewClient(ClientRegistration registration, AppScopes scopes, string by, DateTimeOffset now) => new()
    {
        Id = registration.Id,
        Display = registration.Display,
        OrganizationId = registration.OrganizationId,
        OrganizationDisplay = registration.OrganizationDisplay,
        Jwks = registration.Jwks,
        RedirectUris = string.Join(' ', registration.RedirectUris.Distinct(StringComparer.Ordinal)),
        LaunchUri = registration.LaunchUri ?? "",
        Certificates = string.Join(' ', registration.Certificates.Select(text => CertificateThumbprint.TryRead(text, out var thumbprint) ? thumbprint : "").Distinct(StringComparer.Ordinal)),
        Scopes = scopes.ToString(),
        PurposeOfUse = registration.PurposeOfUse,
        Enabled = registration.Enabled,
        CreatedAt = now,
        UpdatedAt = now,
        UpdatedBy = by,
    };

    private static void Apply(Client client, ClientRegistration registration, AppScopes scopes, string by, DateTimeOffset now)
    {
        var wanted = NewClient(registration, scopes, by, now);
        if (IsSame(client, wanted)) return;
        (client.Display, client.OrganizationId, client.OrganizationDisplay) = (wanted.Display, wanted.OrganizationId, wanted.OrganizationDisplay);
        (client.Jwks, client.Scopes, client.RedirectUris) = (wanted.Jwks, wanted.Scopes, wanted.RedirectUris);
        (client.PurposeOfUse, client.Enabled, client.Certificates, client.LaunchUri) = (wanted.PurposeOfUse, wanted.Enabled, wanted.Certificates, wanted.LaunchUri);
        (client.UpdatedAt, client.UpdatedBy) = (now, by);
    }

    private static bool IsSame(Client client, Client wanted) => client.Display == wanted.Display && client.OrganizationId == wanted.OrganizationId
        && client.OrganizationDisplay == wanted.OrganizationDisplay && client.Jwks == wanted.Jwks && client.Scopes == wanted.Scopes && client.RedirectUris == wanted.RedirectUris && client.Certificates == wanted.Certificates && client.LaunchUri == wanted.LaunchUri
        && client.PurposeOfUse == wanted.PurposeOfUse && client.Enabled == wanted.Enabled;
}
