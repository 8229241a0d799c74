using CareExchange.Storage.Database;
using CareExchange.Storage.Resources;
using Npgsql;

namespace CareExchange.Storage.Tests.Database;

/// <summary>Reads that are asked for in one moment share round trips: each has its own answer, and they need few connections.</summary>
public sealed class PostgresReadsTests
{
    private const int Many = 300;
    private const int Stored = 20;

    public static IEnumerable<TheoryDataRow<DatabaseKind>> OnPostgres => new Databases().Where(static row => row.Data == DatabaseKind.Postgres);

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task Each_of_many_reads_at_once_has_its_own_answer(DatabaseKind kind)
    {
        await using var store = await StoreAsync(kind);

        var answers = await Task.WhenAll(Enumerable.Range(0, Many).Select(number => ReadAsync(store.Resources, Id(number))));

        for (var number = 0; number < Many; number++) Assert.Equal(number % (2 * Stored) < Stored ? Id(number) : null, answers[number]?.Id);
    }

    [Theory]
    [MemberData(nameof(OnPostgres))]
    public async Task A_read_that_cannot_be_asked_is_told_and_spoils_no_neighbour(DatabaseKind kind)
    {
        await using var store = await StoreAsync(kind);

        var answers = Enumerable.Range(0, Many).Select(number => ReadAsync(store.Resources, number == Many / 2 ? "no\0text" : Id(number % Stored))).ToArray();

        for (var number = 0; number < Many; number++)
        {
            if (number == Many / 2) await Assert.ThrowsAsync<PostgresException>(() => answers[number]);
            else Assert.Equal(Id(number % Stored), (await answers[number])?.Id);
        }
    }

    [Theory]
    [MemberData(nameof(OnPostgres))]
    public async Task Many_readers_need_few_connections(DatabaseKind kind)
    {
        await using var store = await StoreAsync(kind);
        var name = "reads" + Guid.NewGuid().ToString("N");
        var options = store.Database.Options with { PostgresConnection = new NpgsqlConnectionStringBuilder(store.Database.Options.PostgresConnection) { ApplicationName = name }.ToString() };
        await using var beside = await StorageDatabase.OpenAsync(options, store.Clock, default);
        var resources = new ResourceStore(beside);

        await Task.WhenAll(Enumerable.Range(0, Many).Select(number => ReadAsync(resources, Id(number))));

        // Four for the reads; opening took one for itself and one for the migrations.
        await using var session = await store.Database.ReadAsync(default);
        Assert.InRange(await session.FirstAsync(new Statement("SELECT count(*) FROM pg_stat_activity WHERE application_name = $1", name), row => row.GetInt64(0), default), 1, 6);
    }

    private static async Task<TestStore> StoreAsync(DatabaseKind kind)
    {
        var store = await TestStore.OpenAsync(kind);
        for (var number = 0; number < Stored; number++) await store.PutAsync("Observation", Id(number), """{"resourceType":"Observation"}""");
        return store;
    }

    private static string Id(int number) => $"o{number % (2 * Stored)}";

    private static async Task<StoredResource?> ReadAsync(ResourceStore resources, string id) => (await resources.ReadAsync("Observation", id, "Consent", "consent", default)).Resource;
}
