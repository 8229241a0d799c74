namespace CareExchange.Storage.Database.Sqlite;

/// <summary>Does again what <see cref="LoggedChanges"/> wrote down, in its order.</summary>
internal static class LoggedReplay
{
    /// <summary>Runs a record in the transaction that is open.</summary>
    /// <exception cref="InvalidDataException">The record was written by nobody who is known.</exception>
    public static void Run(byte[] record, SqliteCommands commands)
    {
        var reader = new LoggedReader(new(record, WriteLog.HeaderLength, record.Length - WriteLog.HeaderLength));
        while (!reader.IsAtEnd)
        {
            switch (reader.Byte())
            {
                case LoggedReader.StatementMark:
                    commands.Execute(reader.Statement());
                    break;
                case LoggedReader.RowsMark:
                    var table = reader.Table();
                    var rows = new List<LoggedRow>();
                    reader.Rows(rows);
                    SqliteInsert.Run(commands, table, rows);
                    break;
                case LoggedReader.PackedRowsMark:
                    var packed = reader.Table();
                    var list = new List<PackedRow>();
                    reader.PackedRows(list);
                    SqliteInsert.Run(commands, packed, list, CancellationToken.None);
                    break;
                default:
                    throw LoggedReader.Unknown();
            }
        }
    }
}
