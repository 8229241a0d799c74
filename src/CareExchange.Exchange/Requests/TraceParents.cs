using System.Security.Cryptography;

namespace CareExchange.Exchange.Requests;

/// <summary>New W3C trace contexts (Trace Context 1, <c>traceparent</c>) for requests that came without one; the random part is asked of the system for many at once.</summary>
public static class TraceParents
{
    private const int Random = 24;
    private const int Kept = 100 * Random;

    [ThreadStatic]
    private static byte[]? s_random;

    [ThreadStatic]
    private static int s_used;

    /// <summary>A new one: version 00, a trace and a parent that nobody has, not sampled.</summary>
    public static string Next()
    {
        if (s_random is not { } random || s_used == Kept)
        {
            random = s_random ??= new byte[Kept];
            RandomNumberGenerator.Fill(random);
            s_used = 0;
        }

        var bytes = random.AsSpan(s_used, Random);
        s_used += Random;

        // All zeros are no ids (Trace Context 1, 3.2.2.3 and 3.2.2.4).
        (bytes[0], bytes[16]) = ((byte)(bytes[0] | 1), (byte)(bytes[16] | 1));
        return string.Create(55, bytes, static (text, from) =>
        {
            "00-".CopyTo(text);
            Convert.TryToHexStringLower(from[..16], text[3..], out _);
            text[35] = '-';
            Convert.TryToHexStringLower(from[16..], text[36..], out _);
            "-00".CopyTo(text[52..]);
        });
    }
}
