using CareExchange.Fhir.Elements;

namespace CareExchange.Validation.Rules;

/// <summary>What a profile demands of one element beyond its base, and of what stands in it.</summary>
/// <remarks>The base tree has asked everything else; a profile that adds nothing to an element has no node for it.</remarks>
internal sealed class OverlayRules
{
    private readonly Rule[] _rules;
    private readonly OverlayChild[] _children;

    public OverlayRules(IReadOnlyList<Rule> rules, IReadOnlyList<OverlayChild> children)
    {
        _rules = [.. rules];
        _children = [.. children];
    }

    /// <summary>What the element itself has to meet, cheapest first.</summary>
    public IReadOnlyList<Rule> Rules => _rules;

    /// <summary>The children of which more is asked.</summary>
    public IReadOnlyList<OverlayChild> Children => _children;

    /// <summary>True where nothing is added.</summary>
    public bool IsEmpty => _rules.Length == 0 && _children.Length == 0;

    /// <summary>Judges one element and what is in it.</summary>
    public void Check(Element element, ValidationRun run)
    {
        if (run.IsFull) return;

        // What is said of the place where a resource stands is about the resource around; what is said of its content is about itself.
        foreach (var rule in _rules) rule.Check(element, run);
        if (_children.Length == 0) return;
        var isOwnRoot = element.Node is { IsResource: true } && run.Resource != element;
        var outer = isOwnRoot ? run.Enter(element, isContained: element.Name == "contained") : null;
        run.Push(element);
        foreach (var child in _children) child.Check(element, run);
        run.Pop();
        if (isOwnRoot) run.Leave(outer);
    }
}
