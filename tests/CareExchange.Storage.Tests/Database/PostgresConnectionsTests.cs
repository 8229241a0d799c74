using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Storage.Audit;
using CareExchange.Storage.Database;
using CareExchange.Storage.Resources;
using CareExchange.Storage.Search;
using Npgsql;

namespace CareExchange.Storage.Tests.Database;

/// <summary>The few connections of a gateway on PostgreSQL: whoever comes waits for a turn and for nobody who waits for them, and connections that end are made anew.</summary>
public sealed class PostgresConnectionsTests
{
    private const int Many = 200;

    public static IEnumerable<TheoryDataRow<DatabaseKind>> OnPostgres => new Databases().Where(static row => row.Data == DatabaseKind.Postgres);

    [Theory]
    [MemberData(nameof(OnPostgres))]
    public async Task Many_searches_need_few_connections_and_each_has_its_own_answer(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        await using var gateway = await OpenAsync(store, poolSize: 25);
        for (var number = 0; number < 5; number++) await store.PutAsync("Observation", $"o{number}", $$$"""{"resourceType":"Observation","code":{"coding":[{"code":"c{{{number}}}"}]}}""");

        var answers = await Task.WhenAll(Enumerable.Range(0, Many).Select(number => gateway.Resources.SearchAsync(store.Query("Observation", $"code=c{number % 5}"), AccessPredicate.Unrestricted, default)));

        for (var number = 0; number < Many; number++) Assert.Equal($"o{number % 5}", Assert.Single(answers[number].Matches).Id);

        // Three for searches; opening took one for the migrations.
        Assert.InRange((await ConnectionsAsync(store, gateway.Name)).Count, 1, 4);
    }

    [Theory]
    [MemberData(nameof(OnPostgres))]
    public async Task A_transaction_reads_searches_streams_and_is_looked_at_while_every_other_waits_for_its_turn(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        await using var gateway = await OpenAsync(store, poolSize: 1);
        await store.PutAsync("Observation", "o1", """{"resourceType":"Observation"}""");
        var first = await gateway.Resources.BeginAsync(default);
        Assert.Null(await first.ReadAsync("Observation", "none", default));
        await using var second = await gateway.Resources.BeginAsync(default);
        var waits = second.ReadAsync("Observation", "o1", default);

        await foreach (var streamed in gateway.Resources.ReadCompartmentAsync("p1", default))
        {
            Assert.Equal("o1", streamed.Id);
            Assert.Single((await gateway.Resources.SearchAsync(store.Query("Observation", "_id=o1"), AccessPredicate.Unrestricted, default)).Matches);
            Assert.Equal("o1", (await gateway.Resources.ReadAsync("Observation", "o1", default))?.Id);
            await gateway.Resources.AppendAuditAsync([Row("a1")], default);
        }

        Assert.False(waits.IsCompleted);
        await first.DisposeAsync();
        Assert.Equal("o1", (await waits)?.Id);
    }

    [Theory]
    [MemberData(nameof(OnPostgres))]
    public async Task Reads_go_on_where_the_database_has_ended_every_connection(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        await using var gateway = await OpenAsync(store, poolSize: 40);
        await store.PutAsync("Observation", "o1", """{"resourceType":"Observation"}""");
        for (var turn = 0; turn < 3; turn++)
        {
            await Task.WhenAll(Enumerable.Range(0, Many).Select(number => ReadAsync(number)));
            await EndAllAsync(store, gateway.Name);
        }

        await Task.WhenAll(Enumerable.Range(0, Many).Select(number => ReadAsync(number)));

        async Task ReadAsync(int number)
        {
            if (number % 4 == 0) Assert.Single((await gateway.Resources.SearchAsync(store.Query("Observation", "_id=o1"), AccessPredicate.Unrestricted, default)).Matches);
            else Assert.Equal("o1", (await gateway.Resources.ReadAsync("Observation", "o1", "Consent", "consent", default)).Resource?.Id);
        }
    }

    [Theory]
    [MemberData(nameof(OnPostgres))]
    public async Task Readers_notice_nothing_while_every_connection_is_ended_again_and_again(DatabaseKind kind)
    {
        const int Readers = 48, Ends = 25;
        await using var store = await TestStore.OpenAsync(kind);
        await using var gateway = await OpenAsync(store, poolSize: 40);
        await store.PutAsync("Observation", "o1", """{"resourceType":"Observation"}""");
        var (read, ended) = (0, false);
        var readers = Enumerable.Range(0, Readers).Select(number => Task.Run(() => ReadAsync(number))).ToArray();

        // Connections are ended while they read and while they wait: each time after every reader has come by again, so most are kept by then.
        for (var turn = 1; turn <= Ends; turn++)
        {
            while (Volatile.Read(ref read) < turn * Readers * 4 && !readers.Any(static reader => reader.IsCompleted)) await Task.Yield();
            await EndAllAsync(store, gateway.Name);
        }

        Volatile.Write(ref ended, true);
        await Task.WhenAll(readers);
        Assert.True(read >= Ends * Readers * 4);

        async Task ReadAsync(int number)
        {
            for (; !Volatile.Read(ref ended); Interlocked.Increment(ref read))
            {
                switch (number % 3)
                {
                    case 0:
                        Assert.Single((await gateway.Resources.SearchAsync(store.Query("Observation", "_id=o1"), AccessPredicate.Unrestricted, default)).Matches);
                        break;
                    case 1:
                        Assert.Equal("o1", (await gateway.Resources.ReadAsync("Observation", "o1", "Consent", "consent", default)).Resource?.Id);
                        break;
                    default:
                        await using (var session = await gateway.Database.ReadAsync(default))
                        await using (var rows = await session.QueryAsync(new Statement("SELECT id FROM resource"), default))
                        {
                            Assert.True(await rows.ReadAsync(default));
                            Assert.Equal("o1", rows.GetString(0));
                        }

                        break;
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(OnPostgres))]
    public async Task Of_writes_whose_connections_are_ended_each_one_that_was_acknowledged_stands_whole_and_each_other_is_told_to_come_again(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        await using var gateway = await OpenAsync(store, poolSize: 40);
        var acknowledged = new List<string>();
        for (var turn = 0; turn < 4; turn++)
        {
            var writes = Enumerable.Range(0, Many).Select(number => WriteAsync($"o{turn}-{number}")).ToArray();
            await EndAllAsync(store, gateway.Name);
            acknowledged.AddRange((await Task.WhenAll(writes)).OfType<string>());
        }

        Assert.Equal("last", await WriteAsync("last") ?? await WriteAsync("last"));
        foreach (var id in acknowledged) Assert.NotNull(await store.Resources.ReadAsync("Observation", id, default));
        var stored = await store.CountAsync("resource");
        Assert.InRange(stored, acknowledged.Count + 1, (4 * Many) + 1);

        // A version and its place in the trail are one commit: what stands has both, what does not has neither.
        var trail = await store.Audits.VerifyAsync(default);
        Assert.Null(trail.Break);
        Assert.Equal(stored, trail.Entries);

        async Task<string?> WriteAsync(string id)
        {
            try
            {
                return (await gateway.Resources.WriteAsync([Prepare(gateway.Resources, id).New()], person: null, [Row(id)], default)).Value ? id : null;
            }
            catch (Exception problem) when (StorageFault.IsUnavailable(problem))
            {
                return null;
            }
        }
    }

    [Theory]
    [MemberData(nameof(OnPostgres))]
    public async Task Where_the_database_has_no_connection_left_everybody_is_told_to_come_again_and_goes_on_as_soon_as_it_has(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        await store.PutAsync("Observation", "o1", """{"resourceType":"Observation"}""");
        var (role, schema) = ("r" + Guid.NewGuid().ToString("N"), new NpgsqlConnectionStringBuilder(store.Database.Options.PostgresConnection).SearchPath);
        await store.TamperAsync($"CREATE ROLE {role} LOGIN PASSWORD '{role}' CONNECTION LIMIT 1");
        foreach (var what in (string[])["SCHEMA", "ALL TABLES IN SCHEMA", "ALL SEQUENCES IN SCHEMA"]) await store.TamperAsync($"GRANT ALL ON {what} {schema} TO {role}");
        await using (var gateway = await OpenAsync(store, poolSize: 40, role))
        {
            await using (var holder = await gateway.Resources.BeginAsync(default))
            {
                Assert.NotNull(await holder.ReadAsync("Observation", "o1", default));
                var told = await Task.WhenAll(Enumerable.Range(0, Many).Select(number => AskAsync(gateway, number, $"held{number}")));
                Assert.DoesNotContain(true, told);
                Assert.Equal(1, await store.CountAsync("resource"));
            }

            for (var number = 0; number < 4; number++) Assert.True(await AskAsync(gateway, number, $"one{number}"));
            await store.TamperAsync($"ALTER ROLE {role} CONNECTION LIMIT -1");
            Assert.DoesNotContain(false, await Task.WhenAll(Enumerable.Range(0, Many).Select(number => AskAsync(gateway, number, $"many{number}"))));
            Assert.Equal(1 + 1 + (Many / 4), await store.CountAsync("resource"));
        }

        await store.TamperAsync($"DROP OWNED BY {role}");
        await store.TamperAsync($"DROP ROLE {role}");
    }

    // False where the caller was told that the database is away for now; whatever else goes wrong is no answer to anybody.
    private static async Task<bool> AskAsync(Gateway gateway, int number, string id)
    {
        try
        {
            switch (number % 4)
            {
                case 0: return (await gateway.Resources.WriteAsync([Prepare(gateway.Resources, id).New()], person: null, [Row(id)], default)).Value;
                case 1: return await gateway.Resources.ReadAsync("Observation", "o1", default) is not null;
                case 2: return (await gateway.Resources.SearchAsync(new SearchRequest("Observation", []) { Count = 1, RequesterKey = "r1" }, AccessPredicate.Unrestricted, default)).Matches.Count == 1;
                default:
                    await gateway.Resources.AppendAuditAsync([Row(id)], default);
                    return true;
            }
        }
        catch (Exception problem) when (StorageFault.IsUnavailable(problem))
        {
            return false;
        }
    }

    private static AuditRow Row(string id) => new(id, DateTimeOffset.UnixEpoch, "create", "permit", "nurse", null, "p1", """{"resourceType":"AuditEvent"}"""u8.ToArray());

    private static PreparedResource Prepare(ResourceStore resources, string id) =>
        resources.Prepare(FhirDocument.Parse("""{"resourceType":"Observation"}"""u8.ToArray(), Schema.R4).Value!, id, TestStore.Tags).Value!;

    private static async Task<Gateway> OpenAsync(TestStore store, int poolSize, string? role = null)
    {
        var name = "gateway" + Guid.NewGuid().ToString("N");
        var connection = new NpgsqlConnectionStringBuilder(store.Database.Options.PostgresConnection) { ApplicationName = name, MaxPoolSize = poolSize };
        if (role is not null) (connection.Username, connection.Password) = (role, role);
        var database = await StorageDatabase.OpenAsync(store.Database.Options with { PostgresConnection = connection.ToString() }, store.Clock, default);
        return new(name, database, new ResourceStore(database));
    }

    private static async Task<IReadOnlyList<int>> ConnectionsAsync(TestStore store, string name)
    {
        await using var session = await store.Database.ReadAsync(default);
        return await session.ListAsync(new Statement("SELECT pid FROM pg_stat_activity WHERE application_name = $1", name), row => row.GetInt32(0), default);
    }

    private static async Task EndAllAsync(TestStore store, string name)
    {
        await using var session = await store.Database.ReadAsync(default);
        await session.ListAsync(new Statement("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = $1", name), row => row.GetBoolean(0), default);
    }

    private sealed record Gateway(string Name, StorageDatabase Database, ResourceStore Resources) : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => Database.DisposeAsync();
    }
}
