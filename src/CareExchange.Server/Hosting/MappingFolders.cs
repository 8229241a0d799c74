using CareExchange.Exchange.Intake;
using CareExchange.Fhir.Definitions;
using CareExchange.Mapping.Profiles;

namespace CareExchange.Server.Hosting;

/// <summary>Reads the partners' mapping folders from disk and compiles them once.</summary>
public static class MappingFolders
{
    /// <summary>The mappings of all folders below this one that have a manifest.</summary>
    /// <exception cref="InvalidDataException">A folder does not compile; the message lists everything wrong in all of them.</exception>
    public static async Task<MappingLibrary> LoadAsync(string folder, Schema schema, CancellationToken cancellationToken)
    {
        var profiles = new Dictionary<string, MappingProfile>(StringComparer.Ordinal);
        var errors = new List<string>();
        string[] folders = Directory.Exists(folder) ? Directory.GetDirectories(folder) : [];
        foreach (var partner in folders.Order(StringComparer.Ordinal))
        {
            if (!File.Exists(Path.Combine(partner, "mapping.json"))) continue;
            var name = Path.GetFileName(partner);
            var compiled = MappingProfile.Compile(name, await ReadAsync(partner, cancellationToken), schema);
            if (compiled.Value is { } profile && compiled.Succeeded) profiles[name] = profile;
            else errors.AddRange(compiled.Issues.Select(issue => $"{name}: {issue.Rule} at {issue.Expression} line {issue.Line}: {issue.English} Expected {issue.Expected}, found {issue.Found}."));
        }

        return errors.Count == 0 ? new(profiles) : throw new InvalidDataException(string.Join(Environment.NewLine, errors));
    }

    /// <summary>The files of one partner's folder and of <c>common</c> beside it, as <see cref="MappingProfile.Compile"/> takes them.</summary>
    /// <param name="partner">The folder with the manifest.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static async Task<IReadOnlyDictionary<string, ReadOnlyMemory<byte>>> ReadAsync(string partner, CancellationToken cancellationToken)
    {
        var files = new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
        await AddAsync(files, partner, "", cancellationToken);
        var common = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(partner.TrimEnd('/', '\\')))!, "common");
        if (Directory.Exists(common)) await AddAsync(files, common, "common/", cancellationToken);
        return files;
    }

    private static async Task AddAsync(Dictionary<string, ReadOnlyMemory<byte>> files, string folder, string prefix, CancellationToken cancellationToken)
    {
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            var path = Path.GetRelativePath(folder, file).Replace('\\', '/');
            if (!path.StartsWith("examples/", StringComparison.Ordinal)) files[prefix + path] = await File.ReadAllBytesAsync(file, cancellationToken);
        }
    }
}
