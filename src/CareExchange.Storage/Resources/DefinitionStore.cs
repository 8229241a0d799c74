using System.Globalization;
using System.Runtime.CompilerServices;
using CareExchange.Storage.Database;

namespace CareExchange.Storage.Resources;

/// <summary>Stored resources that define something for all of the server: read whole, and again whenever anybody changed one. Thread-safe.</summary>
public sealed class DefinitionStore(StorageDatabase database)
{
    /// <summary>A text that differs after every change of a resource of these types, by whichever node.</summary>
    public async Task<string> StampAsync(IReadOnlyList<string> types, CancellationToken cancellationToken)
    {
        await using var session = await database.ReadTypesAsync(types, cancellationToken);

        // A change adds a row or a version, so the two sums never stand still; times alone would miss what commits late.
        var stamp = await session.FirstAsync(
            new Statement($"SELECT COUNT(*), COALESCE(SUM(version), 0) FROM resource WHERE {session.Dialect.In("type", "$1")}", session.Dialect.Texts([.. types])),
            row => string.Create(CultureInfo.InvariantCulture, $"{row.GetInt64(0)}/{Convert.ToInt64(row.GetValue(1), CultureInfo.InvariantCulture)}"),
            cancellationToken);
        return stamp ?? "";
    }

    /// <summary>The current resources of these types, deleted ones not, those that were changed last at the end.</summary>
    public async IAsyncEnumerable<StoredResource> ReadAsync(IReadOnlyList<string> types, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var session = await database.ReadTypesAsync(types, cancellationToken);
        await using var reader = await session.QueryAsync(
            new Statement(
                $"SELECT {ResourceRows.Columns} FROM resource r WHERE {session.Dialect.In("r.type", "$1")} AND r.deleted = 0 ORDER BY r.updated, r.rid", session.Dialect.Texts([.. types])),
            cancellationToken);
        while (await reader.ReadAsync(cancellationToken)) yield return ResourceRows.Read(reader, session.Dialect.Bodies);
    }
}
