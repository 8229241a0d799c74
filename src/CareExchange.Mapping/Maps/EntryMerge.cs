using CareExchange.Fhir.Elements;

namespace CareExchange.Mapping.Maps;

/// <summary>Joins two entries that are the same resource: lists are united, single values must agree.</summary>
internal sealed class EntryMerge(MapRun run)
{
    /// <summary>Moves what the second says into the first.</summary>
    public void Merge(ElementBuilder first, ElementBuilder second)
    {
        if (second.Text is { } text)
        {
            if (first.Text is null) first.TrySetText(text);
            else if (first.Text != text) Conflict(first);
        }

        foreach (var child in second.Children.ToArray())
        {
            var variant = child.Variant!;
            if (!variant.IsList && first.Single(variant) is { } single)
            {
                if (!ReferenceEquals(single.Variant, variant) || single.TypeName != child.TypeName) Conflict(single);
                else Merge(single, child);
                child.ReplaceBy(single);
            }
            else if (variant.IsList && Same(first, child) is { } same)
            {
                child.ReplaceBy(same);
            }
            else
            {
                second.Remove(child);
                first.Append(variant, child);
            }
        }
    }

    private static ElementBuilder? Same(ElementBuilder first, ElementBuilder item)
    {
        var json = item.ToJson();
        foreach (var other in first.Children)
        {
            if (ReferenceEquals(other.Variant, item.Variant) && other.ToJson().AsSpan().SequenceEqual(json)) return other;
        }

        return null;
    }

    private void Conflict(ElementBuilder at)
    {
        // The value itself stays out: two rows that disagree usually disagree about a person.
        run.Report("conflict", "map-entry-conflict", $"Two parts of the message disagree about {at.Path}.", $"메시지의 두 부분이 {at.Path}에 대해 서로 다릅니다.", "one value", "two values");
    }
}
