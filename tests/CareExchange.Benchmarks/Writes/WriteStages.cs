using System.Diagnostics;
using System.Globalization;
using CareExchange.Benchmarks.Core;
using CareExchange.Exchange.Audit;
using CareExchange.Exchange.Consent;
using CareExchange.Exchange.Interactions;
using CareExchange.Exchange.Requests;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Storage.Database;
using CareExchange.Storage.Indexing;
using CareExchange.Storage.Loading;
using CareExchange.Storage.Resources;
using CareExchange.Validation.Instances;

namespace CareExchange.Benchmarks.Writes;

/// <summary>What each stage of a write costs, one after the other on one thread, over the resources of a synthetic-patient generator.</summary>
internal static class WriteStages
{
    private const int Resources = 2500;

    public static async Task RunAsync(WriteRoom room, double seconds, string only)
    {
        var schema = Schema.R4;
        byte[][] texts = [.. SyntheticResources.Create(Resources)];
        FhirDocument[] documents = [.. texts.Select(text => FhirDocument.Parse(text, schema).Value!)];
        var validator = new ResourceValidator(schema);
        var check = new ResourceCheck(schema, validator);
        var compartment = new PatientCompartment(schema);
        var catalog = IndexCatalog.Of(schema);
        var extractor = new IndexExtractor(catalog, TimeZoneInfo.Utc);
        var store = new ResourceStore(room.Database);
        var bulk = new BulkWriter(room.Database, store);
        var tags = new ResourceTags("p", "clinical", "bench");
        string[] targets = ["Observation/00000000-0000-4000-a000-000000000000/_history/1"];
        var trail = new AuditTrail(store, TimeProvider.System);
        Console.WriteLine("| stage | CPU µs each | bytes allocated each |");
        Console.WriteLine("|---|---:|---:|");
        await OneByOneAsync("parse", place => FhirDocument.Parse(texts[place], schema).Value!.Dispose());
        await OneByOneAsync("validate", place => validator.Validate(documents[place].Root));
        await OneByOneAsync("labels", place => SecurityLabeller.Default.Apply(documents[place]));
        await OneByOneAsync("classify", place => DataCategories.Classify(documents[place].Root));
        await OneByOneAsync("check: parse, validate, classify", place => check.Check(new(texts[place]), null, null).Value!.Document.Dispose());
        await OneByOneAsync("person of the compartment", place => compartment.PersonOf(documents[place].Root));
        await OneByOneAsync("index rows", place => extractor.Extract(documents[place].Root, catalog.Find(documents[place].Root.TypeName)!));
        await OneByOneAsync("index rows and stamped bytes", place => bulk.Prepare(documents[place], documents[place].Root["id"].Text!, tags));
        await OneByOneAsync("Provenance: written, parsed, indexed", _ =>
        {
            using var provenance = FhirDocument.Parse(ProvenanceWriter.Write(targets, WriteRoom.Requester, LegalBasis.OwnRecord, DateTimeOffset.UnixEpoch, null, null), schema).Value!;
            store.Prepare(provenance, "a", tags);
        });
        await OneByOneAsync("audit event", _ => trail.RowOf(new AuditRecord(AuditAction.Create, WriteRoom.Requester, WriteRoom.Trace) { Person = "p", Entities = targets }));
        foreach (var batch in (int[])[64, 2500])
        {
            var prepared = new List<PreparedLoad>();
            await AskIfAsync($"rows written, {batch:N0} in a commit", batch, seconds, () => Prepare(prepared, batch), async () =>
            {
                await using var transaction = await store.BeginAsync(CancellationToken.None);
                await bulk.InsertAsync(transaction, prepared, CancellationToken.None);
                await transaction.CommitAsync(CancellationToken.None);
            });
        }

        foreach (var document in documents) document.Dispose();

        Task AskIfAsync(string stage, int size, double time, Action prepare, Func<Task> work) =>
            stage.Contains(only, StringComparison.Ordinal) ? AskAsync(stage, size, time, prepare, work) : Task.CompletedTask;

        void Prepare(List<PreparedLoad> prepared, int batch)
        {
            prepared.Clear();
            for (var place = 0; place < batch; place++) prepared.Add(bulk.Prepare(documents[place % Resources], Guid.CreateVersion7().ToString(), tags).Value!);
        }

        Task OneByOneAsync(string stage, Action<int> work) => AskIfAsync(stage, Resources, seconds, () => { }, () =>
        {
            for (var place = 0; place < Resources; place++) work(place);
            return Task.CompletedTask;
        });
    }

    private static async Task AskAsync(string stage, int size, double seconds, Action prepare, Func<Task> work)
    {
        // Compiled for good first; then what the preparation costs is left out.
        for (var round = Stopwatch.StartNew(); round.Elapsed.TotalSeconds < seconds / 2;)
        {
            prepare();
            await work();
        }

        await Task.Delay(100);
        var (allocated, processor, count) = (0L, TimeSpan.Zero, 0L);
        for (var round = Stopwatch.StartNew(); round.Elapsed.TotalSeconds < seconds; count += size)
        {
            prepare();
            var (bytes, time) = (GC.GetTotalAllocatedBytes(precise: true), Environment.CpuUsage.TotalTime);
            await work();
            allocated += GC.GetTotalAllocatedBytes(precise: true) - bytes;
            processor += Environment.CpuUsage.TotalTime - time;
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {stage} | {processor.TotalMicroseconds / count:N1} | {allocated / count:N0} |"));
    }
}
