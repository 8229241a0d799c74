using System.Buffers.Binary;
using System.Text;

namespace CareExchange.Storage.Database.Sqlite;

/// <summary>Does again what <see cref="LoggedChanges"/> wrote down, in its order.</summary>
/// <remarks>Numbers are little-endian; a text or blob is its length (4) and its bytes. A change is one byte that says what follows: a statement with its values; or rows of a table, whose
/// name and columns stand before them, so that a log is read by a later version of the gateway too.</remarks>
internal ref struct LoggedReplay
{
    public const byte StatementMark = 1;
    public const byte RowsMark = 2;
    public const byte PackedRowsMark = 3;
    public const byte NullMark = 0;
    public const byte NumberMark = 1;
    public const byte DoubleMark = 2;
    public const byte TextMark = 3;
    public const byte BlobMark = 4;

    private ReadOnlySpan<byte> _rest;

    private LoggedReplay(ReadOnlySpan<byte> record) => _rest = record[WriteLog.HeaderLength..];

    /// <summary>Runs a record in the transaction that is open.</summary>
    /// <exception cref="InvalidDataException">The record was written by nobody who is known.</exception>
    public static void Run(ReadOnlySpan<byte> record, SqliteCommands commands)
    {
        var replay = new LoggedReplay(record);
        while (!replay._rest.IsEmpty) replay.RunNext(commands);
    }

    private void RunNext(SqliteCommands commands)
    {
        switch (Byte())
        {
            case StatementMark:
                var sql = String();
                commands.Execute(new Statement(sql, Values(Integer())));
                break;
            case RowsMark:
                var table = Table();
                var rows = new object[Integer()][];
                for (var place = 0; place < rows.Length; place++) rows[place] = Values(table.Columns.Count);
                SqliteInsert.Run(commands, table, rows, CancellationToken.None);
                break;
            case PackedRowsMark:
                var packed = Table();
                var count = Integer();
                var list = new List<PackedRow>(count);
                for (var place = 0; place < count; place++)
                {
                    var bytes = Bytes().ToArray();
                    list.Add(new(bytes, 0, bytes.Length, Long()));
                }

                SqliteInsert.Run(commands, packed, list, CancellationToken.None);
                break;
            default:
                throw Unknown();
        }
    }

    private TableShape Table()
    {
        var name = String();
        var columns = new ColumnShape[Integer()];
        for (var place = 0; place < columns.Length; place++)
        {
            var column = String();
            columns[place] = new(column, String());
        }

        return new(name, columns);
    }

    private object[] Values(int count)
    {
        var values = new object[count];
        for (var place = 0; place < count; place++)
        {
            values[place] = Byte() switch
            {
                NullMark => DBNull.Value,
                NumberMark => Long(),
                DoubleMark => BitConverter.Int64BitsToDouble(Long()),
                TextMark => String(),
                BlobMark => Bytes().ToArray(),
                _ => throw Unknown(),
            };
        }

        return values;
    }

    private string String() => Encoding.UTF8.GetString(Bytes());

    private ReadOnlySpan<byte> Bytes()
    {
        var length = Integer();
        var bytes = _rest[..length];
        _rest = _rest[length..];
        return bytes;
    }

    private byte Byte()
    {
        var value = _rest[0];
        _rest = _rest[1..];
        return value;
    }

    private int Integer()
    {
        var value = BinaryPrimitives.ReadInt32LittleEndian(_rest);
        _rest = _rest[sizeof(int)..];
        return value;
    }

    private long Long()
    {
        var value = BinaryPrimitives.ReadInt64LittleEndian(_rest);
        _rest = _rest[sizeof(long)..];
        return value;
    }

    private static InvalidDataException Unknown() => new("The log of writes holds what this version does not know.");
}
