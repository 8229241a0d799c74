using System.Collections.Concurrent;
using CareExchange.Fhir.Definitions;
using CareExchange.Storage.Database;

namespace CareExchange.Storage.Indexing;

/// <summary>The search parameters that are stored in a database, and which indexes are complete, as of one moment. Immutable and thread-safe.</summary>
internal sealed class StoredParameters
{
    private readonly Schema _schema;
    private readonly ConcurrentDictionary<string, IndexedType> _types;

    public StoredParameters(Schema schema, IndexDefinitions definitions)
    {
        (_schema, Definitions, _types) = (schema, definitions, new(StringComparer.Ordinal));
        All = [.. definitions.SearchParameters.Select(json => StoredParameter.Read(json, schema)).OfType<StoredParameter>()];
    }

    private StoredParameters(StoredParameters other, IndexDefinitions definitions) =>
        (_schema, _types, All, Definitions) = (other._schema, other._types, other.All, definitions);

    /// <summary>What they were read from.</summary>
    public IndexDefinitions Definitions { get; }

    /// <summary>The active ones, in the order in which they were first stored.</summary>
    public IReadOnlyList<StoredParameter> All { get; }

    /// <summary>The same parameters, their indexes further on.</summary>
    public StoredParameters With(IndexDefinitions definitions) => new(this, definitions);

    /// <summary>A type with its stored parameters; the plain type where it has none and its indexes are as they should be.</summary>
    public IndexedType Find(IndexedType plain) => _types.GetOrAdd(plain.Name, static (_, args) => args.Self.Compile(args.Plain), (Self: this, Plain: plain));

    /// <summary>How far the index of a type is that is being built; null where nobody builds it.</summary>
    public (long Done, long Total)? ProgressOf(string type) => Definitions.Progress.TryGetValue(type, out var progress) ? progress : null;

    /// <summary>The stored definitions that count for a type: of two with one code the one that was there first, and none with a code of the schema's.</summary>
    public IEnumerable<StoredParameter> Of(TypeDefinition type)
    {
        if (All.Count == 0) return [];
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var ancestor = type; ancestor is not null; ancestor = ancestor.Base) names.Add(ancestor.TypeName);
        return All.Where(stored => stored.Definition.Base.Any(names.Contains) && _schema.FindSearchParameter(type.TypeName, stored.Definition.Code) is null && !IndexTypeCompiler.IsColumn(stored.Definition.Code))
            .DistinctBy(stored => stored.Definition.Code, StringComparer.Ordinal);
    }

    private IndexedType Compile(IndexedType plain)
    {
        var type = _schema.FindType(plain.Name)!;
        SearchParameterDefinition[] own = [.. Of(type).Select(stored => stored.Definition)];
        var known = Definitions.Complete.GetValueOrDefault(plain.Name);
        if (own.Length == 0 && (known is null or "?" || known == plain.Signature)) return plain;

        // Where nobody knows by what the stored resources are indexed, the schema's parameters are trusted and those that are new are not.
        var complete = known is null or "?" ? null : known.Split(' ').ToHashSet(StringComparer.Ordinal);
        return IndexTypeCompiler.Compile(
            _schema, plain.Name, IndexCatalog.Definitions(_schema, type), own, parameter => complete?.Contains(IndexedType.Sign(parameter)) ?? !parameter.IsStored) with
        {
            Progress = () => ProgressOf(plain.Name),
        };
    }
}
