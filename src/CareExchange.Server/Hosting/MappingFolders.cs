using CareExchange.Exchange.Intake;
using CareExchange.Fhir.Definitions;
using CareExchange.Mapping.Profiles;

namespace CareExchange.Server.Hosting;

/// <summary>Reads the partners' mapping folders from disk and compiles them once.</summary>
internal static class MappingFolders
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
            var files = new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
            foreach (var file in Directory.EnumerateFiles(partner, "*", SearchOption.TopDirectoryOnly))
            {
                files[Path.GetFileName(file)] = await File.ReadAllBytesAsync(file, cancellationToken);
            }

            var compiled = MappingProfile.Compile(name, files, schema);
            if (compiled.Value is { } profile && compiled.Succeeded) profiles[name] = profile;
            else errors.AddRange(compiled.Issues.Select(issue => $"{name}: {issue.Rule} at {issue.Expression} line {issue.Line}: {issue.English} Expected {issue.Expected}, found {issue.Found}."));
        }

        return errors.Count == 0 ? new(profiles) : throw new InvalidDataException(string.Join(Environment.NewLine, errors));
    }
}
