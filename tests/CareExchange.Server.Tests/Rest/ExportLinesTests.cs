using System.Text;
using CareExchange.Exchange.Exporting;
using CareExchange.Exchange.Interactions;
using CareExchange.Fhir.Definitions;
using CareExchange.Server.Rest;

namespace CareExchange.Server.Tests.Rest;

public sealed class ExportLinesTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(64)]
    public async Task Lines_are_written_as_a_web_server_asks_whatever_the_buffer_in_between(int buffer)
    {
        using var answer = new AsynchronousStream();
        await using (var between = new BufferedStream(answer, buffer))
        {
            await new ExportLines(new("Basic.1", "Basic", 40), new(DateTimeOffset.UnixEpoch, "", [], []), Schema.R4).WriteAsync(between, ResourcesAsync(), TestContext.Current.CancellationToken);
            await between.FlushAsync(TestContext.Current.CancellationToken);
        }

        Assert.Equal(40, Encoding.UTF8.GetString(answer.Written.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    private static async IAsyncEnumerable<IReadOnlyList<ResourceVersion>> ResourcesAsync()
    {
        for (var number = 0; number < 40; number++)
        {
            await Task.Yield();
            var json = Encoding.UTF8.GetBytes($$"""{"resourceType":"Basic","id":"{{new string('a', 1 + (number % 9))}}"}""");
            yield return [new ResourceVersion("Basic", "a", 1, DateTimeOffset.UnixEpoch, false, json)];
        }
    }

    // Kestrel's answer: it throws where a thread would have to wait.
    private sealed class AsynchronousStream : MemoryStream
    {
        public MemoryStream Written { get; } = new();

        public override void Write(byte[] buffer, int offset, int count) => throw new InvalidOperationException("Synchronous operations are disallowed.");

        public override void Write(ReadOnlySpan<byte> buffer) => throw new InvalidOperationException("Synchronous operations are disallowed.");

        public override void WriteByte(byte value) => throw new InvalidOperationException("Synchronous operations are disallowed.");

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => Written.WriteAsync(buffer, offset, count, cancellationToken);

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => Written.WriteAsync(buffer, cancellationToken);
    }
}
