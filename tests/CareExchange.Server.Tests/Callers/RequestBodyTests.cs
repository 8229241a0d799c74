using System.IO.Compression;
using CareExchange.Server.Callers;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace CareExchange.Server.Tests.Callers;

public sealed class RequestBodyTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(262_143)]
    [InlineData(262_144)]
    [InlineData(262_145)]
    [InlineData(1_500_000)]
    public async Task Bodies_of_any_length_are_read_whole_whether_or_not_their_length_is_announced_or_they_are_packed(int length)
    {
        var body = Bytes(length);
        var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionMode.Compress, leaveOpen: true)) await gzip.WriteAsync(body, TestContext.Current.CancellationToken);

        Assert.Equal(body, await ReadAsync(body, body.Length, "", 2_000_000));
        Assert.Equal(body, await ReadAsync(body, null, "", 2_000_000));
        Assert.Equal(body, await ReadAsync(packed.ToArray(), packed.Length, "gzip", 2_000_000));
    }

    [Theory]
    [InlineData(1_000)]
    [InlineData(262_144)]
    [InlineData(1_000_000)]
    public async Task Nothing_beyond_the_limit_is_taken_and_the_limit_itself_is(int limit)
    {
        Assert.Equal(Bytes(limit), await ReadAsync(Bytes(limit), null, "", limit));
        Assert.Equal(Bytes(limit), await ReadAsync(Bytes(limit), limit, "", limit));
        Assert.Null(await ReadAsync(Bytes(limit + 1), null, "", limit));
        Assert.Null(await ReadAsync(Bytes(limit + 1), limit + 1, "", limit));
    }

    [Fact]
    public async Task A_body_that_ends_before_its_announced_length_is_what_came() =>
        Assert.Equal(Bytes(300_000), await ReadAsync(Bytes(300_000), 30_000_000, "", RequestBody.DefaultLimit));

    private static byte[] Bytes(int length) => [.. Enumerable.Range(0, length).Select(place => (byte)(place * 31))];

    private static async Task<byte[]?> ReadAsync(byte[] body, long? announced, string coding, int limit)
    {
        var http = new DefaultHttpContext();
        http.Request.Body = new Pieces(body);
        http.Request.ContentLength = announced;
        if (coding.Length > 0) http.Request.Headers.ContentEncoding = coding;
        var read = await RequestBody.ReadAsync(http.Request, limit, TestContext.Current.CancellationToken);
        if (!read.Succeeded) Assert.Equal("body-limit", Assert.Single(read.Issues).Rule);
        return read.Succeeded ? read.Value.ToArray() : null;
    }

    // A network gives what it has, never all that is asked for.
    private sealed class Pieces(byte[] bytes) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(buffer.Length, 10_007)], cancellationToken);
    }
}
