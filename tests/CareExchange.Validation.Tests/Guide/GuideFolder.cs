namespace CareExchange.Validation.Tests.Guide;

/// <summary>Where the guide lies in the repository.</summary>
internal static class GuideFolder
{
    public static string Root { get; } = FindRoot();

    public static string Profiles { get; } = Path.Combine(Root, "profiles");

    public static string Package { get; } = Path.Combine(Profiles, "careexchange", "package", "careexchange.guide-1.0.0.tgz");

    public static string Examples(string kind) => Path.Combine(Profiles, "careexchange", "examples", kind);

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "CareExchange.sln"))) folder = folder.Parent ?? throw new DirectoryNotFoundException("CareExchange.sln");
        return folder.FullName;
    }
}
