using System.Text;
using CareExchange.Fhir.Definitions;
using CareExchange.Mapping.Profiles;

namespace CareExchange.Exchange.Tests;

/// <summary>The Bundles that the partners' maps make of their example messages, as <c>mappings/*/examples</c> keeps them.</summary>
internal static class PartnerExamples
{
    /// <summary>The folder of the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Paths from the repository's root, in order; not what goes out in a partner's own format, which may be JSON as well.</summary>
    public static IEnumerable<string> Bundles { get; } =
        [.. Directory.GetFiles(Path.Combine(Root, "mappings"), "*-expected.json", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/')).Where(file => !file.Contains("/examples/out/", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    public static string Read(string bundle) => File.ReadAllText(Path.Combine(Root, bundle));

    /// <summary>A message as the partner sends it, such as <c>nhis-seodaemun/examples/01-input.json</c>.</summary>
    public static byte[] Message(string path) => File.ReadAllBytes(Path.Combine(Root, "mappings", path));

    /// <summary>A partner's mapping folder as it stands, each file perhaps changed first.</summary>
    public static MappingProfile Profile(string partner, Func<string, string, string>? change = null)
    {
        var files = new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
        var folder = Path.Combine(Root, "mappings", partner);
        foreach (var file in Directory.GetFiles(folder, "*", SearchOption.AllDirectories))
        {
            var name = Path.GetRelativePath(folder, file).Replace('\\', '/');
            if (name.StartsWith("examples/", StringComparison.Ordinal)) continue;
            files[name] = change is null ? File.ReadAllBytes(file) : Encoding.UTF8.GetBytes(change(name, File.ReadAllText(file)));
        }

        var common = Path.Combine(Root, "mappings", "common");
        foreach (var file in Directory.GetFiles(common, "*", SearchOption.AllDirectories)) files["common/" + Path.GetRelativePath(common, file).Replace('\\', '/')] = File.ReadAllBytes(file);
        var compiled = MappingProfile.Compile(partner, files, Schema.R4);
        return compiled.Value ?? throw new InvalidDataException(string.Join(' ', compiled.Issues.Select(issue => issue.English)));
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "CareExchange.sln"))) return folder.FullName;
        throw new DirectoryNotFoundException("The tests run from a build output inside the repository.");
    }
}
