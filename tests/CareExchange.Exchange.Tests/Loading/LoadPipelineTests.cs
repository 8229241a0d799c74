using System.Text;
using CareExchange.Exchange.Loading;
using CareExchange.Fhir.Definitions;
using CareExchange.Storage.Loading;

namespace CareExchange.Exchange.Tests.Loading;

public sealed class LoadPipelineTests
{
    [Fact]
    public async Task While_one_batch_is_written_the_next_is_complete_and_more_is_prepared()
    {
        await using var exchange = await TestExchange.OpenAsync();
        var services = new LoadServices(
            exchange.Services, new BulkWriter(exchange.Store.Database, exchange.Store.Resources), new LoadStore(exchange.Store.Database), new LoadIndexes(exchange.Store.Database), exchange.Consent, Schema.R4);
        var text = Encoding.UTF8.GetBytes(string.Join('\n', Enumerable.Range(0, 6000).Select(number => $$$"""{"resourceType":"Basic","code":{"text":"{{{number}}} {{{new string('x', 600)}}}"}}""")));
        var order = new LoadOrder("one", [new LoadSource("data.ndjson", LoadFormat.Lines, _ => Task.FromResult<Stream>(new MemoryStream(text)))], TestExchange.System("office"), TestExchange.Trace) { BatchBytes = 512 * 1024 };
        using var stop = new CancellationTokenSource();
        List<PreparedChunk> held = [];

        // Nothing is written, so nothing is given back: two batches come all the same, both a little longer than they should be, and a part of the third.
        await foreach (var chunk in LoadPipeline.RunAsync(order, new LoadProgress(), new LoadPreparer(services, order, new LoadConditions()), stop.Token))
        {
            held.Add(chunk);
            if (held.Sum(one => one.Chunk.Length) > 2.25 * order.BatchBytes) break;
        }

        await stop.CancelAsync();
        Assert.Equal(Enumerable.Range(1, held.Sum(chunk => chunk.Items.Length)), held.SelectMany(chunk => chunk.Items).Select(item => (int)item.Text.Line));
        foreach (var chunk in held) chunk.Dispose();
    }
}
