using CareExchange.Fhir.Elements;

namespace CareExchange.Validation.Rules;

/// <summary>What a profile adds to a child of an element: how many, each of them, and how they are sliced.</summary>
/// <param name="name">The definition's name, or the JSON name where one type of a choice is meant.</param>
/// <param name="cardinality">How many; null where the base says the same.</param>
/// <param name="item">What is asked of each.</param>
/// <param name="slicing">How they are told apart; null where they are not.</param>
internal sealed class OverlayChild(string name, CardinalityRule? cardinality, OverlayItem item, SlicingRule? slicing)
{
    public string Name => name;

    public CardinalityRule? Cardinality => cardinality;

    public OverlayItem Item => item;

    public SlicingRule? Slicing => slicing;

    public void Check(Element parent, ValidationRun run)
    {
        var found = 0;
        var children = parent.Children(name);
        foreach (var child in children)
        {
            found++;
            item.Check(child, run);
        }

        cardinality?.Check(parent, found, run);
        slicing?.Check(parent, children.ToArray(), run);
    }
}
