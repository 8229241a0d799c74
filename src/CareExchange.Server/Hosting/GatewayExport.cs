using System.Text.Json;
using CareExchange.Exchange.Exporting;
using CareExchange.Exchange.Intake;
using CareExchange.Exchange.Jobs;
using CareExchange.Exchange.Requests;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Outcomes;
using CareExchange.Mapping.Profiles;
using CareExchange.Server.Rest;
using CareExchange.Storage.Database;
using CareExchange.Storage.Jobs;

namespace CareExchange.Server.Hosting;

/// <summary>Bulk export into a folder, beside a running gateway or without one: the same rules, consents and audit as <c>$export</c>, nothing over HTTP.</summary>
/// <remarks>The folder notes the export's id, so that the same call after a kill goes on with it: files that are whole are not written again.</remarks>
public static class GatewayExport
{
    private const string StateName = "export.json";
    private const string ManifestName = "manifest.json";
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(100);

    /// <summary>Exports; files stand in the folder under their names with <c>.ndjson</c>, and <c>manifest.json</c> last.</summary>
    /// <param name="options">The gateway's options: database, keys, packages.</param>
    /// <param name="order">What to export, and where.</param>
    /// <param name="told">Told how far it is.</param>
    /// <param name="clock">The clock of every room.</param>
    /// <param name="cancellationToken">Stops; the same call goes on.</param>
    /// <returns>How many resources stand in how many files; or what is wrong with the order.</returns>
    /// <exception cref="InvalidDataException">Keys or packages cannot be read, or the folder holds another export.</exception>
    public static async Task<Outcome<(long Resources, int Files)>> RunAsync(
        GatewayOptions options, ExportOrder order, Action<string> told, TimeProvider clock, CancellationToken cancellationToken)
    {
        var keys = await KeyFile.OpenExistingAsync(options.KeyPath, clock, cancellationToken);
        var packages = await PackageFolder.LoadAsync(options.PackagesFolder ?? Path.Combine(options.DataFolder, "packages"), options.Packages, cancellationToken);
        var storage = options.StorageOf(keys, packages.Schema);
        await using var database = await StorageDatabase.OpenAsync(storage, clock, cancellationToken);
        var noMappings = new MappingLibrary(new Dictionary<string, MappingProfile>(StringComparer.Ordinal));
        await using var services = new ServiceCollection().AddLogging().AddSingleton(packages).AddExchange(database, noMappings, options, clock).BuildServiceProvider();
        var exports = services.GetRequiredService<ExportInteraction>();

        // As the organisation's own system would ask.
        var requester = new Requester(
            $"export:{order.OrganizationId}", order.OrganizationId, RequesterRole.PartnerSystem, order.OrganizationId, order.OrganizationId, PurposeOfUse.Treatment, IsSystem: true);
        var trace = new RequestTrace("export-" + Guid.NewGuid().ToString("N")[..16], null, null);
        order.Folder.Create();
        var begun = await BeginAsync(exports, order, packages.Schema, requester, trace, cancellationToken);
        if (begun.Value is not { } id || !begun.Succeeded) return Outcome.Failure<(long, int)>(begun.Issues);

        var status = await FinishAsync(services, exports, id, requester, told, clock, cancellationToken);
        if (status.Result is not { } result) return Outcome.Failure<(long, int)>([Issue.Error("exception", "job-given-up", "The export failed.", "내보내기가 실패했습니다.")]);
        foreach (var file in result.Files)
        {
            await WriteAsync(exports, order.Folder, id, file, result, requester, trace, packages.Schema, cancellationToken);
            told(file.Name);
        }

        await File.WriteAllBytesAsync(Path.Combine(order.Folder.FullName, ManifestName), ExportManifest.Write(result with { Address = AddressOf(order) }, ".", requiresAccessToken: false), cancellationToken);
        return Outcome.Success((result.Files.Sum(file => file.Count), result.Files.Count));
    }

    private static async Task<Outcome<string>> BeginAsync(
        ExportInteraction exports, ExportOrder order, Schema schema, Requester requester, RequestTrace trace, CancellationToken cancellationToken)
    {
        var path = Path.Combine(order.Folder.FullName, StateName);
        if (File.Exists(path))
        {
            var known = JsonSerializer.Deserialize<Begun>(await File.ReadAllBytesAsync(path, cancellationToken)) ?? throw new InvalidDataException($"{path} cannot be read.");
            if (known.Order != AddressOf(order) || known.Organization != order.OrganizationId) throw new InvalidDataException($"{order.Folder.FullName} holds another export ({known.Order}).");
            if (await exports.FindAsync(known.Id, requester, cancellationToken) is not null) return known.Id;
            throw new InvalidDataException($"The export of {order.Folder.FullName} has expired; use another folder.");
        }

        var read = new ExportRequestReader(schema).Read(order.Level, order.Group, order.Parameters, isPost: true, order.IsLenient);
        if (read.Value is not { } request || !read.Succeeded) return Outcome.Failure<string>(read.Issues);
        var begun = await exports.BeginAsync(request with { Address = AddressOf(order) }, _ => null, requester, trace, cancellationToken);
        if (begun.Value is { } id && begun.Succeeded) await File.WriteAllBytesAsync(path, JsonSerializer.SerializeToUtf8Bytes(new Begun(id, AddressOf(order), order.OrganizationId)), cancellationToken);
        return begun;
    }

    // A gateway on the same database may do the work as well; whoever takes a step does it.
    private static async Task<ExportStatus> FinishAsync(
        ServiceProvider services, ExportInteraction exports, string id, Requester requester, Action<string> told, TimeProvider clock, CancellationToken cancellationToken)
    {
        var runner = new JobRunner(
            services.GetRequiredService<JobStore>(),
            services.GetRequiredService<JobQueue>(),
            [ActivatorUtilities.CreateInstance<ExportKind>(services)],
            services.GetRequiredService<JobRunnerOptions>(),
            clock,
            services.GetRequiredService<ILogger<JobRunner>>());
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var running = runner.RunAsync(stop.Token);
        try
        {
            for (var progress = ""; ;)
            {
                var status = await exports.FindAsync(id, requester, cancellationToken) ?? throw new InvalidDataException("The export was called off.");
                if (status.Result is not null || !status.Failure.IsEmpty) return status;
                if (status.Progress != progress) told(progress = status.Progress);
                await Task.Delay(BetweenLooks, clock, cancellationToken);
            }
        }
        finally
        {
            await stop.CancelAsync();
            await running;
        }
    }

    // Written beside its name and then given it: what carries the name is whole.
    private static async Task WriteAsync(
        ExportInteraction exports, DirectoryInfo folder, string id, ExportFile file, ExportResult result, Requester requester, RequestTrace trace, Schema schema, CancellationToken cancellationToken)
    {
        var path = Path.Combine(folder.FullName, $"{file.Name}.ndjson");
        if (File.Exists(path)) return;
        var part = path + ".part";
        await using (var stream = new FileStream(part, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16))
        {
            await new ExportLines(file, result, schema).WriteAsync(stream, exports.ReadAsync(id, file, _ => null, requester, trace, cancellationToken), cancellationToken);
            stream.Flush(flushToDisk: true);
        }

        File.Move(part, path);
    }

    private static string AddressOf(ExportOrder order)
    {
        var level = order.Level switch { ExportLevel.Patient => "Patient/", ExportLevel.Group => $"Group/{order.Group}/", _ => "" };
        var query = string.Join('&', order.Parameters.Select(pair => $"{pair.Key}={Uri.EscapeDataString(pair.Value)}"));
        return query.Length == 0 ? level + "$export" : $"{level}$export?{query}";
    }

    private sealed record Begun(string Id, string Order, string Organization);
}
