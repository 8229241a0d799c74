using System.Formats.Tar;
using System.IO.Compression;

namespace CareExchange.Fhir.Tests;

/// <summary>Public test data that stands beside the checkout; tests that need it skip where it is not.</summary>
internal static class SharedData
{
    public static string? Folder { get; } = Find();

    public static string Need(string path)
    {
        var full = Folder is null ? null : Path.Combine(Folder, path);
        Assert.SkipUnless(File.Exists(full) || Directory.Exists(full), "skipped: no conformance data");
        return full!;
    }

    /// <summary>The JSON resources of a package, by file name.</summary>
    public static IEnumerable<(string Name, byte[] Json)> Package(string file)
    {
        using var stream = File.OpenRead(Need(Path.Combine("packages", file)));
        using var gzip = new GZipStream(stream, CompressionMode.Decompress);
        using var tar = new TarReader(gzip);
        while (tar.GetNextEntry() is { } entry)
        {
            var name = entry.Name[(entry.Name.LastIndexOf('/') + 1)..];
            if (entry.DataStream is null || !name.EndsWith(".json", StringComparison.Ordinal) || name is "package.json" || name.StartsWith('.')) continue;
            using var copy = new MemoryStream();
            entry.DataStream.CopyTo(copy);
            yield return (name, copy.ToArray());
        }
    }

    private static string? Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "CareExchange.sln")))
            {
                var shared = Path.Combine(folder.Parent!.FullName, "shared");
                return Directory.Exists(shared) ? shared : null;
            }
        }

        return null;
    }
}
