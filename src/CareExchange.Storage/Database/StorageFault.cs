using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Npgsql;
using SQLitePCL;

namespace CareExchange.Storage.Database;

/// <summary>Tells a database that is away for now from one that was asked wrongly.</summary>
public static class StorageFault
{
    /// <summary>True where the same request may well succeed later: the disk is full or read-only, the database is locked, gone, starting
    /// or stopping, or the writer was not had in time.</summary>
    public static bool IsUnavailable(Exception problem)
    {
        for (var cause = problem; cause is not null; cause = cause.InnerException)
        {
            if (cause is TimeoutException or SqliteException { SqliteErrorCode: raw.SQLITE_BUSY or raw.SQLITE_LOCKED or raw.SQLITE_READONLY or raw.SQLITE_IOERR or raw.SQLITE_FULL or raw.SQLITE_CANTOPEN }) return true;
            if (cause is PostgresException { SqlState: var state }) return IsUnavailable(state);
            if (cause is NpgsqlException { IsTransient: true }) return true;

            // The driver's own faults without a state are those of its connection.
            if (cause is NpgsqlException and DbException { SqlState: null }) return true;
        }

        return false;
    }

    /// <summary>What the database itself calls a problem: an SQLSTATE, or a number of SQLite's; null where it was not the database that said so.</summary>
    public static string? CodeOf(Exception problem)
    {
        for (var cause = problem; cause is not null; cause = cause.InnerException)
        {
            if (cause is SqliteException lite) return lite.SqliteExtendedErrorCode.ToString(CultureInfo.InvariantCulture);
            if (cause is DbException { SqlState: { } state }) return state;
        }

        return null;
    }

    /// <summary>Whether a problem is of one statement's values, or of transactions that met each other, and not of the database: alone, its neighbours may well succeed.</summary>
    internal static bool IsOfOne(Exception problem) => problem is LoadConflictException || (problem is DbException { SqlState: { } state }
        && (state.StartsWith("22", StringComparison.Ordinal) || state.StartsWith("23", StringComparison.Ordinal) || state.StartsWith("40", StringComparison.Ordinal)));

    // PostgreSQL appendix A: 08 connection, 53 resources (53100 disk full), 57P0x stopping or starting, 58 the system around it,
    // 25006 read-only, 40001 and 40P01 and 55P03 others were in the way.
    private static bool IsUnavailable(string state) =>
        state.StartsWith("08", StringComparison.Ordinal) || state.StartsWith("53", StringComparison.Ordinal) || state.StartsWith("57P0", StringComparison.Ordinal)
        || state.StartsWith("58", StringComparison.Ordinal) || state is "25006" or "40001" or "40P01" or "55P03" or "55000";
}
