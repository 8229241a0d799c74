using System.Data.Common;
using System.Runtime.InteropServices;

namespace CareExchange.Storage.Database;

/// <summary>Values on their way in and out of columns.</summary>
internal static class DatabaseValues
{
    public static object OrNull(this string? text) => (object?)text ?? DBNull.Value;

    /// <summary>The bytes as an array, without a copy where they are one already.</summary>
    public static byte[] AsArray(this ReadOnlyMemory<byte> bytes) =>
        MemoryMarshal.TryGetArray(bytes, out var segment) && segment.Array is { } array && segment.Offset == 0 && segment.Count == array.Length
            ? array
            : bytes.ToArray();

    public static byte[] Bytes(this DbDataReader reader, int column) => reader.GetFieldValue<byte[]>(column);

    public static string? TextOrNull(this DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    public static DateTimeOffset Time(this DbDataReader reader, int column) => DatabaseTime.FromMicroseconds(reader.GetInt64(column));

    public static DateTimeOffset? TimeOrNull(this DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.Time(column);
}
