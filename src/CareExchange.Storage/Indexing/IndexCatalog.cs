using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using CareExchange.Fhir.Definitions;
using CareExchange.Storage.Database;
using CareExchange.Storage.Protection;

namespace CareExchange.Storage.Indexing;

/// <summary>The search parameters of every type, compiled when a type is first met: those of the schema and, over a database, those that are stored in it.
/// Thread-safe; follows what the database knows (<see cref="StorageDatabase.Definitions"/>).</summary>
internal sealed class IndexCatalog
{
    // One per schema and per database: the store and the query parser must mean the same parameters, and compiling them twice helps nobody.
    private static readonly ConditionalWeakTable<Schema, IndexCatalog> OfSchemas = [];
    private static readonly ConditionalWeakTable<StorageDatabase, IndexCatalog> OfDatabases = [];

    private readonly StorageDatabase? _database;
    private readonly ConcurrentDictionary<string, IndexedType?> _types = new(StringComparer.Ordinal);
    private readonly Lazy<IReadOnlyList<string>> _names;
    private StoredParameters? _stored;

    private IndexCatalog(Schema schema, StorageDatabase? database)
    {
        (Schema, _database) = (schema, database);
        _names = new(() => [.. schema.Types.Where(type => type is { Kind: TypeKind.Resource, IsAbstract: false, IsConstraint: false }).Select(type => type.TypeName).Order(StringComparer.Ordinal)]);
    }

    public Schema Schema { get; }

    /// <summary>The parameters of a schema, all of them to be asked for.</summary>
    public static IndexCatalog Of(Schema schema) => OfSchemas.GetValue(schema, static key => new IndexCatalog(key, null));

    /// <summary>The parameters of a database's schema and of those stored in it.</summary>
    public static IndexCatalog Of(StorageDatabase database) => OfDatabases.GetValue(database, static key => new IndexCatalog(key.Options.Schema, key));

    /// <summary>How somebody can be reached, as the index holds it; the text itself where there is no database, and so no key.</summary>
    public string Contact(string text) => _database?.Keys.ShortHash(ProtectionPurpose.Contact, ContactText.Normalize(text)) ?? ContactText.Normalize(text);

    /// <summary>All forms in which the index may hold it.</summary>
    public IReadOnlyList<string> Contacts(string text) => _database?.Keys.ShortHashes(ProtectionPurpose.Contact, ContactText.Normalize(text)) ?? [ContactText.Normalize(text)];

    /// <summary>The names of all resource types, in order.</summary>
    public IReadOnlyList<string> Names => _names.Value;

    /// <summary>The parameters of a resource type, or null when there is no such type.</summary>
    public IndexedType? Find(string resourceType)
    {
        if (_database is null) return _types.TryGetValue(resourceType, out var known) ? known : _types.GetOrAdd(resourceType, Compile);
        return Of(Schema).Find(resourceType) is { } plain ? Stored(_database).Find(plain) : null;
    }

    /// <summary>What resources of a type contain, where a reference of theirs leads to it; null where there is no such type.</summary>
    public IndexedType? Contained(IndexedType container, string code, string target) => Of(Schema).Find(target) is { } plain
        ? container.Contained.GetOrAdd((code, target), static (key, args) => ContainedType.Compile(args.Container, key.Code, args.Plain, args.Root), (Container: container, Plain: plain, Root: Schema.FindRoot(target)))
        : null;

    /// <summary>The stored definitions that count, as the database stands.</summary>
    public StoredParameters Current => Stored(_database ?? throw new InvalidOperationException("A schema alone has no stored parameters."));

    private StoredParameters Stored(StorageDatabase database)
    {
        var definitions = database.Definitions;
        var stored = Volatile.Read(ref _stored);
        if (stored is not null && ReferenceEquals(stored.Definitions, definitions)) return stored;
        if (stored is not null && stored.Definitions.Stamp == definitions.Stamp) stored = stored.With(definitions);
        else stored = new StoredParameters(Schema, definitions);
        Volatile.Write(ref _stored, stored);
        return stored;
    }

    private IndexedType? Compile(string resourceType)
    {
        var type = Schema.FindType(resourceType);
        if (type is not { Kind: TypeKind.Resource, IsAbstract: false } || type.TypeName != resourceType) return null;
        return IndexTypeCompiler.Compile(Schema, resourceType, Definitions(Schema, type), []);
    }

    /// <summary>The schema's parameters of a type and of what it is derived from.</summary>
    internal static IEnumerable<SearchParameterDefinition> Definitions(Schema schema, TypeDefinition type)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var ancestor = type; ancestor is not null; ancestor = ancestor.Base)
        {
            foreach (var definition in schema.SearchParameters)
            {
                if (definition.Base.Contains(ancestor.TypeName) && seen.Add(definition.Code)) yield return schema.FindSearchParameter(type.TypeName, definition.Code)!;
            }
        }
    }
}
