using CareExchange.Fhir.Definitions;
using CareExchange.Validation.Rules;

namespace CareExchange.Validation.Compilation;

/// <summary>slicing and slices → <see cref="SlicingRule"/>.</summary>
/// <param name="criteria">Discriminators → criteria.</param>
/// <param name="item">What is asked of each element of a slice beyond what is asked of all.</param>
internal sealed class SlicingBuilder(SliceCriterionBuilder criteria, Func<SnapshotNode, SnapshotNode?, IReadOnlyList<SchemaNode>, OverlayItem> item)
{
    /// <summary>The rule; null where the element is not sliced.</summary>
    /// <param name="sliced">The element with its slices.</param>
    /// <param name="nodes">How JSON names it: a choice by each of its types.</param>
    public SlicingRule? Build(SnapshotNode sliced, IReadOnlyList<SchemaNode> nodes) => Build(sliced, sliced, sliced.Definition.Slicing, nodes);

    private SlicingRule? Build(SnapshotNode sliced, SnapshotNode general, ElementSlicing? slicing, IReadOnlyList<SchemaNode> nodes)
    {
        if (sliced.Slices.Count == 0 && slicing?.Rules != "closed") return null;
        slicing ??= new([], false, "open");
        var slices = sliced.Slices.Select(slice => Slice(slice, general, slicing, nodes)).ToArray();
        return slices.Length == 0 && slicing.Discriminators.Count == 0 ? null : new(slices, slicing.IsOrdered, slicing.Rules == "closed", slicing.Rules == "openAtEnd");
    }

    private SliceRules Slice(SnapshotNode slice, SnapshotNode general, ElementSlicing slicing, IReadOnlyList<SchemaNode> nodes)
    {
        var definition = slice.Definition;
        var found = criteria.Build(slice, slicing, out var unclear);
        var name = $"{definition.Name}{(definition.IsChoice ? "[x]" : "")}:{definition.SliceName}";
        return new()
        {
            Name = definition.SliceName ?? "",
            Criteria = found,
            Unclear = unclear,
            Cardinality = definition.Min > 0 || definition.Max >= 0 ? new(name, definition.Min, definition.Max) : null,
            Item = item(slice, general, Named(definition, nodes)),

            // A slice of a slice that says nothing of its own is told apart as its elder is.
            Slicing = slice.Slices.Count == 0 ? null : Build(slice, slice, definition.Slicing ?? slicing with { Rules = "open" }, nodes),
        };
    }

    // A slice written as valueQuantity is about that type only.
    private static IReadOnlyList<SchemaNode> Named(ElementDefinition definition, IReadOnlyList<SchemaNode> nodes) =>
        nodes.Where(node => node.JsonName == definition.Name).ToArray() is { Length: 1 } only ? only : nodes;
}
