using System.Text;
using Npgsql;
using NpgsqlTypes;

namespace CareExchange.Storage.Database.Postgres;

/// <summary>Rows as binary COPY takes them.</summary>
internal static class PostgresCopy
{
    // Synchronous on purpose: values go into the driver's buffer, and a task for each of millions would cost more than the few flushes wait.
    public static void Write(NpgsqlBinaryImporter import, TableShape table, IReadOnlyList<object[]> rows)
    {
        NpgsqlDbType[] types = [.. table.Columns.Select(TypeOf)];
        foreach (var row in rows)
        {
            import.StartRow();
            for (var column = 0; column < types.Length; column++)
            {
                switch (row[column])
                {
                    case DBNull:
                        import.WriteNull();
                        break;
                    case string text:
                        import.Write(text, NpgsqlDbType.Text);
                        break;
                    case long number:
                        import.Write(number, NpgsqlDbType.Bigint);
                        break;
                    case int number:
                        import.Write(number, NpgsqlDbType.Integer);
                        break;
                    case double number:
                        import.Write(number, NpgsqlDbType.Double);
                        break;
                    case ArraySegment<byte> bytes:
                        import.Write((ReadOnlyMemory<byte>)bytes, NpgsqlDbType.Bytea);
                        break;
                    case var value:
                        import.Write((byte[])value, types[column]);
                        break;
                }
            }
        }
    }

    /// <summary>The same of packed rows.</summary>
    public static void Write(NpgsqlBinaryImporter import, TableShape table, IReadOnlyList<PackedRow> rows)
    {
        ColumnKind[] kinds = [.. table.Columns.Take(table.Columns.Count - 1).Select(column => column.Kind)];
        foreach (var row in rows)
        {
            import.StartRow();
            var reader = new PackedReader(row.Bytes);
            foreach (var kind in kinds)
            {
                switch (kind)
                {
                    case ColumnKind.Text:
                        import.Write(Encoding.UTF8.GetString(reader.Text()), NpgsqlDbType.Text);
                        break;
                    case ColumnKind.Integer:
                        import.Write(reader.Integer(), NpgsqlDbType.Integer);
                        break;
                    case ColumnKind.Long:
                        import.Write(reader.Long(), NpgsqlDbType.Bigint);
                        break;
                    default:
                        import.Write(reader.Double(), NpgsqlDbType.Double);
                        break;
                }
            }

            import.Write(row.Number, NpgsqlDbType.Bigint);
        }
    }

    private static NpgsqlDbType TypeOf(ColumnShape column) => column.PostgresType switch
    {
        "integer" => NpgsqlDbType.Integer,
        "bigint" => NpgsqlDbType.Bigint,
        "double precision" => NpgsqlDbType.Double,
        "bytea" => NpgsqlDbType.Bytea,
        _ => NpgsqlDbType.Text,
    };
}
