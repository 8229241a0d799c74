namespace CareExchange.Storage.Database.Sqlite;

/// <summary>A row in a record of <see cref="LoggedChanges"/>: each value with its mark before it.</summary>
internal readonly struct LoggedRow(byte[] bytes, int start, int length)
{
    /// <summary>The values.</summary>
    public ReadOnlySpan<byte> Bytes => bytes.AsSpan(start, length);
}
