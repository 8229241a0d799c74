using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace CareExchange.Cli.Tests.Loading;

/// <summary><c>careexchange load</c> as a process, which is really killed.</summary>
public sealed class LoadCommandTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("careexchange-load-");

    [Fact]
    public async Task A_killed_load_goes_on_where_it_stood_and_stores_nothing_twice()
    {
        const int Count = 45_000;
        var file = Write("data.ndjson", Enumerable.Range(0, Count).Select(number => $$$"""{"resourceType":"Basic","code":{"text":"{{{number}}}"}}"""));
        using (var killed = Start(file))
        {
            // The first line of progress says that something is committed.
            Assert.NotNull(await killed.StandardError.ReadLineAsync(TestContext.Current.CancellationToken));
            killed.Kill();
            await killed.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        var (code, said) = await RunAsync(file);

        Assert.True(code == 0, said);
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"{Count:N0} resources ({Count:N0} new, 0 updated, 0 unchanged, 0 refused)"), said, StringComparison.Ordinal);

        var (_, again) = await RunAsync(file);
        Assert.Contains("0 new", again, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refused_lines_are_told_in_a_file_and_by_the_exit_code()
    {
        var file = Write("data.ndjson", ["""{"resourceType":"Basic","id":"b1","code":{"text":"1"}}""", "{", """{"resourceType":"Observation","id":"o1"}"""]);

        var (code, said) = await RunAsync(file);

        Assert.Equal(1, code);
        Assert.Contains("1 new", said, StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(_folder.FullName, "errors.ndjson")));
        var lines = File.ReadAllLines(Path.Combine(_folder.FullName, "errors.ndjson")).Select(line => JsonDocument.Parse(line).RootElement).ToArray();
        Assert.Equal([2, 3], lines.Select(line => line.GetProperty("issue")[0].GetProperty("extension")[0].GetProperty("valueInteger").GetInt32()));
    }

    [Fact]
    public async Task What_is_not_there_is_not_loaded()
    {
        var (code, said) = await RunAsync(Path.Combine(_folder.FullName, "nothing.ndjson"));

        Assert.Equal(3, code);
        Assert.Contains("nothing.ndjson", said, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private string Write(string name, IEnumerable<string> lines)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllLines(path, lines);
        return path;
    }

    private Process Start(string file)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardError = true, RedirectStandardOutput = true, UseShellExecute = false };
        foreach (var argument in (string[])[Path.Combine(AppContext.BaseDirectory, "careexchange.dll"), "load", file, "--database", Path.Combine(_folder.FullName, "data"), "--errors", Path.Combine(_folder.FullName, "errors.ndjson")]) start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }

    private async Task<(int Code, string Said)> RunAsync(string file)
    {
        using var process = Start(file);
        var said = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, said);
    }
}
