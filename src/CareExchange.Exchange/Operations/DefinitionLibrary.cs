using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Storage.Resources;
using CareExchange.Storage.Search;
using CareExchange.Validation.Instances;
using CareExchange.Validation.Snapshots;

namespace CareExchange.Exchange.Operations;

/// <summary>Packs and stored definitions joined, and joined anew whenever a stored one changed, on this node or another. Thread-safe.</summary>
public sealed class DefinitionLibrary(DefinitionStore store, Schema schema, ResourceValidator validator) : IDisposable
{
    private static readonly string[] Types = ["CodeSystem", "ConceptMap", "StructureDefinition", "StructureMap", "ValueSet"];

    private readonly SemaphoreSlim _joining = new(1, 1);
    private LiveDefinitions? _current;

    /// <summary>The definitions as they stand now: what was stored before this call counts.</summary>
    public async Task<LiveDefinitions> CurrentAsync(CancellationToken cancellationToken)
    {
        var stamp = await store.StampAsync(Types, cancellationToken);
        if (Volatile.Read(ref _current) is { } known && known.Stamp == stamp) return known;
        await _joining.WaitAsync(cancellationToken);
        try
        {
            if (Volatile.Read(ref _current) is { } meanwhile && meanwhile.Stamp == stamp) return meanwhile;
            var joined = await JoinAsync(stamp, cancellationToken);
            Volatile.Write(ref _current, joined);
            return joined;
        }
        finally
        {
            _joining.Release();
        }
    }

    /// <summary>The terminology of this moment, for searches by value sets and hierarchies.</summary>
    public async Task<SearchTerminology> TerminologyAsync(CancellationToken cancellationToken)
    {
        var current = await CurrentAsync(cancellationToken);
        return new(current.Membership, current.ValueSets);
    }

    /// <inheritdoc/>
    public void Dispose() => _joining.Dispose();

    // A change between stamp and reading is read as well; the next call finds another stamp and joins once more, never with less.
    private async Task<LiveDefinitions> JoinAsync(string stamp, CancellationToken cancellationToken)
    {
        var files = new List<PackageFile>();
        var maps = new List<StoredResource>();
        var valueSets = new Dictionary<string, string>(StringComparer.Ordinal);
        await foreach (var stored in store.ReadAsync(Types, cancellationToken))
        {
            if (stored.Type == "StructureMap") maps.Add(stored);
            else files.Add(new($"{stored.Type}/{stored.Id}", stored.Json));
            if (stored.Type == "ValueSet" && UrlOf(stored) is { } url) valueSets[stored.Id] = url;
        }

        // What cannot be understood of a stored definition is passed over here: it was validated when it was stored, and others must not suffer.
        var layered = files.Count > 0 && PackageCompiler.CompileResources("stored", stamp, files).Value is { } pack ? SnapshotGenerator.Layer(schema, pack).Schema : schema;
        return new(stamp, layered, maps, ReferenceEquals(layered, schema) ? validator : null) { ValueSets = valueSets };
    }

    private string? UrlOf(StoredResource stored)
    {
        using var document = FhirDocument.Parse(stored.Json, schema).Value;
        return document?.Root["url"].Text;
    }
}
