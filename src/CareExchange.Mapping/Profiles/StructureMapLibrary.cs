using System.Collections.Concurrent;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;
using CareExchange.Mapping.Fml;
using CareExchange.Mapping.Maps;

namespace CareExchange.Mapping.Profiles;

/// <summary>StructureMap resources that may import one another, each compiled when it is first asked for. Thread-safe once they are all added.</summary>
/// <param name="schema">The types that maps read and make, and the ConceptMaps that they translate by.</param>
public sealed class StructureMapLibrary(Schema schema)
{
    // Moments that a source writes without a zone are meant where the gateway stands.
    private const string UtcOffset = "+09:00";

    private readonly Dictionary<string, StructureMap> _maps = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _versions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Dictionary<string, CodeMap>> _contained = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Outcome<ResourceMap>> _compiled = new(StringComparer.Ordinal);

    /// <summary>Adds a map; of two with one url the later one counts.</summary>
    /// <param name="structureMap">The resource.</param>
    /// <returns>Its url; or what it lacks, with its place.</returns>
    public Outcome<string> Add(Element structureMap)
    {
        var read = StructureMapReader.Read(structureMap);
        if (read.Value is not { } map || !read.Succeeded) return Outcome.Failure<string>(read.Issues);
        var contained = new Dictionary<string, CodeMap>(StringComparer.Ordinal);
        var issues = new List<Issue>();
        foreach (var resource in structureMap.Children("contained"))
        {
            if (resource.TypeName == "ConceptMap" && resource["id"].Text is { } id) contained[$"#{id}"] = CodeMapReader.ReadContained(resource, issues);
        }

        if (issues.Count > 0) return Outcome.Failure<string>(issues);
        _maps[map.Url] = map;
        _versions[map.Url] = structureMap["version"].Text ?? "";
        _contained[map.Url] = contained;
        return map.Url;
    }

    /// <summary>Adds a map from its text; of two with one url the later one counts.</summary>
    /// <returns>Its url.</returns>
    public string Add(MapText map)
    {
        _maps[map.Url] = map.Syntax;
        _versions[map.Url] = map.Syntax.Headers.FirstOrDefault(header => header.Key == "version")?.Value ?? "";
        _contained[map.Url] = new(StringComparer.Ordinal);
        return map.Url;
    }

    /// <summary>True where a map of this url was added.</summary>
    public bool Knows(string url) => _maps.ContainsKey(url);

    /// <summary>A map ready to run.</summary>
    /// <param name="url">Its canonical, without version.</param>
    /// <returns>The map; or issues of rule <c>fml-…</c> with the place in the resource they are about.</returns>
    /// <exception cref="KeyNotFoundException">No map of this url was added.</exception>
    public Outcome<ResourceMap> Compile(string url) => _compiled.GetOrAdd(url, Make);

    private Outcome<ResourceMap> Make(string url)
    {
        var syntax = _maps[url];
        var codeMaps = new Dictionary<string, CodeMap>(_contained[url], StringComparer.Ordinal);
        foreach (var named in _maps.Values.SelectMany(map => map.Groups).SelectMany(group => group.Rules).SelectMany(ConceptMaps))
        {
            if (!codeMaps.ContainsKey(named) && schema.FindConceptMap(named) is { } definition) codeMaps[named] = CodeMapReader.Read(definition, schema, named);
        }

        var compiled = MapCompiler.Compile(syntax, schema, codeMaps, _maps, _versions[url], UtcOffset);
        return compiled.Value is { } map && compiled.Succeeded ? new ResourceMap(map) : Outcome.Failure<ResourceMap>(compiled.Issues);
    }

    private static IEnumerable<string> ConceptMaps(MapRule rule) => rule.Targets
        .Select(target => target.Transform?.Call is { Name: "translate", Arguments: [_, { Literal: { } literal }, ..] } ? literal.Text : null).OfType<string>()
        .Concat((rule.Rules ?? []).SelectMany(ConceptMaps));
}
