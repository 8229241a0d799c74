namespace CareExchange.Mapping.Tests;

/// <summary>Public test data that stands beside the checkout; tests that need it skip where it is not.</summary>
internal static class SharedData
{
    /// <summary>A folder of the conformance data, or null.</summary>
    public static string? Find(string name)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (!File.Exists(Path.Combine(folder.FullName, "CareExchange.sln"))) continue;
            var found = Path.Combine(folder.Parent!.FullName, "shared", "conformance", name);
            return Directory.Exists(found) ? found : null;
        }

        return null;
    }
}
