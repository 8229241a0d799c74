using System.Buffers.Binary;
using System.Security.Cryptography;

namespace CareExchange.Exchange.Audit;

/// <summary>Ids of AuditEvents: UUIDs of version 7 (RFC 9562 5.7), whose random part is asked of the system for many at once.</summary>
internal static class AuditIds
{
    private const int Random = 10;
    private const int Kept = 100 * Random;

    [ThreadStatic]
    private static byte[]? s_random;

    [ThreadStatic]
    private static int s_used;

    /// <summary>A new one.</summary>
    public static string Next(DateTimeOffset moment)
    {
        if (s_random is not { } random || s_used == Kept)
        {
            random = s_random ??= new byte[Kept];
            RandomNumberGenerator.Fill(random);
            s_used = 0;
        }

        Span<byte> id = stackalloc byte[16];
        Span<byte> time = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(time, moment.ToUnixTimeMilliseconds());
        time[2..].CopyTo(id);
        random.AsSpan(s_used, Random).CopyTo(id[6..]);
        s_used += Random;
        id[6] = (byte)((id[6] & 0x0F) | 0x70);
        id[8] = (byte)((id[8] & 0x3F) | 0x80);
        return new Guid(id, bigEndian: true).ToString();
    }

    /// <summary>The millisecond that an id of the trail carries, in which its record was made; null for what is no such id.</summary>
    public static DateTimeOffset? MomentOf(string id)
    {
        if (!Guid.TryParseExact(id, "D", out var parsed) || parsed.Version != 7) return null;
        Span<byte> bytes = stackalloc byte[16];
        parsed.TryWriteBytes(bytes, bigEndian: true, out _);
        var milliseconds = BinaryPrimitives.ReadInt64BigEndian(bytes) >> 16;
        return milliseconds <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds() - 1 ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds) : null;
    }
}
