using System.Collections.Concurrent;
using CareExchange.Fhir.Definitions;
using CareExchange.Terminology.ValueSets;
using CareExchange.Validation.Rules;

namespace CareExchange.Validation.Compilation;

/// <summary>Definitions → rule trees. Each type is compiled when it is first met, once, and shared by all that use it. Thread-safe.</summary>
/// <remarks>
/// A tree is compiled from two things: the schema node, which says how JSON names an element and what type it has, and the
/// ElementDefinition, which says what is demanded of it. For a type both come from its own definition.
/// </remarks>
public sealed class RuleTreeCompiler : IRuleSource
{
    private readonly Schema _schema;
    private readonly ValueSetMembership _membership;
    private readonly ElementRuleBuilders _builders;
    private readonly ProfileCompiler _profiles;
    private readonly ConcurrentDictionary<string, Lazy<ElementRules?>> _types = new(StringComparer.Ordinal);

    private readonly CleanValues _clean = new();

    // Elements with the same children (a type's, or those that a content reference points at) have the same list of nodes.
    private readonly ConcurrentDictionary<IReadOnlyList<SchemaNode>, Lazy<ContentRules>> _contents = new(ReferenceEqualityComparer.Instance);

    /// <summary>Prepares compilation; nothing is compiled yet.</summary>
    public RuleTreeCompiler(Schema schema, ValueSetMembership membership)
    {
        _schema = schema;
        _membership = membership;
        _builders = new(schema, membership, Find);
        _profiles = new(schema, new(schema, membership));
    }

    /// <inheritdoc/>
    Schema IRuleSource.Schema => _schema;

    /// <inheritdoc/>
    ValueSetMembership IRuleSource.Membership => _membership;

    /// <inheritdoc/>
    ProfileRules? IRuleSource.FindProfile(string canonical) => _profiles.Find(canonical);

    /// <summary>The rules of a type by its name; null where the schema has no type of this name.</summary>
    public ElementRules? Find(string typeName)
    {
        if (_types.TryGetValue(typeName, out var known)) return known.Value;

        // A name may be a stranger's word: what is no type is not remembered.
        return _schema.FindRoot(typeName) is null ? null : _types.GetOrAdd(typeName, static (name, compiler) => new(() => compiler.CompileType(name)), this).Value;
    }

    private ElementRules? CompileType(string typeName) =>
        _schema.FindRoot(typeName) is { Type: { } type } root
            ? new(typeName, typeName, ElementRuleBuilders.OfType(type), type: null, () => Content(root), type)
            : null;

    private ContentRules Content(SchemaNode parent) =>
        _contents.GetOrAdd(parent.Children, _ => new(() => CompileContent(parent))).Value;

    private ContentRules CompileContent(SchemaNode parent)
    {
        var cardinalities = new List<CardinalityRule>();
        var children = new List<ContentChild>();
        ElementDefinition? previous = null;
        foreach (var node in parent.Children)
        {
            // The types of a choice follow each other and share one definition, hence one count.
            if (node.Definition != previous) cardinalities.Add(CardinalityBuilder.Build(node.Definition));
            previous = node.Definition;
            children.Add(new(node.Tag, CompileElement(node), cardinalities.Count - 1, node.Definition.IsList));
        }

        return new(cardinalities, children, parent.IsPrimitive, parent.Type is { Kind: TypeKind.Resource });
    }

    private ElementRules CompileElement(SchemaNode node)
    {
        var definition = node.Definition;
        var typeName = node.Type?.TypeName ?? (definition.Types is [var only, ..] ? only.Code : "Element");
        var rules = _builders.OfElement(node, definition);
        if (node.IsResource) return new(node.JsonName, typeName, rules, type: null, content: null);
        var isInPlace = definition.Children.Count > 0 || definition.ContentReference is not null;
        return isInPlace
            ? new(node.JsonName, typeName, rules, type: null, () => Content(node), node.Type)
            : new(node.JsonName, typeName, rules, () => Find(typeName), content: null, node.Type, _clean);
    }
}
