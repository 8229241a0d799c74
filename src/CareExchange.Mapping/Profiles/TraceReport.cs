using CareExchange.Fhir.Elements;
using CareExchange.Mapping.Maps;
using CareExchange.Mapping.Sources;

namespace CareExchange.Mapping.Profiles;

/// <summary>Raw trace → entries with paths.</summary>
internal static class TraceReport
{
    /// <summary>Most traces are never read, so the message's tree is given back at once and read a second time for those that are.</summary>
    public static Func<IReadOnlyList<TraceEntry>> Of(MapRun run)
    {
        var steps = run.Trace;
        run.Map.TraceGuess = steps.Count;
        var message = run.Message;
        return () => Entries(steps, message);
    }

    private static List<TraceEntry> Entries(List<TraceStep> steps, SourceMessage first)
    {
        var message = first.ReadAgain();
        using var document = message.Document;
        var elements = new Dictionary<int, Element>();
        Collect(document.Root, elements);
        var paths = new TargetPaths();
        var entries = new List<TraceEntry>(steps.Count);
        foreach (var (rule, source, target) in steps)
        {
            var isPart = source > document.Root.Start && elements.ContainsKey(source);
            entries.Add(new(rule.Path, isPart ? message.Locate(elements[source]) : null, paths.Of(target.Current), rule.Map, rule.Position.Line));
        }

        return entries;
    }

    private static void Collect(Element element, Dictionary<int, Element> elements)
    {
        elements[element.Start] = element;
        foreach (var child in element.Children()) Collect(child, elements);
    }
}
