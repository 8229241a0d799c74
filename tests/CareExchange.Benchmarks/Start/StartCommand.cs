using System.CommandLine;
using System.Diagnostics;
using System.Globalization;

namespace CareExchange.Benchmarks.Start;

/// <summary><c>start [PACKAGE…]</c>: how long a process takes from its start to its first validated Patient, and how large it is then.</summary>
/// <remarks>
/// Every measurement is a process of its own: nothing is warm but the file cache. Beside the time that passed stands the processor time that the
/// process used: on a machine that is busy with other things only the latter says something about us.
/// </remarks>
internal static class StartCommand
{
    public static Command Create()
    {
        var packages = new Argument<FileInfo[]>("packages") { Description = "FHIR packages loaded beside R4.", Arity = ArgumentArity.ZeroOrMore };
        var runs = new Option<int>("--runs") { Description = "How many processes.", DefaultValueFactory = _ => 7 };
        var command = new Command("start", "From process start to the first validated Patient: milliseconds and working set, median of several processes.") { packages, runs };
        command.SetAction(parse =>
        {
            var files = parse.GetValue(packages) ?? [];
            var results = new List<(double Milliseconds, double Processor, double Megabytes)>();
            for (var run = 0; run < parse.GetValue(runs); run++) results.Add(Run(files));
            var time = results.Select(result => result.Milliseconds).Order().ToArray();
            var processor = results.Select(result => result.Processor).Order().ToArray();
            var size = results.Select(result => result.Megabytes).Order().ToArray();
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"R4{string.Concat(files.Select(file => $" + {Path.GetFileNameWithoutExtension(file.Name)}"))}: ready in {time[time.Length / 2]:F0} ms ({time[0]:F0} to {time[^1]:F0}), processor time {processor[processor.Length / 2]:F0} ms, working set {size[size.Length / 2]:F0} MB (at most {size[^1]:F0})"));
        });
        return command;
    }

    private static (double Milliseconds, double Processor, double Megabytes) Run(FileInfo[] packages)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, UseShellExecute = false };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet") start.ArgumentList.Add(typeof(StartCommand).Assembly.Location);
        start.ArgumentList.Add(ReadyProcess.Name);
        foreach (var package in packages) start.ArgumentList.Add(package.FullName);
        var clock = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        var line = process.StandardOutput.ReadLine();
        var elapsed = clock.Elapsed;
        process.WaitForExit();
        return line?.Split(' ') is [var size, var processor]
            ? (elapsed.TotalMilliseconds, double.Parse(processor, CultureInfo.InvariantCulture), double.Parse(size, CultureInfo.InvariantCulture))
            : throw new InvalidOperationException("The process did not become ready.");
    }
}
