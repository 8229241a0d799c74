using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.FhirPath;

namespace CareExchange.Validation.Rules;

/// <summary>A node of the rule tree: everything demanded of one element, of one type.</summary>
/// <remarks>
/// A tree ends where another type begins: an element of type HumanName points at the rules of HumanName, which all names share.
/// That keeps the tree finite where types contain themselves, and small in memory.
/// </remarks>
public sealed class ElementRules
{
    private readonly Rule[] _rules;
    private readonly Lazy<ElementRules?> _type;
    private readonly Lazy<ContentRules?> _content;
    private readonly TypeDefinition? _definition;
    private readonly CleanValues? _clean;
    private volatile Joined? _joined;

    /// <summary>Joins what is demanded.</summary>
    /// <param name="name">The JSON name; of a root the type's name.</param>
    /// <param name="typeName">The type of the value.</param>
    /// <param name="rules">What this element demands by itself, cheapest first.</param>
    /// <param name="type">The rules of its type; null for a root, and where the content is defined in place.</param>
    /// <param name="content">What may stand inside where that is defined in place; null where the type says it.</param>
    /// <param name="definition">The definition of the type, where there is one.</param>
    /// <param name="clean">Where values without fault are remembered; null where they are not.</param>
    internal ElementRules(string name, string typeName, IReadOnlyList<Rule> rules, Func<ElementRules?>? type, Func<ContentRules?>? content, TypeDefinition? definition = null, CleanValues? clean = null)
    {
        _clean = CleanValues.Covers(typeName) ? clean : null;
        _definition = definition;
        Name = name;
        TypeName = typeName;
        _rules = [.. rules];
        _type = new(type ?? (() => null));
        _content = new(content ?? (() => null));
    }

    /// <summary>The JSON name: <c>valueQuantity</c>; of a root the type's name.</summary>
    public string Name { get; }

    /// <summary>The type of the value.</summary>
    public string TypeName { get; }

    /// <summary>What the value has to meet here, beside what its type demands everywhere.</summary>
    public IReadOnlyList<Rule> Rules => _rules;

    /// <summary>What the type demands of every value; null where the content is defined in place.</summary>
    public ElementRules? Type => _type.Value;

    /// <summary>What may stand inside, where that is defined in place: in a root and in a backbone element.</summary>
    public ContentRules? Content => _content.Value;

    /// <summary>Judges one value and everything in it.</summary>
    internal void Check(Element element, ValidationRun run)
    {
        if (run.IsFull) return;
        if (_clean is null) CheckAll(element, run);
        else if (!_clean.Knows(this, element, run, out var hash))
        {
            var before = run.Count;
            CheckAll(element, run);
            if (run.Count == before) _clean.Keep(this, element, run, hash);
        }
    }

    private void CheckAll(Element element, ValidationRun run)
    {
        var joined = _joined ??= Join();
        var present = 0UL;
        if (joined.Content is { } content && !content.Check(element, run, out present)) return;
        foreach (ref readonly var judgement in joined.Judgements.AsSpan())
        {
            // Most invariants speak of children that are not there, and are true by that alone.
            if (judgement.Proof is { } proof && proof.Holds(present)) continue;
            judgement.Rule.Check(element, run);
        }
    }

    // Types point at each other in circles, so what is joined from them is joined when it is first asked for.
    private Joined Join()
    {
        var content = Content ?? Type?.Content;
        string[] children = content is null ? [] : [.. content.Cardinalities.Select(cardinality => cardinality.ElementName)];
        Rule[] all = [.. Type?._rules ?? [], .. _rules];
        return new(content, [.. all.Select(rule => new Judgement(rule, content is null ? null : rule.Prove(IsType, children)))]);
    }

    private bool IsType(string name) => _definition?.IsA(name) == true;

    private sealed record Joined(ContentRules? Content, Judgement[] Judgements);

    private readonly record struct Judgement(Rule Rule, PresenceProof? Proof);
}
