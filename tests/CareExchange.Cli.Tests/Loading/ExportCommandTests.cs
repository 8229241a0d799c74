using System.Diagnostics;
using System.Text.Json;

namespace CareExchange.Cli.Tests.Loading;

/// <summary><c>careexchange export</c> as a process, over what <c>careexchange load</c> stored.</summary>
public sealed class ExportCommandTests : IDisposable
{
    private const int Patients = 3000;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("careexchange-export-");

    [Fact]
    public async Task What_an_organisation_loaded_it_gets_back_and_a_killed_export_goes_on()
    {
        var source = Path.Combine(_folder.FullName, "patients.ndjson");
        await File.WriteAllLinesAsync(
            source, Enumerable.Range(0, Patients).Select(number => $$$"""{"resourceType":"Patient","id":"p{{{number}}}","name":[{"family":"Kim"}],"birthDate":"1950-01-01"}"""), TestContext.Current.CancellationToken);
        Assert.Equal(0, (await RunAsync("load", source, "--organization", "clinic", "--errors", Path.Combine(_folder.FullName, "errors.ndjson"))).Code);
        var target = Path.Combine(_folder.FullName, "out");
        string[] export = ["export", target, "--organization", "clinic", "--type", "Patient", "--elements", "birthDate"];
        using (var killed = Start(export))
        {
            Assert.NotNull(await killed.StandardError.ReadLineAsync(TestContext.Current.CancellationToken));
            killed.Kill();
            await killed.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        var (code, said) = await RunAsync(export);

        Assert.True(code == 0, said);
        var lines = Directory.EnumerateFiles(target, "Patient*.ndjson").SelectMany(File.ReadLines).Select(line => JsonDocument.Parse(line).RootElement).ToArray();
        Assert.Equal(Patients, lines.Select(line => line.GetProperty("id").GetString()).Distinct().Count());
        Assert.Equal(Patients, lines.Length);
        Assert.All(lines, line => Assert.False(line.TryGetProperty("name", out _)));
        using var manifest = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(target, "manifest.json"), TestContext.Current.CancellationToken));
        Assert.Equal(Patients, manifest.RootElement.GetProperty("output").EnumerateArray().Sum(file => file.GetProperty("count").GetInt32()));
        Assert.False(manifest.RootElement.GetProperty("requiresAccessToken").GetBoolean());
    }

    [Fact]
    public async Task Others_get_nothing_of_persons_who_consented_to_nothing()
    {
        var source = Path.Combine(_folder.FullName, "patients.ndjson");
        await File.WriteAllLinesAsync(source, ["""{"resourceType":"Patient","id":"p1","name":[{"family":"Kim"}]}"""], TestContext.Current.CancellationToken);
        Assert.Equal(0, (await RunAsync("load", source, "--organization", "clinic", "--errors", Path.Combine(_folder.FullName, "errors.ndjson"))).Code);
        var target = Path.Combine(_folder.FullName, "out");

        var (code, said) = await RunAsync("export", target, "--organization", "stranger");

        Assert.True(code == 0, said);
        Assert.Empty(Directory.EnumerateFiles(target, "*.ndjson"));
    }

    [Fact]
    public async Task A_parameter_that_is_not_understood_is_refused_and_so_is_a_folder_of_another_export()
    {
        var source = Path.Combine(_folder.FullName, "patients.ndjson");
        await File.WriteAllLinesAsync(source, ["""{"resourceType":"Patient","id":"p1","name":[{"family":"Kim"}]}"""], TestContext.Current.CancellationToken);
        Assert.Equal(0, (await RunAsync("load", source, "--organization", "clinic", "--errors", Path.Combine(_folder.FullName, "errors.ndjson"))).Code);
        var target = Path.Combine(_folder.FullName, "out");

        Assert.Equal(3, (await RunAsync("export", target, "--organization", "clinic", "--type", "Nonsense")).Code);
        Assert.Equal(0, (await RunAsync("export", target, "--organization", "clinic", "--type", "Patient")).Code);
        Assert.Equal(3, (await RunAsync("export", target, "--organization", "clinic", "--type", "Observation")).Code);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardError = true, RedirectStandardOutput = true, UseShellExecute = false };
        foreach (var argument in (string[])[Path.Combine(AppContext.BaseDirectory, "careexchange.dll"), .. arguments, "--database", Path.Combine(_folder.FullName, "data")]) start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }

    private async Task<(int Code, string Said)> RunAsync(params string[] arguments)
    {
        using var process = Start(arguments);
        var said = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, said);
    }
}
