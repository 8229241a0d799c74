using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace CareExchange.Journeys.Tests.Partners;

/// <summary>The page "Add a partner" typed into a shell: its files, and its commands in their order, with nothing of ours but the port.</summary>
public sealed partial class AddPartnerByHandTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("careexchange-by-hand-");

    private static readonly string Program = $"dotnet '{Path.Combine(AppContext.BaseDirectory, "careexchange.dll")}'";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whoever_types_what_the_page_says_has_a_partner_whose_message_is_stored()
    {
        Assert.SkipUnless(File.Exists("/bin/bash") && (File.Exists("/usr/bin/curl") || File.Exists("/bin/curl")), "No bash, or no curl.");

        // 1. The page up to its first message; what follows adds an output and is tried by AddPartnerTests.
        var page = (await File.ReadAllTextAsync(Path.Combine(Root(), "mappings", "README.md"), Cancel)).Split("\n## 5.")[0].Replace("127.0.0.1:5080", $"127.0.0.1:{FreePort()}", StringComparison.Ordinal);
        foreach (Match file in FileBlock().Matches(page))
        {
            var path = Path.Combine(_folder.FullName, file.Groups[1].Value);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllTextAsync(path, file.Groups[2].Value, Cancel);
        }

        // The page is read inside the checkout, where the shared maps are.
        foreach (var file in Directory.GetFiles(Path.Combine(Root(), "mappings", "common"), "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(_folder.FullName, "mappings", "common", Path.GetRelativePath(Path.Combine(Root(), "mappings", "common"), file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        // 2. Its commands. What a person does between them is done here: the printed line goes into the settings, and serve runs in a window of its own.
        var blocks = ShellBlock().Matches(page).Select(match => match.Groups[1].Value).ToArray();
        var address = Address().Match(page).Value;
        var begin = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"set -e\ncareexchange() {{ {Program} \"$@\"; }}\n");
        var said = new StringBuilder();
        var after = new StringBuilder(begin);
        foreach (var block in blocks)
        {
            if (block.StartsWith("careexchange client key", StringComparison.Ordinal))
            {
                var line = await RunAsync(begin + block);
                var settings = Path.Combine(_folder.FullName, "gateway.json");
                var text = (await File.ReadAllTextAsync(settings, Cancel)).Replace("\"jwks\": \"{\\\"keys\\\":[]}\"", line.Trim(), StringComparison.Ordinal);
                Assert.Contains("P-384", text, StringComparison.Ordinal);
                await File.WriteAllTextAsync(settings, text.Replace("\"gateway\": {", $"\"gateway\": {{ \"url\": \"{address}\",", StringComparison.Ordinal), Cancel);
            }
            else if (block.StartsWith("careexchange serve", StringComparison.Ordinal))
            {
                after.Append(System.Globalization.CultureInfo.InvariantCulture, $"{block.Trim().Replace("careexchange", Program, StringComparison.Ordinal)} > served 2>&1 &\nserved=$!\ntrap 'kill $served; wait $served || true' EXIT\nuntil curl -s -o /dev/null {address}/health/live; do kill -0 $served; sleep 0.2; done\n");
            }
            else if (block.StartsWith("careexchange map", StringComparison.Ordinal))
            {
                said.Append(await RunAsync(begin + block));
            }
            else
            {
                after.Append(block);
            }
        }

        said.Append(await RunAsync(after.ToString()));
        var all = said.ToString();

        // 3. What the page promises.
        Assert.Contains("1 passed, 0 failed", all, StringComparison.Ordinal);
        Assert.Matches("\"name\":\\s*\"state\",\\s*\"valueCode\":\\s*\"processed\"", all);
        Assert.Matches("\"total\":\\s*1|\"birthDate\":\\s*\"1941-05-06\"", all);
        Assert.Contains("윤다온(가명)", all, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private async Task<string> RunAsync(string script)
    {
        var start = new ProcessStartInfo("/bin/bash", ["-c", script]) { WorkingDirectory = _folder.FullName, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(Cancel);
        var errors = process.StandardError.ReadToEndAsync(Cancel);
        await process.WaitForExitAsync(Cancel);
        var said = await output + await errors;
        Assert.True(process.ExitCode == 0, said);
        return said;
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private static string Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "CareExchange.sln"))) return folder.FullName;
        throw new DirectoryNotFoundException("The tests run from a build output inside the repository.");
    }

    // A file stands below its name in bold.
    [GeneratedRegex(@"^\*\*`([^`]+)`\*\*[^\n]*\n\n```\w*\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FileBlock();

    [GeneratedRegex(@"^```sh\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ShellBlock();

    [GeneratedRegex(@"http://127\.0\.0\.1:[0-9]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Address();
}
