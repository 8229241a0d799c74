using CareExchange.Fhir.Elements;

namespace CareExchange.Mapping.Maps;

/// <summary>Joins entries that are the same resource: lists are united, single values must agree.</summary>
internal sealed class EntryMerge(MapRun run)
{
    // What each list already holds, by its JSON: thousands of rows may all add to one list.
    private readonly Dictionary<(ElementBuilder Owner, ShapeVariant List), Dictionary<string, ElementBuilder>> _items = [];
    private Dictionary<ElementBuilder, TraceStep>? _made;

    /// <summary>Moves what the second says into the first.</summary>
    public void Merge(ElementBuilder first, ElementBuilder second)
    {
        if (second.Text is { } text)
        {
            if (first.Text is null) first.TrySetText(text);
            else if (first.Text != text) Conflict(first, second);
        }

        foreach (var child in second.Children.ToArray())
        {
            var variant = child.Variant!;
            if (variant.IsList) Add(first, second, child);
            else if (first.Single(variant) is not { } single) Move(first, second, child);
            else
            {
                if (!ReferenceEquals(single.Variant, variant) || single.TypeName != child.TypeName) Conflict(single, child);
                else Merge(single, child);
                child.ReplaceBy(single);
            }
        }
    }

    private void Add(ElementBuilder first, ElementBuilder second, ElementBuilder item)
    {
        var variant = item.Variant!;
        if (!_items.TryGetValue((first, variant), out var items))
        {
            _items[(first, variant)] = items = new(StringComparer.Ordinal);
            foreach (var present in first.Children)
            {
                if (ReferenceEquals(present.Variant, variant)) items.TryAdd(present.ToString(), present);
            }
        }

        if (!items.TryAdd(item.ToString(), item)) item.ReplaceBy(items[item.ToString()]);
        else Move(first, second, item);
    }

    private static void Move(ElementBuilder first, ElementBuilder second, ElementBuilder child)
    {
        var variant = child.Variant!;
        second.Remove(child);
        first.Append(variant, child);
    }

    private void Conflict(ElementBuilder at, ElementBuilder second)
    {
        // The value itself stays out: two rows that disagree usually disagree about a person. The place is that of the later part.
        var step = (_made ??= Made()).GetValueOrDefault(second);
        run.Rule = step.Rule;
        run.Report(
            "conflict", "map-entry-conflict", $"Two parts of the message disagree about {at.Path}.", $"메시지의 두 부분이 {at.Path}에 대해 서로 다릅니다.", "one value", "two values",
            step is { Rule: not null, Source: >= 0 } ? run.Message.Find(step.Source) : default);
        run.Rule = null;
    }

    // The last step that made a part of each element. Looked up once: what is still to be joined stands where it was made.
    private Dictionary<ElementBuilder, TraceStep> Made()
    {
        var made = new Dictionary<ElementBuilder, TraceStep>(ReferenceEqualityComparer.Instance);
        foreach (var step in run.Trace)
        {
            for (var at = step.Target; at is not null; at = at.Parent) made[at] = step;
        }

        return made;
    }
}
