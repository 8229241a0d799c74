namespace CareExchange.Exchange.Tests;

/// <summary>The Bundles that the partners' maps make of their example messages, as <c>mappings/*/examples</c> keeps them.</summary>
internal static class PartnerExamples
{
    private static readonly string Root = FindRoot();

    /// <summary>Paths from the repository's root, in order.</summary>
    public static IEnumerable<string> Bundles { get; } =
        [.. Directory.GetFiles(Path.Combine(Root, "mappings"), "*-expected.json", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/')).Order(StringComparer.Ordinal)];

    public static string Read(string bundle) => File.ReadAllText(Path.Combine(Root, bundle));

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "CareExchange.sln"))) return folder.FullName;
        throw new DirectoryNotFoundException("The tests run from a build output inside the repository.");
    }
}
