using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using CareExchange.Cli.Maps;
using CareExchange.Fhir.Definitions;
using CareExchange.Mapping.Profiles;

namespace CareExchange.Benchmarks.Maps;

/// <summary><c>map FOLDER</c>: messages a second from bytes to Bundle on one thread, for each example of any mapping folder.</summary>
internal static class MapCommand
{
    private const int Loops = 9;

    // The compiler takes its last step only for what has run often.
    private const int WarmUp = 2_000;

    // Asking what has been used costs as much as a small message.
    private const int Block = 16;

    public static Command Create()
    {
        var folder = new Argument<DirectoryInfo>("folder") { Description = "One partner's mapping folder, or the folder of all." };
        var seconds = new Option<double>("--seconds") { Description = "How much processor time each example is measured for.", DefaultValueFactory = _ => 1.5 };
        var command = new Command("map", "Messages a second from bytes to Bundle on one thread: the median of several loops, and what one message allocates.") { folder, seconds };
        command.SetAction(parse =>
        {
            var path = parse.GetRequiredValue(folder);
            var folders = path.Exists ? MapFolder.Open(path, Schema.R4) : [];
            if (folders.Count == 0)
            {
                Console.Error.WriteLine($"There is no mapping folder in {path.FullName}.");
                return 2;
            }

            Console.WriteLine("| example | bytes in | bytes out | µs a message | messages/s | processor µs | allocated bytes |");
            Console.WriteLine("|---|---:|---:|---:|---:|---:|---:|");
            return folders.Select(one => Measure(one, TimeSpan.FromSeconds(Math.Clamp(parse.GetValue(seconds), 0.1, 60)))).Max();
        });
        return command;
    }

    private static int Measure(MapFolder folder, TimeSpan time)
    {
        if (folder.Profile.Value is not { } profile)
        {
            Console.Error.WriteLine($"{folder.Name} does not compile: {folder.Profile.Issues[0].English}");
            return 1;
        }

        foreach (var input in folder.Inputs)
        {
            if (profile.ContentTypeOf(input.Name) is not { } contentType) continue;
            var bytes = File.ReadAllBytes(input.FullName);
            if (profile.Transform(bytes, contentType, input.Name).Value is not { } result) continue;
            Print($"{folder.Name}/{input.Name}", bytes.Length, result.Bundle.Length, Run(profile, bytes, contentType, input.Name, time));
        }

        return 0;
    }

    private static (double Wall, double Processor, long Allocated) Run(MappingProfile profile, byte[] bytes, string contentType, string name, TimeSpan time)
    {
        // On a machine that others use, time passes without anything being done: loops end by what they have used.
        var loop = TimeSpan.FromTicks(time.Ticks / Loops);
        var start = Process.GetCurrentProcess().TotalProcessorTime;
        for (var i = 0; i < WarmUp && (i % Block > 0 || Process.GetCurrentProcess().TotalProcessorTime - start < time * 2); i++) profile.Transform(bytes, contentType, name);
        var results = Enumerable.Range(0, Loops).Select(_ => Loop(profile, bytes, contentType, name, loop)).ToArray();
        // What others do on the machine lengthens a loop and shortens none, so of processor time the least is the message's own.
        return (Median(results.Select(result => result.Wall)), results.Min(result => result.Processor), results[^1].Allocated);
    }

    private static (double Wall, double Processor, long Allocated) Loop(MappingProfile profile, byte[] bytes, string contentType, string name, TimeSpan time)
    {
        var count = 0;
        var processor = Process.GetCurrentProcess().TotalProcessorTime;
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var watch = Stopwatch.StartNew();
        do
        {
            profile.Transform(bytes, contentType, name);
            count++;
        }
        while (count % Block > 0 || Process.GetCurrentProcess().TotalProcessorTime - processor < time);
        var wall = watch.Elapsed;
        return (wall.TotalMicroseconds / count, (Process.GetCurrentProcess().TotalProcessorTime - processor).TotalMicroseconds / count, (GC.GetAllocatedBytesForCurrentThread() - allocated) / count);
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }

    private static void Print(string name, int bytesIn, int bytesOut, (double Wall, double Processor, long Allocated) result) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"| {name} | {bytesIn:N0} | {bytesOut:N0} | {result.Wall:N0} | {1e6 / result.Wall:N0} | {result.Processor:N0} | {result.Allocated:N0} |"));
}
