using System.Text;
using CareExchange.Server.Partners;

namespace CareExchange.Server.Tests.Partners;

public sealed class MllpFramesTests
{
    [Theory]
    [InlineData("\u000bMSH|1\r\u001c\r", "None:MSH|1\r")]
    [InlineData("\u000bA\u001c\r\u000bB\u001c\r", "None:A None:B")]
    [InlineData("\r\n\0\u000bA\u001c\r\n\u000bB\u001c\u000bC\u001c\r", "None:A None:B None:C")]
    [InlineData("xyz\u000bA\u001c\r", "Outside:xyz None:A")]
    [InlineData("\u000bA\u000bB\u001c\r", "Unfinished:A None:B")]
    [InlineData("\u000bA\u001cB\u000bC\u001c\r", "None:A Outside:B None:C")]
    [InlineData("\u000b\u001c\r", "None:")]
    [InlineData("\u000b12345678901\u001c\r\u000bA\u001c\r", "TooLong:12345678901")]
    [InlineData("12345678901", "TooLong:12345678901")]
    public void A_stream_is_taken_apart_however_it_is_cut(string stream, string expected)
    {
        var bytes = Encoding.Latin1.GetBytes(stream);
        foreach (var size in (int[])[1, 2, 3, 1000])
        {
            var frames = new MllpFrames(limit: 10);
            List<string> found = [];
            foreach (var chunk in bytes.Chunk(size))
            {
                found.AddRange(frames.Take(chunk).Select(one => $"{one.Fault}:{Encoding.Latin1.GetString(one.Bytes.Span)}"));
                if (found is [.., ['T', ..]]) break;
            }

            Assert.Equal(expected, string.Join(' ', found));
        }
    }

    [Fact]
    public void What_has_come_of_a_message_is_known_until_it_is_complete()
    {
        var frames = new MllpFrames(10);

        Assert.Empty(frames.Take("\u000bAB"u8));
        Assert.True(frames.IsOpen);
        Assert.Equal("AB", Encoding.ASCII.GetString(frames.Pending.Span));
        Assert.Single(frames.Take("\u001c"u8));
        Assert.False(frames.IsOpen);
    }

    [Fact]
    public void Any_bytes_give_blocks_or_faults()
    {
        var random = new Random(20261122);
        for (var round = 0; round < 5_000; round++)
        {
            var frames = new MllpFrames(20);
            var bytes = new byte[random.Next(60)];
            for (var i = 0; i < bytes.Length; i++) bytes[i] = random.Next(4) switch { 0 => 0x0B, 1 => 0x1C, 2 => 0x0D, _ => (byte)random.Next(256) };
            Assert.All(frames.Take(bytes), one => Assert.True(one.Bytes.Length <= 21));
        }
    }
}
