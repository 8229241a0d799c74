using System.Globalization;
using CareExchange.Server.Hosting;

namespace CareExchange.Cli.Loading;

/// <summary>One line that says how far a load is: rewritten on a terminal, a new one every few seconds elsewhere.</summary>
internal sealed class ProgressLine(TextWriter output, int files, TimeProvider clock) : IProgress<LoadFigures>
{
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(5);
    private readonly bool _isTerminal = !Console.IsErrorRedirected;
    private readonly long _began = clock.GetTimestamp();
    private long _shown;
    private long? _first;

    public void Report(LoadFigures value)
    {
        // Of a load that goes on, only what is done now counts for the speed.
        _first ??= value.Total;
        if (!_isTerminal && _shown != 0 && clock.GetElapsedTime(_shown) < Between) return;
        _shown = clock.GetTimestamp();
        var text = string.Create(CultureInfo.InvariantCulture, $"{Text(value, Speed(value.Total - _first.Value))}, file {Math.Min(value.File + 1, files)} of {files}");
        if (_isTerminal) output.Write($"\r{text}   ");
        else output.WriteLine(text);
    }

    public void End(LoadFigures value)
    {
        if (_isTerminal) output.WriteLine();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Text(value, Speed(value.Total))}, {clock.GetElapsedTime(_began).TotalSeconds:F1} s, searchable"));
    }

    private double Speed(long count) => count / Math.Max(0.001, clock.GetElapsedTime(_began).TotalSeconds);

    private static string Text(LoadFigures value, double speed) => string.Create(
        CultureInfo.InvariantCulture,
        $"{value.Total:N0} resources ({value.Created:N0} new, {value.Updated:N0} updated, {value.Unchanged:N0} unchanged, {value.Refused:N0} refused), {speed:N0}/s");
}
