using CareExchange.Fhir.Elements;

namespace CareExchange.Mapping.Maps;

/// <summary>A plain walk inside an expression, <c>%row.name.given</c>: what it ends at was read even if only a computed value came out.</summary>
/// <param name="Slot">The variable; -1 for the focus.</param>
internal readonly record struct PathRead(int Slot, string[] Path)
{
    public void Mark(MapRun run, int frame, MapValue focus)
    {
        var start = Slot < 0 ? focus : run[frame, Slot];
        Mark(run, start.Element, 0);
    }

    private void Mark(MapRun run, Element element, int depth)
    {
        if (depth == Path.Length)
        {
            run.Reads.Mark(element);
            return;
        }

        var found = false;
        foreach (var child in element.Children(Path[depth]))
        {
            found = true;
            Mark(run, child, depth + 1);
        }

        if (!found && element.HasValue) run.Reads.Mark(element);
    }
}
