namespace CareExchange.Cli.Tests;

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

    /// <summary>The folder of the solution.</summary>
    public static string Root => FindRoot() ?? throw new DirectoryNotFoundException("CareExchange.sln");

    private static string? Find()
    {
        var shared = FindRoot() is { } root ? Path.Combine(Path.GetDirectoryName(root)!, "shared") : null;
        return Directory.Exists(shared) ? shared : null;
    }

    private static string? FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "CareExchange.sln"))) return folder.FullName;
        }

        return null;
    }
}
