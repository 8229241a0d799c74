using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CareExchange.Identity.Factors;

/// <summary>Time-based one-time passwords of RFC 6238: HMAC-SHA-1, 30 seconds, six digits, as every authenticator app reads them.</summary>
internal static class TimeCode
{
    /// <summary>Digits of a code.</summary>
    public const int Digits = 6;

    // A phone's clock may be half a minute off, and typing takes time: the step before and the step after count too (RFC 6238 §5.2).
    private const int Drift = 1;
    private static readonly TimeSpan s_step = TimeSpan.FromSeconds(30);

    /// <summary>The step an instant lies in.</summary>
    public static long StepOf(DateTimeOffset instant) => (instant - DateTimeOffset.UnixEpoch).Ticks / s_step.Ticks;

    /// <summary>The code of a step.</summary>
    [SuppressMessage("Security", "CA5350", Justification = "RFC 6238 with SHA-1 is what authenticator apps know; HMAC does not rest on collisions.")]
    public static string Of(ReadOnlySpan<byte> secret, long step)
    {
        Span<byte> counter = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        Span<byte> hash = stackalloc byte[HMACSHA1.HashSizeInBytes];
        HMACSHA1.HashData(secret, counter, hash);

        // RFC 4226 §5.3: the last four bits say where the 31 bits lie.
        var number = BinaryPrimitives.ReadUInt32BigEndian(hash[(hash[^1] & 0xF)..]) & 0x7FFFFFFF;
        return (number % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }

    /// <summary>The step whose code was typed, or null. Every step takes the same time, right or wrong.</summary>
    public static long? Match(ReadOnlySpan<byte> secret, string code, DateTimeOffset now)
    {
        long? matched = null;
        var typed = Encoding.UTF8.GetBytes(code);
        for (var step = StepOf(now) - Drift; step <= StepOf(now) + Drift; step++)
        {
            if (CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Of(secret, step)), typed)) matched = step;
        }

        return matched;
    }
}
