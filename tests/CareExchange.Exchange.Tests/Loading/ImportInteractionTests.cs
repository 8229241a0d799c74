using System.Text;
using CareExchange.Exchange.Jobs;
using CareExchange.Exchange.Loading;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Storage.Jobs;
using CareExchange.Storage.Loading;

namespace CareExchange.Exchange.Tests.Loading;

public sealed class ImportInteractionTests
{
    [Theory]
    [InlineData("https://files.example.org/out/a.ndjson", true)]
    [InlineData("https://files.example.org/other/a.ndjson", false)]
    [InlineData("https://files.example.org/out/../other/a.ndjson", false)]
    [InlineData("https://files.example.org.evil.example/out/a.ndjson", false)]
    [InlineData("https://files.example.org@evil.example/out/a.ndjson", false)]
    [InlineData("http://169.254.169.254/latest", false)]
    [InlineData("file:///etc/passwd", false)]
    [InlineData("file:///srv/import/a.ndjson", true)]
    [InlineData("file:///srv/import/%2e%2e/etc/passwd", false)]
    [InlineData("file:///srv/import/..%2f..%2Fetc/passwd", false)]
    [InlineData("file:///srv/import/..%5cetc", false)]
    [InlineData("out/a.ndjson", false)]
    public void Only_what_the_operator_allows_is_fetched(string address, bool isAllowed) =>
        Assert.Equal(isAllowed, Sources("").Check(address).Succeeded);

    [Fact]
    public async Task An_import_is_loaded_by_its_job_and_tells_what_it_refused_only_to_who_asked()
    {
        await using var exchange = await TestExchange.OpenAsync();
        var sources = Sources("""{"resourceType":"Basic","id":"b1","code":{"text":"1"}}""" + "\n{\n");
        var store = new JobStore(exchange.Store.Database);
        using var queue = new JobQueue(store, new JobRunnerOptions(), exchange.Store.Clock);
        var loads = new LoadStore(exchange.Store.Database);
        var imports = new ImportInteraction(queue, loads, sources, exchange.Audit, Schema.R4);
        var office = TestExchange.System("office");

        var begun = await imports.BeginAsync(Parameters("https://files.example.org/out/a.ndjson").Root, _ => null, office, TestExchange.Trace, default);
        var lease = Assert.Single(await store.TakeAsync([ImportKind.Name], 1, TimeSpan.FromMinutes(1), default));
        var step = await Kind(exchange, loads, sources, isOpen: true).StepAsync(lease.Job, default);
        Assert.True(await store.FinishAsync(lease, step.Content, step.Progress, [], TimeSpan.FromHours(1), default));

        var status = (await imports.FindAsync(begun.Value!, office, default))!;
        Assert.Equal((1L, 1L), (status.Done!.Created, status.Done.Refused));
        Assert.Equal(["Basic"], status.Types);
        Assert.NotNull(await exchange.Store.Resources.ReadAsync("Basic", "b1", default));
        Assert.Null(await imports.FindAsync(begun.Value!, TestExchange.System("clinic"), default));
        var errors = new StringBuilder();
        await foreach (var lines in imports.ReadErrorsAsync(begun.Value!, default)) errors.Append(Encoding.UTF8.GetString(lines.Span));
        Assert.Contains("\"valueInteger\":2", errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_import_whose_client_was_stopped_goes_no_further()
    {
        await using var exchange = await TestExchange.OpenAsync();
        var sources = Sources("""{"resourceType":"Basic","id":"b1","code":{"text":"1"}}""");
        var store = new JobStore(exchange.Store.Database);
        using var queue = new JobQueue(store, new JobRunnerOptions(), exchange.Store.Clock);
        var loads = new LoadStore(exchange.Store.Database);
        await new ImportInteraction(queue, loads, sources, exchange.Audit, Schema.R4).BeginAsync(Parameters("https://files.example.org/out/a.ndjson").Root, _ => null, TestExchange.System("office"), TestExchange.Trace, default);
        var lease = Assert.Single(await store.TakeAsync([ImportKind.Name], 1, TimeSpan.FromMinutes(1), default));

        var step = await Kind(exchange, loads, sources, isOpen: false).StepAsync(lease.Job, default);

        Assert.Equal(JobStatus.Failed, step.Status);
        Assert.Contains("client-stopped", Encoding.UTF8.GetString(step.Content.Span), StringComparison.Ordinal);
        Assert.Null(await exchange.Store.Resources.ReadAsync("Basic", "b1", default));
    }

    [Fact]
    public async Task An_import_from_elsewhere_is_refused_and_on_record()
    {
        await using var exchange = await TestExchange.OpenAsync();
        using var queue = new JobQueue(new JobStore(exchange.Store.Database), new JobRunnerOptions(), exchange.Store.Clock);
        var imports = new ImportInteraction(queue, new LoadStore(exchange.Store.Database), Sources(""), exchange.Audit, Schema.R4);

        var begun = await imports.BeginAsync(Parameters("http://169.254.169.254/latest").Root, _ => null, TestExchange.System("office"), TestExchange.Trace, default);

        Assert.Equal("import-source", Assert.Single(begun.Issues, issue => issue.IsError).Rule);
        Assert.Equal(("import", "deny"), (await exchange.TrailAsync()).Select(row => (row.Action, row.Outcome)).Single());
    }

    private static ImportKind Kind(TestExchange exchange, LoadStore loads, ImportSources sources, bool isOpen)
    {
        var bulk = new BulkLoad(new LoadServices(
            exchange.Services, new BulkWriter(exchange.Store.Database, exchange.Store.Resources), loads, new LoadIndexes(exchange.Store.Database), exchange.Consent, Schema.R4));
        return new ImportKind(bulk, sources, (_, _) => Task.FromResult(isOpen), exchange.Store.Clock);
    }

    private static ImportSources Sources(string content) =>
        new(["https://files.example.org/out/", "file:///srv/import/"], (_, _) => Task.FromResult<Stream>(new MemoryStream(Encoding.UTF8.GetBytes(content))));

    private static FhirDocument Parameters(string url) => FhirDocument.Parse(
        Encoding.UTF8.GetBytes($$$"""
            {"resourceType":"Parameters","parameter":[{"name":"inputFormat","valueCode":"application/fhir+ndjson"},{"name":"input","part":[{"name":"type","valueCode":"Basic"},{"name":"url","valueUri":"{{{url}}}"}]}]}
            """),
        Schema.R4).Value!;
}
