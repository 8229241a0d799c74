using CareExchange.Storage.Resources;
using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using CareExchange.Exchange.Intake;
using CareExchange.Exchange.Interactions;
using CareExchange.Exchange.Loading;
using CareExchange.Exchange.Requests;
using CareExchange.Fhir.Definitions;
using CareExchange.Mapping.Profiles;
using CareExchange.Storage.Database;
using CareExchange.Storage.Loading;
using CareExchange.Validation.Instances;

namespace CareExchange.Server.Hosting;

/// <summary>Loads files into a gateway's database without its doors: the same checks, tags, Provenance and audit, nothing over HTTP.</summary>
public static class GatewayLoad
{
    // What an index page costs is paid once where all of the index is at hand; and what a commit changes is written once where all of it is.
    private const int LoadCacheMegabytes = 128;

    // The more of the index is written at once, in its order, the fewer of its pages are written twice: a third of what it costs in commits of a tenth of this.
    // But three times as much is in memory, each four times as long as its text.
    private const int ResourcesInBatch = 10_000;
    private const long BytesInBatch = 8 * 1024 * 1024;
    private const int BatchesInWork = 3;

    // Some hundred resources: not all of them are read before the database is open.
    private const int WarmingBytes = 256 * 1024;

    // Where nobody else has the database, so many share a commit: a page that several of them change is written once for all of them.
    private const int BatchesInCommit = 4;

    /// <summary>Loads the files; after a kill the same call goes on behind the last commit.</summary>
    /// <param name="options">The gateway's options: database, keys, packages.</param>
    /// <param name="request">What to load.</param>
    /// <param name="progress">Told after each commit, or null.</param>
    /// <param name="clock">The clock of every room.</param>
    /// <param name="cancellationToken">Stops behind the last commit.</param>
    /// <returns>What was stored, earlier calls that were interrupted included.</returns>
    /// <exception cref="InvalidDataException">Keys, packages or a file cannot be read; the message says which.</exception>
    public static async Task<LoadFigures> RunAsync(
        GatewayOptions options, LoadRequest request, IProgress<LoadFigures>? progress, TimeProvider clock, CancellationToken cancellationToken)
    {
        var keys = await KeyFile.OpenAsync(options.KeyFile ?? Path.Combine(options.DataFolder, "keys.json"), clock, cancellationToken);
        var packages = await PackageFolder.LoadAsync(options.PackagesFolder ?? Path.Combine(options.DataFolder, "packages"), options.Packages, cancellationToken);
        using var opened = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var warmed = request.Files is [var first, ..] ? WarmAsync(packages.Schema, first, opened.Token) : Task.CompletedTask;
        var storage = options.StorageOf(keys, packages.Schema) with { WriterCacheMegabytes = LoadCacheMegabytes, KeepsFile = true };
        await using var database = await StorageDatabase.OpenAsync(storage, clock, cancellationToken);
        var noMappings = new MappingLibrary(new Dictionary<string, MappingProfile>(StringComparer.Ordinal));
        await using var services = new ServiceCollection().AddLogging().AddSingleton(packages).AddExchange(database, noMappings, options, clock).BuildServiceProvider();

        var order = OrderOf(request);
        var indexes = services.GetRequiredService<LoadIndexes>();
        var loads = services.GetRequiredService<LoadStore>();

        // An empty database is noted as indexed by today's definitions: nobody has to look through all of it later.
        await services.GetRequiredService<ReindexStore>().PlanAsync(cancellationToken);
        await indexes.PutAsideAsync(cancellationToken);
        await opened.CancelAsync();
        await warmed;
        var committed = progress is null ? null : new Relay(progress);
        var done = FiguresOf(await services.GetRequiredService<BulkLoad>().RunAsync(order, committed, goesOn: null, cancellationToken));
        await indexes.RestoreAsync(cancellationToken);
        await WriteErrorsAsync(loads, order.Id, request.Errors, cancellationToken);
        await loads.RemoveAsync(order.Id, cancellationToken);
        return done;
    }

    // What judges resources is made and compiled where it is first needed: on one core, as long as the other opens the database. What the first texts come to is asked again in their turn.
    private static Task WarmAsync(Schema schema, FileInfo file, CancellationToken opened) => Task.Run(
        () =>
        {
            if (SourceOf(file).Format != LoadFormat.Lines || IsPacked(file)) return;
            var texts = new byte[Math.Min(file.Length, WarmingBytes)];
            using (var stream = file.OpenRead()) stream.ReadExactly(texts);
            var check = new ResourceCheck(schema, new ResourceValidator(schema));
            foreach (var line in texts.AsSpan().Split((byte)'\n'))
            {
                if (opened.IsCancellationRequested) return;
                check.Check(new ResourceBody(texts.AsMemory(line)), type: null, id: null).Value?.Document.Dispose();
            }
        },
        CancellationToken.None);

    private static LoadOrder OrderOf(LoadRequest request)
    {
        var name = new StringBuilder(request.OrganizationId);
        foreach (var file in request.Files) name.Append(CultureInfo.InvariantCulture, $"\n{file.FullName}\n{file.Length}\n{file.LastWriteTimeUtc.Ticks}");
        var id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name.ToString())));
        var requester = new Requester(
            request.Agent, request.Agent, RequesterRole.Operator, request.OrganizationId, request.OrganizationDisplay, PurposeOfUse.Operations, IsSystem: true);
        return new(id, [.. request.Files.Select(SourceOf)], requester, new RequestTrace("load-" + id[..16], null, null))
        {
            BatchSize = ResourcesInBatch, BatchBytes = BytesInBatch, BatchesInWork = BatchesInWork, BatchesInCommit = BatchesInCommit,
        };
    }

    private static LoadSource SourceOf(FileInfo file)
    {
        var name = file.Name;
        var isPacked = IsPacked(file);
        var format = Path.GetExtension(isPacked ? name[..^3] : name).ToUpperInvariant() switch
        {
            ".NDJSON" or ".JSONL" => LoadFormat.Lines,
            ".XML" => LoadFormat.XmlDocument,
            _ => LoadFormat.Document,
        };
        return new(name, format, _ => Task.FromResult(Open(file, isPacked)));
    }

    private static bool IsPacked(FileInfo file) => file.Name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);

    private static Stream Open(FileInfo file, bool isPacked)
    {
        var stream = new FileStream(file.FullName, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan | FileOptions.Asynchronous);
        return isPacked ? new GZipStream(stream, CompressionMode.Decompress) : stream;
    }

    private static async Task WriteErrorsAsync(LoadStore loads, string id, FileInfo file, CancellationToken cancellationToken)
    {
        // They quote what was wrong, so the file is for who loads alone; one that stands is replaced, not written into.
        FileStream? stream = null;
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await foreach (var lines in loads.ReadErrorsAsync(id, cancellationToken))
        {
            if (stream is null) File.Delete(file.FullName);
            stream ??= new FileStream(file.FullName, options);
            await stream.WriteAsync(lines, cancellationToken);
        }

        if (stream is not null) await stream.DisposeAsync();
    }

    private static LoadFigures FiguresOf(LoadProgress progress) => new(progress.Created, progress.Updated, progress.Unchanged, progress.Refused, progress.Source);

    private sealed class Relay(IProgress<LoadFigures> progress) : IProgress<LoadProgress>
    {
        public void Report(LoadProgress value) => progress.Report(FiguresOf(value));
    }
}
