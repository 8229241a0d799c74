using System.CommandLine;

namespace CareExchange.Cli.Packages;

/// <summary><c>careexchange package list|add|inspect|compile</c>: FHIR packages and the definition packs made of them.</summary>
internal static class PackageCommand
{
    public static Command Create() => new("package", "List, add, inspect and compile FHIR packages.")
    {
        PackageList.Create(),
        PackageAdd.Create(),
        PackageInspect.Create(),
        PackageCompile.Create(),
    };

    /// <summary>The folder a gateway with default options reads.</summary>
    public static Option<DirectoryInfo> Folder() => new("--folder", "-f")
    {
        Description = "The folder of packages.",
        DefaultValueFactory = _ => new DirectoryInfo(Path.Combine("data", "packages")),
    };
}
