using CareExchange.Fhir.Definitions;
using CareExchange.Storage.Resources;
using CareExchange.Terminology.CodeSystems;
using CareExchange.Terminology.ConceptMaps;
using CareExchange.Terminology.ValueSets;
using CareExchange.Validation.Instances;

namespace CareExchange.Exchange.Operations;

/// <summary>The definitions of the packs and those that are stored, as they stood at one moment. Immutable and thread-safe.</summary>
public sealed class LiveDefinitions
{
    private readonly Lazy<ResourceValidator> _validator;

    internal LiveDefinitions(string stamp, Schema schema, IReadOnlyList<StoredResource> structureMaps, ResourceValidator? validator, CodeSystemCatalog? systems = null)
    {
        (Stamp, Schema, StructureMaps) = (stamp, schema, structureMaps);
        Membership = systems is null ? new ValueSetMembership(schema) : new ValueSetMembership(schema, systems);
        Codes = new CodeValidator(Membership);
        Expander = new ValueSetExpander(Membership);
        Lookup = new ConceptLookup(Membership.Systems);
        Translator = new ConceptTranslator(schema);
        _validator = new(() => validator ?? new ResourceValidator(schema, Membership));
    }

    /// <summary>Differs after every change of a stored definition.</summary>
    public string Stamp { get; }

    /// <summary>All definitions.</summary>
    public Schema Schema { get; }

    /// <summary>Which codes value sets hold.</summary>
    public ValueSetMembership Membership { get; }

    /// <summary>Judges codes.</summary>
    public CodeValidator Codes { get; }

    /// <summary>Lists the codes of value sets.</summary>
    public ValueSetExpander Expander { get; }

    /// <summary>Tells of single codes.</summary>
    public ConceptLookup Lookup { get; }

    /// <summary>Translates codes.</summary>
    public ConceptTranslator Translator { get; }

    /// <summary>Judges resources, stored profiles included.</summary>
    public ResourceValidator Validator => _validator.Value;

    /// <summary>Canonicals of the stored ValueSets, by their ids.</summary>
    public IReadOnlyDictionary<string, string> ValueSets { get; internal init; } = new Dictionary<string, string>();

    /// <summary>The stored StructureMaps, those that were changed last at the end.</summary>
    public IReadOnlyList<StoredResource> StructureMaps { get; }

    /// <summary>The same with a pack laid over all of it, for one request.</summary>
    internal LiveDefinitions With(DefinitionPack pack) =>
        new(Stamp, Schema.With(pack), StructureMaps, null, pack.CodeSystems.Value.Count == 0 ? Membership.Systems : null);
}
