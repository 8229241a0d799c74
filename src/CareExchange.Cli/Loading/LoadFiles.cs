namespace CareExchange.Cli.Loading;

/// <summary>The files that names on the command line stand for.</summary>
internal static class LoadFiles
{
    private static readonly string[] Endings = [".ndjson", ".jsonl", ".json", ".xml"];

    // What others refer to by conditions comes first: directories are exported beside the persons' Bundles.
    private static readonly string[] First = ["Organization", "hospital", "Location", "Practitioner", "Medication.", "Patient."];

    /// <summary>Every file, those of a folder in a fixed order: directories first, then by name.</summary>
    /// <exception cref="IOException">There is nothing of a name, or nothing to load in a folder.</exception>
    public static IReadOnlyList<FileInfo> Find(IEnumerable<string> paths)
    {
        var files = new List<FileInfo>();
        foreach (var path in paths)
        {
            if (File.Exists(path))
            {
                files.Add(new(path));
                continue;
            }

            if (!Directory.Exists(path)) throw new FileNotFoundException($"There is no file or folder '{path}'.");
            var found = new DirectoryInfo(path).EnumerateFiles("*", SearchOption.AllDirectories).Where(IsResources)
                .OrderBy(file => Rank(file.Name)).ThenBy(file => file.FullName, StringComparer.Ordinal).ToArray();
            if (found.Length == 0) throw new IOException($"There are no resources in '{path}'.");
            files.AddRange(found);
        }

        return files;
    }

    private static bool IsResources(FileInfo file)
    {
        var name = file.Name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? file.Name[..^3] : file.Name;
        return Array.Exists(Endings, ending => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase));
    }

    private static int Rank(string name) => Array.FindIndex(First, start => name.StartsWith(start, StringComparison.OrdinalIgnoreCase)) is >= 0 and var rank ? rank : First.Length;
}
