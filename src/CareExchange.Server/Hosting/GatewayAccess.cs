using CareExchange.Exchange.Audit;
using CareExchange.Exchange.Consent;
using CareExchange.Exchange.Requests;
using CareExchange.Identity.Clients;
using CareExchange.Identity.Hosting;
using CareExchange.Identity.Registrations;
using CareExchange.Identity.Scopes;
using CareExchange.Identity.Settings;
using CareExchange.Identity.Staff;
using CareExchange.Storage.Database;
using CareExchange.Storage.Resources;

namespace CareExchange.Server.Hosting;

/// <summary>Who may use a gateway, changed beside it: over its database, without its doors. A gateway that runs sees a change within seconds.</summary>
public sealed class GatewayAccess : IAsyncDisposable
{
    private readonly StorageDatabase _database;
    private readonly ServiceProvider _services;

    private GatewayAccess(StorageDatabase database, ServiceProvider services) => (_database, _services) = (database, services);

    private StaffAccounts Accounts => _services.GetRequiredService<StaffAccounts>();

    private ClientRegistry Registry => _services.GetRequiredService<ClientRegistry>();

    /// <summary>Opens the database of a gateway.</summary>
    /// <exception cref="InvalidDataException">Its key file is missing or wrong.</exception>
    public static async Task<GatewayAccess> OpenAsync(GatewayOptions options, TimeProvider clock, CancellationToken cancellationToken)
    {
        var keys = await KeyFile.OpenExistingAsync(options.KeyPath, clock, cancellationToken);
        var packages = await PackageFolder.LoadAsync(options.PackagesFolder ?? Path.Combine(options.DataFolder, "packages"), options.Packages, cancellationToken);
        var storage = options.StorageOf(keys, packages.Schema);
        var database = await StorageDatabase.OpenAsync(storage, clock, cancellationToken);
        var services = new ServiceCollection().AddLogging().AddSingleton(clock).AddSingleton(database).AddSingleton<ResourceStore>().AddSingleton<AuditTrail>()
            .AddSingleton(provider => new ScopeConstraints(new ConsentDecider(provider.GetRequiredService<ResourceStore>(), [], clock).Understands));

        // Nobody is answered here: the address is never said.
        services.AddIdentity(
            new IdentityOptions { Issuer = options.Url.TrimEnd('/'), MasterKey = keys.Identity, OlderMasterKeys = keys.IdentityOlder, OlderHashKeys = keys.IdentityHashes },
            provider => (happened, cancel) => IdentityAudit.RecordAsync(provider.GetRequiredService<AuditTrail>(), happened, cancel));
        return new GatewayAccess(database, services.BuildServiceProvider());
    }

    /// <summary>All staff in the order of their names, with every grant they ever held.</summary>
    public async Task<IReadOnlyList<StaffEntry>> ListStaffAsync(CancellationToken cancellationToken) =>
        [.. (await Accounts.ListAsync(cancellationToken)).Select(account => new StaffEntry(
            account.Name, account.Display, account.Enabled, account.HasSecondFactor,
            [.. account.Grants.Select(grant => new GrantEntry(
                grant.Role, grant.OrganizationId, grant.ValidFrom, grant.EndedAt ?? grant.ValidUntil, grant.GrantedBy, grant.EndedBy))]))];

    /// <summary>All clients in the order of their ids.</summary>
    public async Task<IReadOnlyList<ClientEntry>> ListClientsAsync(CancellationToken cancellationToken) =>
        [.. (await Registry.ListAsync(cancellationToken)).Select(client => new ClientEntry(
            client.Id, client.Display, client.OrganizationId, client.Scopes, client.Enabled, client.UpdatedAt, client.UpdatedBy))];

    /// <summary>Registers a member of staff, or brings what is registered up to date; false when nothing changed.</summary>
    /// <exception cref="InvalidDataException">The registration is refused; the message says why.</exception>
    public async Task<bool> RegisterAsync(StaffOptions staff, string by, CancellationToken cancellationToken) =>
        Demand(await Accounts.UpsertAsync(Of(staff), by, cancellationToken)).Changed;

    /// <summary>Registers a machine client or an app, or brings what is registered up to date; false when nothing changed.</summary>
    /// <exception cref="InvalidDataException">The registration is refused; the message says why.</exception>
    public async Task<bool> RegisterAsync(ClientOptions client, string by, CancellationToken cancellationToken) =>
        Demand(await Registry.UpsertAsync(Of(client), by, cancellationToken)).Changed;

    /// <summary>Lets an account sign in, or ends its sessions and lets it no more; false when nothing changed or nobody has the name.</summary>
    public Task<bool> EnableStaffAsync(string name, bool isEnabled, string by, CancellationToken cancellationToken) => Accounts.EnableAsync(name, isEnabled, by, cancellationToken);

    /// <summary>Gives a client tokens, or stops those it has; false when nothing changed or nobody has the id.</summary>
    public Task<bool> EnableClientAsync(string id, bool isEnabled, string by, CancellationToken cancellationToken) => Registry.EnableAsync(id, isEnabled, by, cancellationToken);

    /// <summary>Takes the device of somebody who lost it away; false when nobody has the name, or no device is known.</summary>
    public Task<bool> RemoveSecondFactorAsync(string name, string by, CancellationToken cancellationToken) => Accounts.RemoveFactorAsync(name, by, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _database.DisposeAsync();
    }

    internal static StaffRegistration Of(StaffOptions staff)
    {
        var grant = new GrantRegistration(staff.Role, staff.OrganizationId, staff.OrganizationDisplay);
        if (staff.PurposeOfUse is { } purpose) grant = grant with { PurposeOfUse = purpose };
        return new(staff.Name, staff.Display) { Password = staff.Password, FhirUser = staff.FhirUser ?? (staff.Role == RequesterRole.Person ? $"Patient/{staff.OrganizationId}" : null), Grants = [grant] };
    }

    internal static ClientRegistration Of(ClientOptions client) => new(client.Id, client.Display)
    {
        OrganizationId = client.OrganizationId,
        OrganizationDisplay = client.OrganizationDisplay,
        Jwks = client.Jwks ?? "",
        Scopes = client.Scopes,
        RedirectUris = client.RedirectUris,
        LaunchUri = client.LaunchUri,
        Certificates = client.Certificates,
    };

    internal static RegistrationResult Demand(RegistrationResult result) =>
        result.Succeeded ? result : throw new InvalidDataException(string.Join(' ', result.Problems.Select(problem => problem.English)));
}
