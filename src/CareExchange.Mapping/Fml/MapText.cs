using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Mapping.Fml;

/// <summary>A map as somebody outside needs it: what it is called, its text in the FHIR Mapping Language, and its StructureMap resource.</summary>
public sealed class MapText
{
    private readonly StructureMap _map;

    private MapText(StructureMap map)
    {
        _map = map;
        Printed = FmlPrinter.Print(map);
    }

    internal StructureMap Syntax => _map;

    /// <summary>The canonical url.</summary>
    public string Url => _map.Url;

    /// <summary>True where it cannot run without other maps.</summary>
    public bool ImportsOthers => _map.Imports.Count > 0;

    /// <summary>The urls it imports; each may end with *.</summary>
    public IReadOnlyList<string> Imports => [.. _map.Imports.Select(import => import.Url)];

    /// <summary>The models it declares, by their canonical urls.</summary>
    public IReadOnlyList<string> Models => [.. _map.Uses.Select(uses => uses.Url)];

    /// <summary>The text in the language's usual layout; it reads as the same map.</summary>
    public string Printed { get; }

    /// <summary>Reads a map.</summary>
    /// <param name="text">The text of a .map or .fml file.</param>
    /// <returns>The map, or every issue of rule <c>fml-…</c> with line and column.</returns>
    public static Outcome<MapText> Read(string text) => Of(FmlParser.Parse(text));

    /// <summary>Reads a StructureMap resource.</summary>
    /// <param name="structureMap">The resource, R4.</param>
    /// <returns>The map, or issues of rule <c>structuremap-…</c> with the place in the resource.</returns>
    public static Outcome<MapText> Read(Element structureMap) => Of(StructureMapReader.Read(structureMap));

    /// <summary>
    /// The map as a StructureMap resource of R4, UTF-8 JSON. Names of groups, rules and variables become ids, comments documentation, embedded
    /// concept maps contained resources; <c>status</c> is <c>draft</c> where the map does not say. Reading it back gives a map that does the same.
    /// </summary>
    /// <param name="schema">Has base R4.</param>
    public byte[] ToStructureMap(Schema schema) => StructureMapWriter.Write(_map, schema).ToJson();

    private static Outcome<MapText> Of(Outcome<StructureMap> outcome) =>
        outcome.Value is { } map && outcome.Succeeded ? Outcome.Success(new MapText(map), outcome.Issues) : Outcome.Failure<MapText>(outcome.Issues);
}
