using System.Runtime.CompilerServices;
using CareExchange.Storage.Loading;

namespace CareExchange.Exchange.Loading;

/// <summary>Cuts sources into chunks of lines; only a chunk is in memory at a time.</summary>
internal static class LoadReader
{
    /// <summary>The longest line or document: 512 MiB.</summary>
    public const int Longest = 512 * 1024 * 1024;

    /// <summary>The chunks of a source behind the line that is done already.</summary>
    /// <exception cref="InvalidDataException">A line or document is longer than <see cref="Longest"/>, or the source is not packed as its name says.</exception>
    public static async IAsyncEnumerable<LoadChunk> ReadAsync(LoadSource source, int place, long done, LoadBlocks blocks, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var stream = await source.OpenAsync(cancellationToken);
        var buffer = blocks.Rent();
        var length = 0;
        long line = 0;
        while (true)
        {
            var read = await stream.ReadAsync(buffer.AsMemory(length), cancellationToken);
            length += read;
            if (read > 0 && length < buffer.Length) continue;
            var isLast = read == 0;
            var end = isLast ? length : source.Format == LoadFormat.Lines ? buffer.AsSpan(0, length).LastIndexOf((byte)'\n') + 1 : 0;
            if (end == 0 && !isLast)
            {
                if (buffer.Length >= Longest) throw new InvalidDataException($"{source.Name}: a line or document is longer than {Longest} bytes.");
                Array.Resize(ref buffer, Math.Min(Longest, buffer.Length * 2));
                continue;
            }

            // The texts keep the buffer; the next chunk gets one of its own.
            byte[] rest = isLast ? [] : length - end <= LoadBlocks.Length ? blocks.Rent() : new byte[length - end];
            buffer.AsSpan(end, length - end).CopyTo(rest);
            var texts = new List<LoadText>();
            line = source.Format == LoadFormat.Lines ? Split(source, buffer.AsMemory(0, end), line, done, texts) : Whole(source, buffer.AsMemory(0, end), done, texts);
            yield return new(place, texts, line, isLast, buffer, blocks);
            if (isLast) yield break;
            (buffer, length) = (rest, length - end);
        }
    }

    private static long Split(LoadSource source, ReadOnlyMemory<byte> bytes, long line, long done, List<LoadText> texts)
    {
        while (!bytes.IsEmpty)
        {
            var end = bytes.Span.IndexOf((byte)'\n');
            var text = end < 0 ? bytes : bytes[..end];
            bytes = end < 0 ? default : bytes[(end + 1)..];
            line++;
            if (line > done && !text.Span.Trim(" \t\r"u8).IsEmpty) texts.Add(new(source, line, text));
        }

        return line;
    }

    private static long Whole(LoadSource source, ReadOnlyMemory<byte> bytes, long done, List<LoadText> texts)
    {
        if (done == 0 && !bytes.Span.Trim(" \t\r\n"u8).IsEmpty) texts.Add(new(source, 1, bytes));
        return 1;
    }
}
