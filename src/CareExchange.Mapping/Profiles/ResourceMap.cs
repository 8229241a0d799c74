using System.Security.Cryptography;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;
using CareExchange.Mapping.Maps;
using CareExchange.Mapping.Sources;

namespace CareExchange.Mapping.Profiles;

/// <summary>One StructureMap ready to run on resources. Immutable and safe across threads.</summary>
public sealed class ResourceMap
{
    private readonly CompiledMap _map;

    internal ResourceMap(CompiledMap map) => _map = map;

    /// <summary>The canonical url.</summary>
    public string Url => _map.Url;

    /// <summary>The type that its first group reads; null where it says none.</summary>
    public string? SourceType => _map.SourceType;

    /// <summary>The type that its first group writes.</summary>
    public string TargetType => _map.TargetShape!.TypeName;

    /// <summary>Runs the map.</summary>
    /// <param name="content">The source, UTF-8 JSON.</param>
    /// <returns>What the map made, UTF-8 JSON, not validated; or issues with the place in the source: those of the reader and of rule <c>map-…</c>.</returns>
    public Outcome<byte[]> Transform(ReadOnlyMemory<byte> content)
    {
        var read = new JsonSource(_map.Schema, _map.SourceType).Read(content);
        if (read.Value is not { } source || !read.Succeeded) return Outcome.Failure<byte[]>(read.Issues);
        using var document = source.Document;
        using var run = new MapRun(_map, source, SHA256.HashData(content.Span), fileName: null);
        var result = new ElementBuilder(_map.TargetShape!);
        _map.Entry.Run(run, [new(document.Root), new(result)]);
        BundleCompletion.WriteReferences(run);
        return run.Issues.HasErrors ? Outcome.Failure<byte[]>(run.Issues.All) : Outcome.Success(result.ToJson(), run.Issues.All);
    }
}
