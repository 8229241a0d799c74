using System.Diagnostics;
using System.Globalization;
using System.Text;
using CareExchange.Storage.Database;
using CareExchange.Storage.Protection;
using CareExchange.Storage.Resources;
using CareExchange.Storage.Search;
using Microsoft.Data.Sqlite;

namespace CareExchange.Benchmarks;

/// <summary>One question: what does the store cost over the bare database? The same bytes, the same durability, side by side on one disk.</summary>
/// <remarks>Not BenchmarkDotNet: fsync and concurrency need many callers over seconds, not one call over nanoseconds. Run with <c>-- store [seconds]</c>.</remarks>
public static class StoreAgainstSqlite
{
    private const int Patients = 5000;

    /// <summary>Runs all questions and prints a markdown table.</summary>
    public static async Task RunAsync(double seconds)
    {
        var folder = Path.Combine(Path.GetTempPath(), "careexchange-bench", Guid.NewGuid().ToString("N"));
        var options = new StorageOptions { DataFolder = Path.Combine(folder, "store"), Keys = [new StorageKey("bench", new byte[32])], Readers = 16 };
        await using var database = await StorageDatabase.OpenAsync(options, TimeProvider.System, CancellationToken.None);
        var store = new ResourceStore(database);
        var parser = new SearchQueryParser(database);
        await using var floor = await FloorAsync(Path.Combine(folder, "floor"));
        await FillAsync(store, floor);

        Console.WriteLine("| question | callers | bare ADO.NET /s | store /s | ratio |");
        Console.WriteLine("|---|---:|---:|---:|---:|");
        var number = 0;
        foreach (var callers in (int[])[1, 8, 64])
        {
            using var one = new SemaphoreSlim(1);
            await PrintAsync("put, durable, one commit each", callers, seconds, () => InsertAsync(floor, one, Interlocked.Increment(ref number)), () => PutAsync(store, Interlocked.Increment(ref number)));
        }

        foreach (var callers in (int[])[1, 8])
        {
            var readers = await ReadersAsync(Path.Combine(folder, "floor"), callers);
            await PrintAsync("read by id", callers, seconds, () => SelectAsync(readers), () => store.ReadAsync("Observation", $"o{Random.Shared.Next(Patients)}", CancellationToken.None));
            while (readers.TryTake(out var reader)) await reader.Connection!.DisposeAsync();
        }

        var access = AccessPredicate.Unrestricted;
        await PrintAsync("search patient + code + date", 1, seconds, null, () => store.SearchAsync(
            parser.Parse("Observation", [new("patient", $"p{Random.Shared.Next(Patients)}"), new("code", "http://loinc.org|8867-4"), new("date", "ge2026-01-01")], "b").Value!,
            access,
            CancellationToken.None));
        await database.DisposeAsync();
        await floor.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private static async Task PrintAsync(string question, int callers, double seconds, Func<Task>? bare, Func<Task> store)
    {
        var floor = bare is null ? double.NaN : await MeasureAsync(bare, callers, seconds);
        var own = await MeasureAsync(store, callers, seconds);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {question} | {callers} | {(bare is null ? "" : $"{floor:N0}")} | {own:N0} | {(bare is null ? "" : $"{own / floor:P0}")} |"));
    }

    private static async Task<double> MeasureAsync(Func<Task> work, int callers, double seconds)
    {
        for (var warm = 0; warm < 200; warm++) await work();
        var count = 0L;
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(async () =>
        {
            while (watch.Elapsed.TotalSeconds < seconds)
            {
                await work();
                Interlocked.Increment(ref count);
            }
        })));
        return count / watch.Elapsed.TotalSeconds;
    }

    private static async Task PutAsync(ResourceStore store, int number)
    {
        await using var transaction = await store.BeginAsync(CancellationToken.None);
        await transaction.PutAsync("Observation", $"n{number}", Observation(number), new ResourceTags($"p{number % Patients}", "clinical", "clinic"), null, CancellationToken.None);
        await transaction.CommitAsync(CancellationToken.None);
    }

    // The floor does by hand what can be done by hand: one connection, one prepared insert of the same bytes and as many index rows.
    private static async Task InsertAsync(SqliteConnection connection, SemaphoreSlim one, int number)
    {
        var json = Observation(number);
        await one.WaitAsync();
        try
        {
            await using var transaction = connection.BeginTransaction();
            Insert(connection, transaction, $"n{number}", json);
            await transaction.CommitAsync();
        }
        finally
        {
            one.Release();
        }
    }

    private static void Insert(SqliteConnection connection, SqliteTransaction transaction, string id, byte[] json)
    {
        using var insert = connection.CreateCommand();
        insert.Transaction = transaction;
        insert.CommandText = "INSERT INTO resource (id, json) VALUES ($1, $2)";
        insert.Parameters.AddWithValue("$1", id);
        insert.Parameters.AddWithValue("$2", json);
        insert.ExecuteNonQuery();
        using var index = connection.CreateCommand();
        index.Transaction = transaction;
        index.CommandText = "INSERT INTO idx (param, value, id) VALUES ($1, $2, $3)";
        var param = index.Parameters.AddWithValue("$1", 0);
        index.Parameters.AddWithValue("$2", "some-value-" + id);
        index.Parameters.AddWithValue("$3", id);
        for (var row = 0; row < 12; row++)
        {
            param.Value = row;
            index.ExecuteNonQuery();
        }
    }

    private static Task SelectAsync(System.Collections.Concurrent.ConcurrentBag<SqliteCommand> readers)
    {
        if (!readers.TryTake(out var command)) throw new InvalidOperationException("More callers than readers.");
        command.Parameters[0].Value = $"o{Random.Shared.Next(Patients)}";
        using (var reader = command.ExecuteReader())
        {
            reader.Read();
            _ = reader.GetFieldValue<byte[]>(1);
        }

        readers.Add(command);
        return Task.CompletedTask;
    }

    private static async Task<System.Collections.Concurrent.ConcurrentBag<SqliteCommand>> ReadersAsync(string folder, int count)
    {
        var readers = new System.Collections.Concurrent.ConcurrentBag<SqliteCommand>();
        for (var number = 0; number < count; number++)
        {
            var connection = await ConnectAsync(folder);
            var command = connection.CreateCommand();
            command.CommandText = "SELECT id, json FROM resource WHERE id = $1";
            command.Parameters.AddWithValue("$1", "");
            readers.Add(command);
        }

        return readers;
    }

    private static async Task<SqliteConnection> FloorAsync(string folder)
    {
        Directory.CreateDirectory(folder);
        var connection = await ConnectAsync(folder);
        await using var command = connection.CreateCommand();
        command.CommandText = """
            PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
            CREATE TABLE resource (rid INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, json BLOB NOT NULL);
            CREATE TABLE idx (param INTEGER, value TEXT, id TEXT, PRIMARY KEY (param, value, id)) WITHOUT ROWID;
            """;
        await command.ExecuteNonQueryAsync();
        return connection;
    }

    private static async Task<SqliteConnection> ConnectAsync(string folder)
    {
        var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "floor.db")};Pooling=False");
        await connection.OpenAsync();
        return connection;
    }

    private static async Task FillAsync(ResourceStore store, SqliteConnection floor)
    {
        await using var transaction = await store.BeginAsync(CancellationToken.None);
        await using var bare = floor.BeginTransaction();
        for (var number = 0; number < Patients; number++)
        {
            await transaction.PutAsync("Observation", $"o{number}", Observation(number), new ResourceTags($"p{number}", "clinical", "clinic"), null, CancellationToken.None);
            Insert(floor, bare, $"o{number}", Observation(number));
        }

        await transaction.CommitAsync(CancellationToken.None);
        await bare.CommitAsync();
    }

    private static byte[] Observation(int number) => Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $$"""
        {"resourceType":"Observation","identifier":[{"system":"urn:bench","value":"{{number}}"}],"status":"final",
        "category":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/observation-category","code":"vital-signs","display":"Vital Signs"}]}],
        "code":{"coding":[{"system":"http://loinc.org","code":"8867-4","display":"Heart rate"}],"text":"심박수"},
        "subject":{"reference":"Patient/p{{number % Patients}}"},"performer":[{"reference":"Organization/hongje-homecare"}],
        "effectiveDateTime":"2026-03-{{(number % 28) + 1:00}}T09:30:00+09:00","issued":"2026-03-28T09:30:00.000+09:00",
        "valueQuantity":{"value":{{60 + (number % 40)}},"unit":"beats/minute","system":"http://unitsofmeasure.org","code":"/min"},
        "note":[{"text":"{{new string('x', 1000)}}"}]}
        """));
}
