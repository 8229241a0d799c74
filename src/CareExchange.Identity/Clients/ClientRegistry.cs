using CareExchange.Identity.Caching;
using CareExchange.Identity.Events;
using CareExchange.Identity.Registrations;
using CareExchange.Identity.Scopes;
using CareExchange.Identity.Settings;
using CareExchange.Storage.Accounts;

namespace CareExchange.Identity.Clients;

/// <summary>Registers machine clients: for the demo, the command line and the operator's page.</summary>
public sealed class ClientRegistry(ClientStore store, IdentityOptions options, TimeProvider clock, IdentityEventSink record)
{
    private readonly BriefCache<Client> _found = new(options.RevocationLag, clock);

    /// <summary>All clients in id order.</summary>
    public async Task<IReadOnlyList<ClientSummary>> ListAsync(CancellationToken cancellationToken) =>
        [.. (await store.ListAsync(cancellationToken)).Select(client => new ClientSummary(
            client.Id, client.Display, client.OrganizationId, client.Scopes, KindsOf(client), client.Enabled, client.UpdatedAt, client.UpdatedBy))];

    /// <summary>Makes the client what the registration says. The same registration again changes nothing and records nothing.</summary>
    public async Task<RegistrationResult> UpsertAsync(ClientRegistration registration, string by, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(registration);
        var problems = ClientRegistrationRules.Problems(registration);
        if (problems.Count > 0 || !AppScopes.TryParse(registration.Scopes, out var scopes)) return RegistrationResult.Refused(problems);

        var now = clock.GetUtcNow();
        var kinds = string.Join(' ', registration.MessageKinds.Distinct(StringComparer.Ordinal));
        var standing = await store.FindAsync(registration.Id, cancellationToken);
        var created = standing is null;
        bool changed;
        if (standing is not null && IsSame(standing, NewClient(registration, scopes, kinds, by, now)))
        {
            changed = false;
        }
        else if (created)
        {
            changed = true;
            await store.AddAsync(NewClient(registration, scopes, kinds, by, now), cancellationToken);
        }
        else
        {
            changed = await store.ChangeAsync(registration.Id, client => Apply(client, registration, scopes, kinds, by, now), cancellationToken);
        }

        _found.Evict(registration.Id);
        if (changed)
        {
            await record(
                new IdentityEvent(IdentityEventKind.ClientChanged, now)
                {
                    ActorId = registration.Id, ActorDisplay = registration.Display, OrganizationId = registration.OrganizationId, IsSystem = true, By = by,
                },
                cancellationToken);
        }

        return new RegistrationResult(registration.Id, created, changed, []);
    }

    /// <summary>The client as it was at most <see cref="IdentityOptions.RevocationLag"/> ago, or null.</summary>
    internal async Task<Client?> FindAsync(string id, CancellationToken cancellationToken)
    {
        if (_found.TryGet(id, out var known)) return known;
        var mark = _found.Mark();
        var client = await store.FindAsync(id, cancellationToken);
        if (client is not null) _found.Put(id, client, mark);
        return client;
    }

    /// <summary>The same where it need not be looked up; null where it must be.</summary>
    internal Client? FindKnown(string id) => _found.TryGet(id, out var known) ? known : null;

    internal static IReadOnlyList<string> KindsOf(Client client) => client.MessageKinds.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static Client NewClient(ClientRegistration registration, AppScopes scopes, string kinds, string by, DateTimeOffset now) => new()
    {
        Id = registration.Id,
        Display = registration.Display,
        OrganizationId = registration.OrganizationId,
        OrganizationDisplay = registration.OrganizationDisplay,
        Jwks = registration.Jwks,
        RedirectUris = string.Join(' ', registration.RedirectUris.Distinct(StringComparer.Ordinal)),
        Scopes = scopes.ToString(),
        MessageKinds = kinds,
        PurposeOfUse = registration.PurposeOfUse,
        Enabled = registration.Enabled,
        CreatedAt = now,
        UpdatedAt = now,
        UpdatedBy = by,
    };

    private static void Apply(Client client, ClientRegistration registration, AppScopes scopes, string kinds, string by, DateTimeOffset now)
    {
        var wanted = NewClient(registration, scopes, kinds, by, now);
        if (IsSame(client, wanted)) return;
        (client.Display, client.OrganizationId, client.OrganizationDisplay) = (wanted.Display, wanted.OrganizationId, wanted.OrganizationDisplay);
        (client.Jwks, client.Scopes, client.MessageKinds, client.RedirectUris) = (wanted.Jwks, wanted.Scopes, wanted.MessageKinds, wanted.RedirectUris);
        (client.PurposeOfUse, client.Enabled) = (wanted.PurposeOfUse, wanted.Enabled);
        (client.UpdatedAt, client.UpdatedBy) = (now, by);
    }

    private static bool IsSame(Client client, Client wanted) => client.Display == wanted.Display && client.OrganizationId == wanted.OrganizationId
        && client.OrganizationDisplay == wanted.OrganizationDisplay && client.Jwks == wanted.Jwks && client.Scopes == wanted.Scopes && client.RedirectUris == wanted.RedirectUris
        && client.MessageKinds == wanted.MessageKinds && client.PurposeOfUse == wanted.PurposeOfUse && client.Enabled == wanted.Enabled;
}
