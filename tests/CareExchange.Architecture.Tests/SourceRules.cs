namespace CareExchange.Architecture.Tests;

/// <summary>Rules that one source file keeps or breaks by itself.</summary>
internal static class SourceRules
{
    private const int LineCap = 400;

    private static readonly string[] PureProjects = ["CareExchange.Fhir", "CareExchange.Terminology", "CareExchange.Validation", "CareExchange.Mapping"];

    private static readonly string[] Impure = ["async", "await", "System.Threading.Tasks", "System.IO.File", "TimeProvider", "Stopwatch"];

    /// <summary>Only Server/Hosting joins rooms, so only there may Server name Storage.</summary>
    public static IEnumerable<string> OnlyHostingNamesStorage(IEnumerable<SourceFile> sources) =>
        from file in sources
        where file.Project == "CareExchange.Server" && file.Room != "Hosting"
        where CSharpText.Names(CSharpText.WithoutCommentsAndStrings(file.Text), "CareExchange.Storage")
        select $"{file}: only Server/Hosting may name Storage.";

    /// <summary>A namespace is its folder; a type in a root namespace would be seen by every room without a using.</summary>
    public static IEnumerable<string> NamespaceIsFolder(IEnumerable<SourceFile> sources)
    {
        foreach (var file in sources)
        {
            var code = CSharpText.WithoutCommentsAndStrings(file.Text);
            var declared = CSharpText.Namespace(code);
            if (file.Room is null)
            {
                // Program.cs is the entry point of a process and belongs to no room; attributes and imports declare nothing.
                if (file.Path != "Program.cs" && CSharpText.DeclaresType(code)) yield return $"{file}: the root namespace of a project holds no types.";
                continue;
            }

            var expected = $"{file.Project}.{Path.GetDirectoryName(file.Path)?.Replace('\\', '/').Replace('/', '.')}";
            if (declared is null ? CSharpText.DeclaresType(code) : declared != expected)
                yield return $"{file}: declares {declared ?? "no namespace"}, its folder says {expected}.";
        }
    }

    /// <summary>The pure floors are synchronous and know no clock and no files.</summary>
    public static IEnumerable<string> PureFloorsArePure(IEnumerable<SourceFile> sources) =>
        from file in sources
        where PureProjects.Contains(file.Project)
        let code = CSharpText.WithoutCommentsAndStrings(file.Text)
        from word in Impure
        where CSharpText.Names(code, word)
        select $"{file}: a pure floor names {word}.";

    /// <summary>A file past the cap holds two jobs. Generated files (*.g.cs) are tables, not prose, and are not counted.</summary>
    public static IEnumerable<string> NoFileIsTooLong(IEnumerable<SourceFile> sources) =>
        from file in sources
        where !file.Path.EndsWith(".g.cs", StringComparison.Ordinal)
        let lines = file.Text.AsSpan().TrimEnd('\n').Count('\n') + 1
        where lines > LineCap
        select $"{file}: {lines} lines, the cap is {LineCap}.";
}
