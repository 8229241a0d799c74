using System.Diagnostics;
using System.Globalization;
using System.Text;
using CareExchange.Fuzz;

// dotnet run -c Release --project tests/CareExchange.Fuzz -- TARGET|all [EXECUTIONS] [SEED] [FOLDER]
// FOLDER may hold inputs to begin with, takes those that broke a promise, and (as current.bin) the one that is being tried.
if (args.Length == 0 || (args[0] != "all" && !FuzzLoop.Targets.Contains(args[0], StringComparer.Ordinal)))
{
    await Console.Error.WriteLineAsync($"CareExchange.Fuzz {string.Join('|', FuzzLoop.Targets)}|all [EXECUTIONS] [SEED] [FOLDER]");
    return 2;
}

var executions = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 100_000;
var seed = args.Length > 2 ? ulong.Parse(args[2], CultureInfo.InvariantCulture) : 1;
var folder = Directory.CreateDirectory(args.Length > 3 ? args[3] : Path.Combine(Path.GetTempPath(), "careexchange-fuzz"));
using var current = File.OpenHandle(Path.Combine(folder.FullName, "current.bin"), FileMode.Create, FileAccess.Write);
byte[] previous = [];
var (slowest, found, last) = (TimeSpan.Zero, 0, Stopwatch.GetTimestamp());
foreach (var target in args[0] == "all" ? FuzzLoop.Targets : [args[0]])
{
    var loop = new FuzzLoop
    {
        OnInput = input =>
        {
            var elapsed = Stopwatch.GetElapsedTime(last);
            if (elapsed > slowest + TimeSpan.FromMilliseconds(200))
            {
                slowest = elapsed;
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{target}: slowest input so far took {elapsed.TotalMilliseconds:F0} ms, kept as {target}.slow"));
                File.WriteAllBytes(Path.Combine(folder.FullName, $"{target}.slow"), previous);
            }

            previous = input;
            RandomAccess.SetLength(current, input.Length);
            RandomAccess.Write(current, input, 0);
            last = Stopwatch.GetTimestamp();
        },
    };
    slowest = TimeSpan.Zero;
    last = Stopwatch.GetTimestamp();
    var started = Stopwatch.GetTimestamp();
    var inputs = folder.EnumerateFiles($"{target}-*").Select(file => File.ReadAllBytes(file.FullName));
    var findings = loop.Run(target, executions, seed, inputs);
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{target}: {executions} executions in {Stopwatch.GetElapsedTime(started).TotalSeconds:F0} s, {loop.Covered} branches, {loop.CorpusSize} inputs, {findings.Count} findings"));
    foreach (var (input, problem) in findings)
    {
        var file = Path.Combine(folder.FullName, string.Create(CultureInfo.InvariantCulture, $"{target}-{++found}.bin"));
        File.WriteAllBytes(file, input);
        Console.WriteLine($"{file}\n{problem}\n{Encoding.UTF8.GetString(input.AsSpan(0, Math.Min(input.Length, 400)))}\n");
    }
}

return found == 0 ? 0 : 1;
