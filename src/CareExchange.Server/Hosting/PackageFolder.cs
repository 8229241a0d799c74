using CareExchange.Fhir.Definitions;
using CareExchange.Validation.Packages;

namespace CareExchange.Server.Hosting;

/// <summary>A folder of FHIR packages.</summary>
public static class PackageFolder
{
    /// <summary>Loads the packages of a folder over <see cref="Schema.Guide"/>.</summary>
    /// <param name="folder">Where they lie; a folder that is missing has none.</param>
    /// <param name="wanted">Which of them, as <see cref="PackageLoader.Load"/> reads it; null for all.</param>
    /// <param name="cancellationToken">Cancels reading.</param>
    /// <returns>The packages with their warnings.</returns>
    /// <exception cref="InvalidDataException">A package is broken or missing; the message says all of it, in English and Korean.</exception>
    public static async Task<PackageSet> LoadAsync(string folder, IReadOnlyList<string>? wanted, CancellationToken cancellationToken)
    {
        var loaded = PackageLoader.Load(Schema.Guide, await ReadAsync(folder, cancellationToken), wanted);
        var errors = loaded.Issues.Where(issue => issue.IsError).ToArray();
        return errors.Length == 0 ? loaded : throw new InvalidDataException(string.Join(
            Environment.NewLine,
            errors.Select(issue => $"{issue.Rule}: {issue.English} / {issue.Korean}{(issue.Expected is null ? "" : $" Expected {issue.Expected}.")}{(issue.Found is null ? "" : $" Found {issue.Found}.")}")));
    }

    /// <summary>The package files of a folder (.tgz and .pack), by name; none where it is missing.</summary>
    public static async Task<IReadOnlyList<PackageFile>> ReadAsync(string folder, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(folder)) return [];
        var files = new List<PackageFile>();
        foreach (var path in Directory.EnumerateFiles(folder).Where(IsPackage).Order(StringComparer.Ordinal))
        {
            files.Add(new(Path.GetFileName(path), await File.ReadAllBytesAsync(path, cancellationToken)));
        }

        return files;
    }

    private static bool IsPackage(string path) => Path.GetExtension(path) is ".tgz" or ".pack";
}
