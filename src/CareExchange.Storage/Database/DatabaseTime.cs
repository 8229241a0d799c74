namespace CareExchange.Storage.Database;

/// <summary>Times as both databases keep them: µs since 1970-01-01T00:00:00Z.</summary>
internal static class DatabaseTime
{
    public static long ToMicroseconds(this DateTimeOffset time) => (time.UtcTicks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    public static DateTimeOffset FromMicroseconds(long microseconds) =>
        new(DateTime.UnixEpoch.Ticks + (microseconds * TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);

    public static object OrNull(this DateTimeOffset? time) => time is { } value ? value.ToMicroseconds() : DBNull.Value;
}
