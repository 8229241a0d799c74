using CareExchange.Fhir.Elements;

namespace CareExchange.Validation.Rules;

/// <summary>One slice: how it is recognised and what is asked of what is in it.</summary>
internal sealed class SliceRules
{
    /// <summary>The name of the slice, <c>a/b</c> for a slice of a slice.</summary>
    public required string Name { get; init; }

    /// <summary>All of them hold for what is in the slice; empty where the slice cannot be recognised.</summary>
    public required IReadOnlyList<SliceCriterion> Criteria { get; init; }

    /// <summary>Why the slice cannot be recognised by what its profile says; null where it can.</summary>
    public string? Unclear { get; init; }

    /// <summary>How many; null where any number will do.</summary>
    public CardinalityRule? Cardinality { get; init; }

    /// <summary>What is asked of each, beyond what is asked of all slices.</summary>
    public required OverlayItem Item { get; init; }

    /// <summary>How the slice is sliced again; null where it is not.</summary>
    public SlicingRule? Slicing { get; init; }

    /// <summary>True for the slice of everything that is in no other.</summary>
    public bool IsDefault => Name == "@default";

    /// <summary>Whether an element is in the slice.</summary>
    public bool Holds(Element element, ValidationRun run)
    {
        if (Criteria.Count == 0) return false;
        foreach (var criterion in Criteria)
            if (!criterion.Holds(element, run)) return false;
        return true;
    }

    /// <summary>How many criteria hold, for telling which slice an element came nearest to.</summary>
    public int CountHolding(Element element, ValidationRun run) => Criteria.Count(criterion => criterion.Holds(element, run));

    /// <summary>The first criterion that an element does not meet; null where it meets all.</summary>
    public SliceCriterion? FirstFailing(Element element, ValidationRun run) => Criteria.FirstOrDefault(criterion => !criterion.Holds(element, run));
}
