using CareExchange.Fhir.Elements;

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

    /// <summary>Joins what is demanded.</summary>
    /// <param name="name">The JSON name; of a root the type's name.</param>
    /// <param name="typeName">The type of the value.</param>
    /// <param name="rules">What this element demands by itself, cheapest first.</param>
    /// <param name="type">The rules of its type; null for a root, and where the content is defined in place.</param>
    /// <param name="content">What may stand inside where that is defined in place; null where the type says it.</param>
    internal ElementRules(string name, string typeName, IReadOnlyList<Rule> rules, Func<ElementRules?>? type, Func<ContentRules?>? content)
    {
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
        var content = Content ?? Type?.Content;
        if (content is not null && !content.Check(element, run)) return;
        if (Type is { } type)
            foreach (var rule in type._rules) rule.Check(element, run);
        foreach (var rule in _rules) rule.Check(element, run);
    }
}
