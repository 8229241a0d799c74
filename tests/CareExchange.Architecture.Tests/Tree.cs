namespace CareExchange.Architecture.Tests;

/// <summary>A project file: its name without the house's prefix, and its XML.</summary>
internal sealed record ProjectFile(string Name, string Xml);

/// <summary>A source file: its project's full name, its path inside that project with forward slashes, and its text.</summary>
internal sealed record SourceFile(string Project, string Path, string Text)
{
    /// <summary>The folder directly under the project, or null for a file that lies beside the csproj.</summary>
    public string? Room => Path.IndexOf('/') is var slash and > 0 ? Path[..slash] : null;

    public override string ToString() => $"{Project}/{Path}";
}

/// <summary>The repository as it lies on disk. Everything that judges it is pure and takes these values.</summary>
internal static class Tree
{
    public static string Root { get; } = FindRoot();

    public static IReadOnlyList<ProjectFile> Projects { get; } =
        [.. Directory.GetFiles(At("src"), "*.csproj", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(path => new ProjectFile(ShortName(path), File.ReadAllText(path)))];

    public static IReadOnlyList<SourceFile> Sources { get; } = [.. ReadSources(At("src"))];

    public static IReadOnlyList<SourceFile> TestSources { get; } = [.. ReadSources(At("tests"))];

    public static string Read(string path) => File.ReadAllText(At(path));

    public static string At(string path) => System.IO.Path.Combine(Root, path);

    private static IEnumerable<SourceFile> ReadSources(string under)
    {
        foreach (var project in Directory.GetDirectories(under, "CareExchange.*").Order(StringComparer.Ordinal))
        {
            foreach (var path in Directory.GetFiles(project, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            {
                var inside = System.IO.Path.GetRelativePath(project, path).Replace('\\', '/');
                var isSource = inside.EndsWith(".cs", StringComparison.Ordinal) || inside.EndsWith(".razor", StringComparison.Ordinal);
                if (isSource && !inside.StartsWith("obj/", StringComparison.Ordinal) && !inside.StartsWith("bin/", StringComparison.Ordinal))
                    yield return new(System.IO.Path.GetFileName(project), inside, File.ReadAllText(path));
            }
        }
    }

    private static string ShortName(string csproj) =>
        System.IO.Path.GetFileNameWithoutExtension(csproj).Replace("CareExchange.", "", StringComparison.Ordinal);

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "CareExchange.sln"))) return folder.FullName;
        throw new DirectoryNotFoundException("The tests run from a build output inside the repository.");
    }
}
