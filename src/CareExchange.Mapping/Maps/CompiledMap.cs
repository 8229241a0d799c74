using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.FhirPath;

namespace CareExchange.Mapping.Maps;

/// <summary>A map as a plan: names are slots, properties are looked up, expressions and code lists are ready. Shared by all threads.</summary>
internal sealed class CompiledMap(string url, string name, string version, Schema schema, string utcOffset)
{
    public string Url { get; } = url;

    public string Name { get; } = name;

    public string Version { get; } = version;

    public Schema Schema { get; } = schema;

    /// <summary>What every expression of the map may know.</summary>
    public FhirPathContext Context { get; } = new() { Host = new MapHost(schema) };

    /// <summary>Completes moments that the partner writes without a zone.</summary>
    public string UtcOffset { get; } = utcOffset;

    /// <summary>The types that transforms make by themselves.</summary>
    public TransformShapes Shapes { get; } = new(schema);

    public IReadOnlyList<CompiledGroup> Groups { get; set; } = [];

    /// <summary>Groups marked as the default for types.</summary>
    public TypeGroups TypeGroups { get; } = new();

    /// <summary>The type that the source is read as; null for an untyped tree.</summary>
    public string? SourceType { get; set; }

    public ElementShape? TargetShape { get; set; }

    /// <summary>How many places of the map make ids.</summary>
    public int UuidSites { get; set; }

    /// <summary>About how many steps a run leaves in its trace: the last one's number. Threads may race for it; any answer is a good guess.</summary>
    public int TraceGuess { get; set; } = 64;

    public CompiledGroup Entry => Groups[0];
}
