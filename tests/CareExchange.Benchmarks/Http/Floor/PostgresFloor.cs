using Npgsql;
using NpgsqlTypes;

namespace CareExchange.Benchmarks.Http.Floor;

/// <summary>PostgreSQL by hand: pooled connections, prepared statements, COPY for many rows.</summary>
internal sealed class PostgresFloor : IFloorStore
{
    private readonly NpgsqlDataSource _source;
    private long _row;

    private PostgresFloor(NpgsqlDataSource source, long row) => (_source, _row) = (source, row);

    public static async Task<PostgresFloor> OpenAsync(string connectionString)
    {
        var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString) { MaxAutoPrepare = 50, AutoPrepareMinUsages = 2 });
        await using var create = source.CreateCommand("""
            CREATE TABLE IF NOT EXISTS resource (rid bigint PRIMARY KEY, type text COLLATE "C" NOT NULL, id text COLLATE "C" NOT NULL, person text COLLATE "C" NOT NULL, json bytea NOT NULL);
            CREATE INDEX IF NOT EXISTS resource_identity ON resource (type, id);
            CREATE TABLE IF NOT EXISTS entry (name text COLLATE "C" NOT NULL, value text COLLATE "C" NOT NULL, rid bigint NOT NULL, PRIMARY KEY (name, value, rid));
            """);
        await create.ExecuteNonQueryAsync();
        await using var last = source.CreateCommand("SELECT coalesce(max(rid), 0) FROM resource");
        return new(source, (long)(await last.ExecuteScalarAsync())!);
    }

    public async ValueTask<byte[]?> ReadAsync(string type, string id)
    {
        await using var connection = await _source.OpenConnectionAsync();
        await using var command = Command(connection, "SELECT json FROM resource WHERE type = $1 AND id = $2", type, id);
        await using var reader = await command.ExecuteReaderAsync();
        return await reader.ReadAsync() ? reader.GetFieldValue<byte[]>(0) : null;
    }

    public async Task CreateAsync(string type, string id, byte[] json)
    {
        await using var connection = await _source.OpenConnectionAsync();
        await using var command = Command(connection, "INSERT INTO resource (rid, type, id, person, json) VALUES ($1, $2, $3, '', $4)", Interlocked.Increment(ref _row), type, id, json);
        await command.ExecuteNonQueryAsync();
    }

    public async Task LoadAsync(IReadOnlyList<FloorRow> rows)
    {
        var first = Interlocked.Add(ref _row, rows.Count) - rows.Count + 1;
        await using var connection = await _source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var copy = await connection.BeginBinaryImportAsync("COPY resource (rid, type, id, person, json) FROM STDIN (FORMAT BINARY)"))
        {
            for (var at = 0; at < rows.Count; at++)
            {
                await copy.StartRowAsync();
                await copy.WriteAsync(first + at, NpgsqlDbType.Bigint);
                await copy.WriteAsync(rows[at].Type, NpgsqlDbType.Text);
                await copy.WriteAsync(rows[at].Id, NpgsqlDbType.Text);
                await copy.WriteAsync(rows[at].Person, NpgsqlDbType.Text);
                await copy.WriteAsync(rows[at].Json, NpgsqlDbType.Bytea);
            }

            await copy.CompleteAsync();
        }

        await using (var copy = await connection.BeginBinaryImportAsync("COPY entry (name, value, rid) FROM STDIN (FORMAT BINARY)"))
        {
            for (var at = 0; at < rows.Count; at++)
            {
                foreach (var (name, value) in rows[at].Index.Distinct())
                {
                    await copy.StartRowAsync();
                    await copy.WriteAsync(name, NpgsqlDbType.Text);
                    await copy.WriteAsync(value, NpgsqlDbType.Text);
                    await copy.WriteAsync(first + at, NpgsqlDbType.Bigint);
                }
            }

            await copy.CompleteAsync();
        }

        await transaction.CommitAsync();
    }

    public async ValueTask<List<byte[]>> SearchAsync(FloorSearch search, string[] values)
    {
        await using var connection = await _source.OpenConnectionAsync();
        await using var command = Command(connection, search.Sql, [.. values]);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<byte[]>();
        while (await reader.ReadAsync()) rows.Add(reader.GetFieldValue<byte[]>(0));
        return rows;
    }

    public ValueTask DisposeAsync() => _source.DisposeAsync();

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql, params object[] values)
    {
#pragma warning disable CA2100 // Texts come from this assembly; values are always parameters.
        var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        foreach (var value in values) command.Parameters.Add(new NpgsqlParameter { Value = value });
        return command;
    }
}
