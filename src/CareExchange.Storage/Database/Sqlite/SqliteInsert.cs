using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace CareExchange.Storage.Database.Sqlite;

/// <summary>Many rows of one table through one statement, bound and stepped without the driver's parameter objects.</summary>
internal static class SqliteInsert
{
    /// <exception cref="LoadConflictException">A row is there already.</exception>
    public static void Run(SqliteConnection connection, TableShape table, IReadOnlyList<object[]> rows, CancellationToken cancellationToken)
    {
        if (rows.Count == 0) return;
        var handle = connection.Handle ?? throw new InvalidOperationException("The database is not open.");
        var sql = table.Sql("sqlite-insert-many", static t =>
            $"INSERT INTO {t.Name} ({string.Join(", ", t.Columns.Select(column => column.Name))}) VALUES ({string.Join(", ", t.Columns.Select((_, place) => $"?{place + 1}"))})");
        Check(handle, raw.sqlite3_prepare_v2(handle, sql, out var statement));
        using (statement)
        {
            foreach (var row in rows)
            {
                cancellationToken.ThrowIfCancellationRequested();
                for (var column = 0; column < row.Length; column++) Check(handle, Bind(statement, column + 1, row[column]));
                var code = raw.sqlite3_step(statement);
                if (code != raw.SQLITE_DONE) Check(handle, code);
                raw.sqlite3_reset(statement);
            }
        }
    }

    private static int Bind(sqlite3_stmt statement, int place, object value) => value switch
    {
        long number => raw.sqlite3_bind_int64(statement, place, number),
        int number => raw.sqlite3_bind_int(statement, place, number),
        string text => raw.sqlite3_bind_text(statement, place, text),
        double number => raw.sqlite3_bind_double(statement, place, number),
        DBNull => raw.sqlite3_bind_null(statement, place),
        _ => raw.sqlite3_bind_blob(statement, place, (byte[])value),
    };

    private static void Check(sqlite3 handle, int code)
    {
        if (code == raw.SQLITE_OK) return;
        var problem = new SqliteException(raw.sqlite3_errmsg(handle).utf8_to_string(), code, raw.sqlite3_extended_errcode(handle));
        throw code == raw.SQLITE_CONSTRAINT ? new LoadConflictException("A row is there already.", problem) : problem;
    }
}
