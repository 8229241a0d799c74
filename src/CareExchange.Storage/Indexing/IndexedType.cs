using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using CareExchange.Fhir.Definitions;

namespace CareExchange.Storage.Indexing;

/// <summary>The indexed search parameters of one resource type.</summary>
internal sealed record IndexedType
{
    /// <summary>Makes the parameters of a type ready.</summary>
    /// <param name="name">The type.</param>
    /// <param name="all">By code, everything that is extracted.</param>
    /// <param name="building">Codes that cannot be asked for yet, because resources stored before are still to be indexed.</param>
    /// <param name="notIndexed">Codes that are defined and that cannot be asked for here.</param>
    /// <param name="root">The type's node, or null where nothing is known of its elements.</param>
    public IndexedType(string name, IReadOnlyDictionary<string, IndexedParameter> all, IReadOnlySet<string> building, IReadOnlyList<string> notIndexed, SchemaNode? root)
    {
        (Name, Building, NotIndexed) = (name, building, notIndexed);
        Parameters = building.Count == 0 ? all : all.Values.Where(parameter => !building.Contains(parameter.Code)).ToDictionary(parameter => parameter.Code, StringComparer.Ordinal);
        var paths = root is null ? null : new IndexPathBuilder(root);
        Evaluated = [.. all.Values.Where(parameter => parameter.Composites.Count == 0 && paths?.Add(parameter) != true && parameter.HasRows)];
        Paths = paths?.Build();
        Coarse = paths?.Coarse ?? Coarse;
        Composites = [.. all.Values.SelectMany(parameter => parameter.Composites).Where(composite => composite.Folded.Count == 0).DistinctBy(composite => composite.Key)];
        HasStored = all.Values.Any(parameter => parameter.IsStored);
        Signature = string.Join(' ', all.Values.Select(Sign).Append(ContainedType.Sign).Order(StringComparer.Ordinal));
        Hash = BinaryPrimitives.ReadInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(Signature)));
    }

    /// <summary>The type.</summary>
    public string Name { get; }

    /// <summary>Of what resources of the type contain: whose reference leads there; null for the type itself.</summary>
    public (IndexedType Container, string Code)? Within { get; init; }

    /// <summary>How many references inside one resource lead there.</summary>
    public int Levels => Within is { } within ? within.Container.Levels + 1 : 0;

    /// <summary>What it is called in the numbers of what it contains.</summary>
    public string Path { get => field ?? Name; init; }

    /// <summary>What its resources contain, by the code of the reference and by type, as far as anybody met it.</summary>
    public ConcurrentDictionary<(string Code, string Type), IndexedType> Contained { get; } = new();

    /// <summary>What can be asked for, by code; <c>_id</c> and <c>_lastUpdated</c> are columns and not among them.</summary>
    public IReadOnlyDictionary<string, IndexedParameter> Parameters { get; }

    /// <summary>Codes of parameters whose index does not hold everything yet.</summary>
    public IReadOnlySet<string> Building { get; }

    /// <summary>How far their index is; null where nobody builds it at the moment.</summary>
    public Func<(long Done, long Total)?> Progress { get; init; } = static () => null;

    /// <summary>Codes that are defined and that cannot be asked for here: special parameters and composites of parts that no index holds.</summary>
    public IReadOnlyList<string> NotIndexed { get; }

    /// <summary>True where somebody defined a parameter of the type beside those of the specification.</summary>
    public bool HasStored { get; }

    /// <summary>All parameters that are extracted, as <c>code:fingerprint</c>, in order: what a complete index is made by.</summary>
    public string Signature { get; }

    /// <summary>64 bits of the signature's hash; written beside the rows of each resource.</summary>
    public long Hash { get; }

    /// <summary>The parameters whose expressions are paths, as one tree; null where nothing is known of the type's elements.</summary>
    public IndexPaths? Paths { get; }

    /// <summary>The token parameters of which each value is had by many resources.</summary>
    public IReadOnlySet<string> Coarse { get; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>The other parameters: their expressions are evaluated one by one.</summary>
    public IReadOnlyList<IndexedParameter> Evaluated { get; }

    /// <summary>The places of all composite parameters that have rows of their own, each once.</summary>
    public IReadOnlyList<IndexedComposite> Composites { get; }

    /// <summary>A parameter as it stands in a signature.</summary>
    public static string Sign(IndexedParameter parameter) => $"{parameter.Code}:{parameter.Fingerprint}";
}
