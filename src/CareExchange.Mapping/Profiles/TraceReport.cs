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
        var entries = new List<TraceEntry>(steps.Count * 2);
        var told = steps.Select(step => step.Target.Current).ToHashSet();
        foreach (var (rule, source, target) in steps)
        {
            SourcePosition? position = source > document.Root.Start && elements.TryGetValue(source, out var element) ? message.Locate(element) : null;
            entries.Add(new(rule.Path, position, paths.Of(target.Current), rule.Map, rule.Position.Line));
            Parts(target.Current, part => entries.Add(new(rule.Path, position, paths.Of(part), rule.Map, rule.Position.Line)), told);
        }

        return entries;
    }

    /// <summary>What a transform made as a whole (the parts of a CodeableConcept, of a copied element) has no step of its own: it belongs to the rule that made the whole.</summary>
    private static void Parts(ElementBuilder whole, Action<ElementBuilder> add, HashSet<ElementBuilder> told)
    {
        foreach (var part in whole.Children)
        {
            if (part.IsEmpty || !told.Add(part)) continue;
            if (part.Text is not null) add(part);
            Parts(part, add, told);
        }
    }

    private static void Collect(Element element, Dictionary<int, Element> elements)
    {
        elements[element.Start] = element;
        foreach (var child in element.Children()) Collect(child, elements);
    }
}
