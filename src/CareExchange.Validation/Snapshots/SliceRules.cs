using CareExchange.Fhir.Definitions;

namespace CareExchange.Validation.Snapshots;

/// <summary>How slices come into a snapshot.</summary>
internal static class SliceRules
{
    private static readonly ElementSlicing ByUrl = new([new("value", "url")], IsOrdered: false, "open");
    private static readonly ElementSlicing ByTypeOpen = new([new("type", "$this")], IsOrdered: false, "open");
    private static readonly ElementSlicing ByTypeClosed = new([new("type", "$this")], IsOrdered: false, "closed");

    /// <summary>The facts of a sliced element: extensions are sliced by url and choices by type even where nobody says so.</summary>
    public static ElementDefinition WithSlicing(SnapshotNode target, SnapshotNode differential, out bool isSliced)
    {
        var facts = target.Facts!;
        var slicing = facts.Slicing
            ?? (target.Name is "extension" or "modifierExtension" ? ByUrl : null)
            ?? (target.IsChoice && differential.Slices.TrueForAll(slice => IsOneType(target, slice)) ? ByTypeOpen : null);
        isSliced = slicing is not null;
        return facts with { Slicing = slicing };
    }

    /// <summary>Leaves one more type to a choice: a type named by itself closes the choice to those that are named.</summary>
    public static void NarrowTo(SnapshotNode target, ElementType type)
    {
        var facts = target.Facts!;
        if (facts.Slicing is null)
        {
            target.Facts = facts with { Slicing = ByTypeClosed, Types = [type] };
        }
        else if (!facts.Types.Any(known => known.Code == type.Code))
        {
            target.Facts = facts with { Types = [.. facts.Types, type] };
        }
    }

    /// <summary>A new slice: what is said of the sliced element holds for each of its slices, but none of them has to be there.</summary>
    /// <param name="target">The sliced element.</param>
    /// <param name="differential">The slice as the profile has it.</param>
    /// <param name="content">The sliced element as the base has it: what a profile says of the content of all is not said again for each.</param>
    public static SnapshotNode Add(SnapshotNode target, SnapshotNode differential, SnapshotNode content)
    {
        var name = differential.SliceName!;
        var slash = name.LastIndexOf('/');
        var divided = slash > 0 ? target.Slice(name[..slash]) : null;
        var slice = (divided ?? content).Copy(name);

        // What the base says inside a data type of all values holds for the slices' values anyway; only who looks into the slice unfolds it.
        if (divided is null && differential.Children.Count == 0 && content.Facts is { Types: [{ Code: not ("BackboneElement" or "Element") }] }) slice.Children.Clear();
        slice.Facts = (divided ?? target).Facts! with { SliceName = name, Slicing = null, Min = 0, Types = Types(target, target.Facts!.Types, name) };
        target.Slices.Insert(divided is null ? target.Slices.Count : EndOf(target, divided), slice);
        return slice;
    }

    private static bool IsOneType(SnapshotNode target, SnapshotNode slice) =>
        slice.Facts is not { Types.Count: > 1 } && Types(target, target.Facts!.Types, slice.SliceName!).Count == 1;

    // A slice named after a type (valueQuantity of value[x]) has that type.
    private static IReadOnlyList<ElementType> Types(SnapshotNode target, IReadOnlyList<ElementType> types, string sliceName)
    {
        if (!target.IsChoice) return types;
        foreach (var type in types)
        {
            if (sliceName.Equals(target.Name[..^3] + type.Code, StringComparison.OrdinalIgnoreCase)) return [type];
        }

        return types;
    }

    private static int EndOf(SnapshotNode target, SnapshotNode divided)
    {
        var at = target.Slices.IndexOf(divided) + 1;
        while (at < target.Slices.Count && target.Slices[at].SliceName!.StartsWith($"{divided.SliceName}/", StringComparison.Ordinal)) at++;
        return at;
    }
}
