using System.Text;

namespace CareExchange.Mapping.Sources.Hl7v2;

/// <summary>MLLP framing (<c>0x0B</c> message <c>0x1C 0x0D</c>), and messages that come in a file or batch (FHS, BHS … BTS, FTS).</summary>
public static class Hl7v2Frame
{
    /// <summary>Opens a message on the wire.</summary>
    public const byte Start = 0x0B;

    /// <summary>Closes it, followed by a carriage return.</summary>
    public const byte End = 0x1C;

    /// <summary>The message without framing, byte order mark and blanks around it.</summary>
    public static ReadOnlySpan<byte> Strip(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith("\uFEFF"u8)) bytes = bytes[3..];
        bytes = bytes.TrimStart([Start, (byte)'\r', (byte)'\n', (byte)' ']);
        return bytes.TrimEnd([End, Start, (byte)'\r', (byte)'\n', (byte)' ', (byte)0]);
    }

    /// <summary>The messages that the bytes hold: one, several one behind the other, or those of a batch.</summary>
    /// <remarks>What stands before the first MSH segment and the batch's own segments are left out; bytes without any MSH are one message, to be refused as such.</remarks>
    public static IReadOnlyList<ReadOnlyMemory<byte>> Split(ReadOnlyMemory<byte> bytes)
    {
        if (Utf16(bytes.Span) is { } utf16) bytes = utf16;
        var span = bytes.Span;
        List<ReadOnlyMemory<byte>> messages = [];
        int? from = null;
        for (var at = 0; at < span.Length;)
        {
            var end = span[at..].IndexOfAny((byte)'\r', (byte)'\n', Start);
            var next = end < 0 ? span.Length : at + end + 1;
            var line = span[at..(end < 0 ? span.Length : at + end)].TrimStart([End, (byte)' ', (byte)0xEF, (byte)0xBB, (byte)0xBF]);
            var isMessage = line.StartsWith("MSH"u8);
            if (isMessage || IsBatch(line))
            {
                if (from is { } begin) messages.Add(bytes[begin..at]);
                from = isMessage ? at : null;
            }

            at = next;
        }

        if (from is { } last) messages.Add(bytes[last..]);
        return messages.Count > 0 ? messages : [bytes];
    }

    private static bool IsBatch(ReadOnlySpan<byte> line) => line.StartsWith("FHS"u8) || line.StartsWith("BHS"u8) || line.StartsWith("BTS"u8) || line.StartsWith("FTS"u8);

    // MSH-18 cannot be read before the bytes of UTF-16 are understood; only its mark tells.
    private static byte[]? Utf16(ReadOnlySpan<byte> bytes)
    {
        if (bytes is not [0xFF, 0xFE, ..] and not [0xFE, 0xFF, ..]) return null;
        var encoding = bytes[0] == 0xFE ? Encoding.BigEndianUnicode : Encoding.Unicode;
        return Encoding.UTF8.GetBytes(encoding.GetString(bytes[2..]).Replace("UNICODE UTF-16", "UNICODE UTF-8", StringComparison.Ordinal));
    }
}
