using System.Diagnostics;

namespace CareExchange.Benchmarks.Http.Servers;

/// <summary>The gateway as it is released, <c>dotnet publish</c> of the command; where the sources or the compiler are not there, the one that was built with the benchmarks.</summary>
/// <param name="Folder">Where the command stands.</param>
/// <param name="Description">Which of the two it is.</param>
internal sealed record PublishedGateway(string Folder, string Description)
{
    private const string Project = "src/CareExchange.Cli";

    /// <summary>Publishes it beside the benchmarks.</summary>
    public static async Task<PublishedGateway> FindAsync()
    {
        var target = Path.Combine(AppContext.BaseDirectory, "published");
        return Root() is { } root && await PublishAsync(root, target)
            ? new(target, "gateway as published, compiled ahead")
            : new(AppContext.BaseDirectory, "gateway as built, not compiled ahead");
    }

    private static string? Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (Directory.Exists(Path.Combine(folder.FullName, Project))) return folder.FullName;
        }

        return null;
    }

    private static async Task<bool> PublishAsync(string root, string target)
    {
        var start = new ProcessStartInfo(
            Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", ["publish", Path.Combine(root, Project), "-c", "Release", "-o", target, "-nologo", "-v", "quiet"])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) await Console.Error.WriteLineAsync(output);
        return process.ExitCode == 0;
    }
}
