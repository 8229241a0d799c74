using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.FhirPath;

namespace CareExchange.Storage.Indexing;

/// <summary>The search parameters of every type, compiled when a type is first met. Thread-safe.</summary>
internal sealed class IndexCatalog
{
    // One per schema: the store and the query parser must mean the same parameters, and compiling them twice helps nobody.
    private static readonly ConditionalWeakTable<Schema, IndexCatalog> Catalogs = [];

    // R4 gives these no expression that an index could follow, or they are columns of the resource table.
    private static readonly HashSet<string> Columns = new(StringComparer.Ordinal) { "_id", "_lastUpdated" };
    private static readonly HashSet<string> Kinds = new(StringComparer.Ordinal) { "token", "reference", "string", "date", "number", "quantity", "uri" };

    private readonly ConcurrentDictionary<string, IndexedType?> _types = new(StringComparer.Ordinal);

    private readonly Lazy<IReadOnlyList<string>> _names;

    private IndexCatalog(Schema schema)
    {
        Schema = schema;
        _names = new(() => [.. schema.Types.Where(type => type is { Kind: TypeKind.Resource, IsAbstract: false, IsConstraint: false }).Select(type => type.TypeName).Order(StringComparer.Ordinal)]);
    }

    public Schema Schema { get; }

    public static IndexCatalog Of(Schema schema) => Catalogs.GetValue(schema, static key => new IndexCatalog(key));

    /// <summary>The names of all resource types, in order.</summary>
    public IReadOnlyList<string> Names => _names.Value;

    /// <summary>The parameters of a resource type, or null when there is no such type.</summary>
    public IndexedType? Find(string resourceType) => _types.GetOrAdd(resourceType, Compile);

    private IndexedType? Compile(string resourceType)
    {
        var type = Schema.FindType(resourceType);
        if (type is not { Kind: TypeKind.Resource, IsAbstract: false } || type.TypeName != resourceType) return null;
        var parameters = new Dictionary<string, IndexedParameter>(StringComparer.Ordinal);
        var others = new List<string>();
        foreach (var definition in Definitions(type))
        {
            if (Columns.Contains(definition.Code)) continue;
            if (definition.Type == "composite" && CompositeCatalog.Compile(Schema, resourceType, definition) is { Count: > 0 } composites)
            {
                parameters[definition.Code] = new(definition.Code, definition.Type, composites[0].Key, composites[0].CanonicalKey, [], composites[0].Expression) { Composites = composites };
                continue;
            }

            var compiled = definition.Expression is { } expression && (Kinds.Contains(definition.Type) || IsPosition(definition))
                ? FhirPathExpression.Compile(SearchExpression.For(resourceType, expression)).Value
                : null;
            if (compiled is null)
            {
                others.Add(definition.Code);
                continue;
            }

            parameters[definition.Code] = new(
                definition.Code,
                definition.Type,
                ParameterKey.Of(resourceType, definition.Code),
                ParameterKey.Of(resourceType, definition.Code + Second(definition.Type)),
                definition.Target,
                compiled) { TypedKey = definition.Type == "token" ? ParameterKey.Of(resourceType, definition.Code + ":of-type") : 0 };
        }

        return new(resourceType, parameters, others, Schema.FindRoot(resourceType));
    }

    private static string Second(string type) => type switch
    {
        "quantity" => ":canonical",
        "token" => ":text",
        "string" => ":initials",
        _ => ":identifier",
    };

    // R4 has one special parameter with a value to index: Location.near.
    private static bool IsPosition(SearchParameterDefinition definition) => definition is { Type: "special", Code: "near" };

    private IEnumerable<SearchParameterDefinition> Definitions(TypeDefinition type)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var ancestor = type; ancestor is not null; ancestor = ancestor.Base)
        {
            foreach (var definition in Schema.SearchParameters)
            {
                if (definition.Base.Contains(ancestor.TypeName) && seen.Add(definition.Code)) yield return Schema.FindSearchParameter(type.TypeName, definition.Code)!;
            }
        }
    }
}
