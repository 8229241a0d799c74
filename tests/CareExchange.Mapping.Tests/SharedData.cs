namespace CareExchange.Mapping.Tests;

/// <summary>The checkout, and public test data that stands beside it; tests that need the latter skip where it is not.</summary>
internal static class SharedData
{
    /// <summary>The folder of the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>A folder of the conformance data, or null.</summary>
    public static string? Find(string name)
    {
        var found = Path.Combine(Path.GetDirectoryName(Root)!, "shared", "conformance", name);
        return Directory.Exists(found) ? found : null;
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "CareExchange.sln"))) folder = folder.Parent ?? throw new DirectoryNotFoundException("CareExchange.sln");
        return folder.FullName;
    }
}
