using System.Data.Common;
using CareExchange.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace CareExchange.Storage.Accounts;

/// <summary>Registered machine clients.</summary>
public sealed class ClientStore(StorageDatabase database)
{
    private const string Columns =
        "id, display, organization_id, organization_display, jwks, scopes, purpose_of_use, enabled, created_at, updated_at, updated_by, redirect_uris, certificates, launch_uri";

    /// <summary>The client, disabled ones included, or null.</summary>
    public async Task<Client?> FindAsync(string id, CancellationToken cancellationToken)
    {
        // Asked for tokens and, every few seconds, for requests: not worth waking EF Core for.
        await using var session = await database.ReadBrieflyAsync(cancellationToken);
        return await session.FirstAsync(new Statement($"SELECT {Columns} FROM clients WHERE id = $1", id), Read, cancellationToken);
    }

    /// <summary>All clients in id order.</summary>
    public async Task<IReadOnlyList<Client>> ListAsync(CancellationToken cancellationToken)
    {
        // Asked at every start.
        await using var session = await database.ReadCommittedAsync(cancellationToken);
        return await session.ListAsync(new Statement($"SELECT {Columns} FROM clients ORDER BY id"), Read, cancellationToken);
    }

    /// <summary>The enabled apps that pages can open, in id order.</summary>
    public async Task<IReadOnlyList<Client>> ListLaunchedAsync(CancellationToken cancellationToken)
    {
        await using var context = database.CreateContext();
        return await context.Set<Client>().AsNoTracking().Where(client => client.Enabled && client.LaunchUri != "").OrderBy(client => client.Id).ToListAsync(cancellationToken);
    }

    /// <summary>Keeps a new client; fails when the id is taken.</summary>
    public async Task AddAsync(Client client, CancellationToken cancellationToken)
    {
        await using var context = database.CreateContext();
        context.Add(client);
        await context.SaveChangesAsync(cancellationToken);
    }

    /// <summary>Applies <paramref name="change"/> to the stored client; false when nothing differs afterwards or no such client exists.</summary>
    public async Task<bool> ChangeAsync(string id, Action<Client> change, CancellationToken cancellationToken)
    {
        await using var context = database.CreateContext();
        var client = await context.Set<Client>().SingleOrDefaultAsync(stored => stored.Id == id, cancellationToken);
        if (client is null) return false;
        change(client);
        return await context.SaveChangesAsync(cancellationToken) > 0;
    }

    private static Client Read(DbDataReader row) => new()
    {
        Id = row.GetString(0),
        Display = row.GetString(1),
        OrganizationId = row.GetString(2),
        OrganizationDisplay = row.GetString(3),
        Jwks = row.GetString(4),
        Scopes = row.GetString(5),
        PurposeOfUse = row.GetString(6),
        Enabled = row.GetBoolean(7),
        CreatedAt = DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(8)),
        UpdatedAt = DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(9)),
        UpdatedBy = row.GetString(10),
        RedirectUris = row.GetString(11),
        Certificates = row.GetString(12),
        LaunchUri = row.GetString(13),
    };
}
