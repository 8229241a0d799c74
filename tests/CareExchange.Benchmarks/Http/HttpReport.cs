using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CareExchange.Benchmarks.Http;

/// <summary>What <c>http</c> prints, and the same as JSON.</summary>
internal static class HttpReport
{
    private static readonly JsonSerializerOptions s_json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase, WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>The table's head.</summary>
    public static void Begin()
    {
        Console.WriteLine("| question | loop | gateway /s | floor /s | ratio | gateway p50 / p99 ms | floor p50 / p99 ms | p99 ratio | processor µs each, gateway / floor |");
        Console.WriteLine("|---|---|---:|---:|---:|---:|---:|---:|---:|");
    }

    /// <summary>One question's lines.</summary>
    public static void Print(HttpResult result)
    {
        foreach (var loop in result.Loops ?? [])
        {
            Console.WriteLine(Line(
                $"| {result.Question} | {loop.Loop}, {loop.Connections} | {loop.PerSecond:N0} | {loop.FloorPerSecond:N0} | {loop.PerSecond / loop.FloorPerSecond:P0} | {loop.P50:F2} / {loop.P99:F2} | {loop.FloorP50:F2} / {loop.FloorP99:F2} | {loop.P99 / loop.FloorP99:F1} | {loop.Processor:F0} / {loop.FloorProcessor:F0} |"));
        }

        if (result.Question is HttpCommand.Fill or HttpCommand.Load) Console.WriteLine(Line($"| {result.Question} | `careexchange load` | {result.PerSecond:N0} | {result.FloorPerSecond:N0} | {result.Ratio:P0} | | | | |"));
        if (result.Megabytes is { } megabytes) Console.WriteLine(Line($"| memory | working set | {megabytes:N0} MB | {result.FloorMegabytes:N0} MB | | | | | |"));
        if (result.Milliseconds is { } milliseconds) Console.WriteLine(Line($"| start | to the first validated request | {milliseconds:N0} ms | | | | | | {result.ProcessorMilliseconds * 1000:N0} / |"));
        if (result.Failures > 0) Console.WriteLine(Line($"{result.Failures:N0} answers of '{result.Question}' were no success."));
    }

    /// <summary>Everything as JSON.</summary>
    public static async Task WriteAsync(FileInfo file, IReadOnlyList<HttpResult> results, CancellationToken cancellationToken)
    {
        await using var output = file.Create();
        await JsonSerializer.SerializeAsync(output, results, s_json, cancellationToken);
    }

    private static string Line(FormattableString line) => line.ToString(CultureInfo.InvariantCulture);
}
