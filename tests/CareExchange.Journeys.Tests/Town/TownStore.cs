using CareExchange.Cli.Town;
using CareExchange.Journeys.Tests.World;
using CareExchange.Server.Hosting;
using CareExchange.Storage.Resources;
using CareExchange.Storage.Search;
using Microsoft.Extensions.DependencyInjection;

namespace CareExchange.Journeys.Tests.Town;

/// <summary>A town of two hundred persons, made and loaded as <c>careexchange town</c> and <c>careexchange load</c> do, in one of the databases.</summary>
public abstract class TownStore : IAsyncLifetime
{
    private const ulong Seed = 20260327;

    private ProcessWorld? _world;
    private Gateway? _gateway;

    /// <summary>How many live in it.</summary>
    public const int Persons = 200;

    /// <summary>True for PostgreSQL.</summary>
    protected abstract bool IsPostgres { get; }

    /// <summary>True where there is something to search.</summary>
    public bool IsThere => _gateway is not null;

    /// <summary>Those who live in it, as the generator knows them.</summary>
    internal static IReadOnlyList<TownPerson> People { get; } = [.. Enumerable.Range(1, Persons).Select(number => new TownPerson(Seed, number))];

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        if (IsPostgres && !ProcessWorld.HasPostgres) return;
        _world = await ProcessWorld.OpenAsync(IsPostgres);
        var folder = Path.Combine(_world.Folder, "town");
        var made = await TownCommand.WriteAsync(folder, Persons, Seed, TestContext.Current.CancellationToken);
        var options = new GatewayOptions { DataFolder = Path.Combine(_world.Folder, "data"), PostgresConnection = _world.Postgres, Url = "http://127.0.0.1:0" };
        var request = new LoadRequest([.. Directory.GetFiles(Path.Combine(folder, "fhir")).Order(StringComparer.Ordinal).Select(file => new FileInfo(file))], "seodaemun", "서대문구") { Errors = new(Path.Combine(_world.Folder, "errors.ndjson")) };
        var loaded = await GatewayLoad.RunAsync(options, request, null, TimeProvider.System, TestContext.Current.CancellationToken);
        Assert.Equal((made, 0L), (loaded.Created, loaded.Refused));
        _gateway = await Gateway.StartAsync(options, TimeProvider.System, TestContext.Current.CancellationToken);
    }

    /// <summary>All matches of a search, page after page, with the total that the first page said.</summary>
    public async Task<(IReadOnlyList<StoredResource> Matches, long Total)> SearchAsync(string type, string query)
    {
        List<StoredResource> matches = [];
        long? total = null;
        IReadOnlyList<KeyValuePair<string, string>> asked = [.. QueryOf(query), new("_total", "accurate")];
        while (true)
        {
            var parsed = _gateway!.Services.GetRequiredService<SearchQueryParser>().Parse(type, asked, "test");
            Assert.True(parsed.Succeeded, string.Join("; ", parsed.Issues));
            var page = await _gateway.Services.GetRequiredService<ResourceStore>().SearchAsync(parsed.Value!, AccessPredicate.Unrestricted, TestContext.Current.CancellationToken);
            matches.AddRange(page.Matches);
            total ??= page.Total;
            if (page.NextCursor is not { } cursor) return (matches, total ?? -1);
            asked = [new("_cursor", cursor)];
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_gateway is not null) await _gateway.DisposeAsync();
        if (_world is not null) await _world.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private static IEnumerable<KeyValuePair<string, string>> QueryOf(string query) => query.Split('&', StringSplitOptions.RemoveEmptyEntries)
        .Select(pair => new KeyValuePair<string, string>(Uri.UnescapeDataString(pair[..pair.IndexOf('=', StringComparison.Ordinal)]), Uri.UnescapeDataString(pair[(pair.IndexOf('=', StringComparison.Ordinal) + 1)..])));
}

/// <summary>The town in SQLite.</summary>
public sealed class SqliteTown : TownStore
{
    /// <inheritdoc/>
    protected override bool IsPostgres => false;
}

/// <summary>The town in PostgreSQL.</summary>
public sealed class PostgresTown : TownStore
{
    /// <inheritdoc/>
    protected override bool IsPostgres => true;
}
