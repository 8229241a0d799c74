using System.Globalization;
using System.Text;
using CareExchange.Exchange.Loading;
using CareExchange.Fhir.Definitions;
using CareExchange.Storage.Loading;

namespace CareExchange.Exchange.Tests.Loading;

/// <summary>A load that has the database for itself puts several batches into one commit.</summary>
public sealed class SharedCommitTests
{
    private const string Refused = """{"resourceType":"Bundle","type":"transaction","entry":[{"resource":{"resourceType":"Observation","id":"o1","status":"final","code":{"text":"x"}},"request":{"method":"PUT","url":"Observation/o1"} },{"resource":{"resourceType":"Consent","id":"c1","status":"active","scope":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/consentscope","code":"patient-privacy"}]},"category":[{"text":"x"}],"patient":{"reference":"Patient/p1"},"policyRule":{"text":"x"},"provision":{"type":"permit"}},"request":{"method":"PUT","url":"Consent/c1"} }]}""";

    [Fact]
    public async Task What_is_told_is_committed_and_all_is_there_at_the_end()
    {
        await using var exchange = await TestExchange.OpenKeptAsync();
        var told = new Told();

        var done = await Load(exchange).RunAsync(Order([.. Enumerable.Range(1, 5).Select(Basic)]), told, null, default);

        Assert.Equal((5L, true), (done.Created, done.IsDone));
        Assert.Equal([2, 4], told.Created);
        Assert.Equal(5, (await exchange.AllAsync("Basic")).Count);
        Assert.Null((await exchange.AuditStore.VerifyAsync(default)).BrokenAt);
    }

    [Fact]
    public async Task What_one_file_has_twice_in_one_commit_is_two_versions()
    {
        await using var exchange = await TestExchange.OpenKeptAsync();

        var done = await Load(exchange).RunAsync(Order([Basic(1), Basic(2), Basic(1).Replace("text", "id\":\"e\",\"text", StringComparison.Ordinal)]), null, null, default);

        Assert.Equal((2L, 1L), (done.Created, done.Updated));
        Assert.Equal(2, (await exchange.Store.Resources.ReadAsync("Basic", "b1", default))!.Version);
    }

    [Fact]
    public async Task A_load_that_fails_between_two_commits_goes_on_behind_the_first()
    {
        await using var exchange = await TestExchange.OpenKeptAsync();
        var order = Order([.. Enumerable.Range(1, 5).Select(Basic)]);
        var broken = order with { Sources = [.. order.Sources.Take(3), order.Sources[3] with { OpenAsync = _ => throw new IOException("gone") }, order.Sources[4]] };
        var told = new Told();

        await Assert.ThrowsAsync<IOException>(() => Load(exchange).RunAsync(broken, told, null, default));
        Assert.Equal([2], told.Created);
        Assert.Equal(2, (await exchange.AllAsync("Basic")).Count);
        var done = await Load(exchange).RunAsync(order, null, null, default);

        Assert.Equal((5L, 0L, 0L), (done.Created, done.Updated, done.Unchanged));
        Assert.Equal(5, (await exchange.AllAsync("Basic")).Count);
        Assert.Null((await exchange.AuditStore.VerifyAsync(default)).BrokenAt);
    }

    [Fact]
    public async Task A_transaction_that_is_refused_takes_nothing_of_others_with_it()
    {
        await using var exchange = await TestExchange.OpenKeptAsync();
        const string Child = """{"resourceType":"Patient","id":"p1","birthDate":"2020-01-01","name":[{"family":"Kim"}]}""";

        var done = await Load(exchange).RunAsync(Order([Child, Basic(1), Basic(2), Refused, Basic(3)]), null, null, default);

        Assert.Equal((4L, 2L), (done.Created, done.Refused));
        Assert.Equal(3, (await exchange.AllAsync("Basic")).Count);
        Assert.Null(await exchange.Store.Resources.ReadAsync("Observation", "o1", default));
    }

    [Fact]
    public async Task Conditions_see_what_stands_before_them()
    {
        await using var exchange = await TestExchange.OpenKeptAsync();
        const string Office = """{"resourceType":"Organization","id":"o1","identifier":[{"system":"urn:a","value":"1"}],"name":"Office"}""";
        const string Asking = """{"resourceType":"Bundle","type":"transaction","entry":[{"resource":{"resourceType":"Basic","id":"b9","code":{"text":"x"},"author":{"reference":"Organization?identifier=urn:a|1"}},"request":{"method":"PUT","url":"Basic/b9"} }]}""";

        var done = await Load(exchange).RunAsync(Order([Office, Basic(1), Asking]), null, null, default);

        Assert.Equal((3L, 0L), (done.Created, done.Refused));
        Assert.Contains("Organization/o1", Encoding.UTF8.GetString((await exchange.Store.Resources.ReadAsync("Basic", "b9", default))!.Json.Span), StringComparison.Ordinal);
    }

    private static string Basic(int number) => string.Create(CultureInfo.InvariantCulture, $$$"""{"resourceType":"Basic","id":"b{{{number}}}","code":{"text":"{{{number}}}"}}""");

    private static BulkLoad Load(TestExchange exchange) => new(new LoadServices(
        exchange.Services, new BulkWriter(exchange.Store.Database, exchange.Store.Resources), new LoadStore(exchange.Store.Database), new LoadIndexes(exchange.Store.Database), exchange.Consent, Schema.R4));

    // Each source is a batch of its own; two of them are a commit.
    private static LoadOrder Order(string[] sources) => new(
        "one",
        [.. sources.Select((source, place) => new LoadSource($"data-{place}", source.Contains("Bundle", StringComparison.Ordinal) ? LoadFormat.Document : LoadFormat.Lines, _ => Task.FromResult<Stream>(new MemoryStream(Encoding.UTF8.GetBytes(source)))))],
        TestExchange.System("office"),
        TestExchange.Trace) { BatchSize = 1, BatchesInCommit = 2 };

    private sealed class Told : IProgress<LoadProgress>
    {
        public List<long> Created { get; } = [];

        public void Report(LoadProgress value) => Created.Add(value.Created);
    }
}
