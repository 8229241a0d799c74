using System.Collections.Concurrent;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Terminology.ConceptMaps;

/// <summary>Translates codes by concept maps: R4 ConceptMap/$translate over what the packs hold. Thread-safe.</summary>
public sealed class ConceptTranslator(Schema schema)
{
    private readonly ConcurrentDictionary<ConceptMapDefinition, ConceptMapIndex> _maps = new(ReferenceEqualityComparer.Instance);
    private readonly Lazy<IReadOnlyList<ConceptMapDefinition>> _all = new(() => [.. schema.Packs.SelectMany(pack => pack.ConceptMaps.Value)]);

    /// <summary>Translates one code.</summary>
    /// <returns>The matches, none where no map knows the code; or the issue <c>concept-map-unknown</c> where the map named, or any that fits, is not at hand.</returns>
    public Outcome<Translation> Translate(TranslationRequest request)
    {
        ConceptMapDefinition[] maps = request.Map is { } url ? schema.FindConceptMap(url) is { } named ? [named] : [] : [.. _all.Value.Where(map => Fits(map, request))];
        if (maps.Length == 0)
        {
            return Issue.Error("not-found", "concept-map-unknown", "No concept map at hand translates this.", "변환에 쓸 개념 지도(ConceptMap)가 없습니다.") with
            {
                Found = request.Map ?? $"{request.SourceValueSet} → {request.TargetValueSet ?? request.TargetSystem}",
            };
        }

        return new Translation([.. maps.SelectMany(map => Translate(map, request, [])).Distinct()]);
    }

    private IEnumerable<TranslationMatch> Translate(ConceptMapDefinition map, TranslationRequest request, IReadOnlyList<string> asked)
    {
        var found = Index(map).Find(request).ToArray();
        if (found.Length > 0 || request.IsReverse || asked.Contains(map.Url)) return found;
        return map.Groups.Where(group => IsFrom(group, request)).SelectMany(group => Unmapped(map, group, request, asked));
    }

    // ConceptMap.group.unmapped: only for codes of the group's own source system that no element names.
    private IEnumerable<TranslationMatch> Unmapped(ConceptMapDefinition map, ConceptMapGroup group, TranslationRequest request, IReadOnlyList<string> asked) => group.Unmapped switch
    {
        { Mode: "provided" } => [new("equal", group.Target, request.Code, null, map.Url, [])],
        { Mode: "fixed" } rule => [new("inexact", group.Target, rule.Code, rule.Display, map.Url, [])],
        { Mode: "other-map", Url: { } other } when schema.FindConceptMap(other) is { } next => Translate(next, request with { Map = null }, [.. asked, map.Url]),
        _ => [],
    };

    private ConceptMapIndex Index(ConceptMapDefinition map) => _maps.GetOrAdd(map, static definition => new(definition));

    private static bool IsFrom(ConceptMapGroup group, TranslationRequest request) =>
        (request.System is null || group.Source is null || group.Source == request.System) && (request.TargetSystem is null || group.Target == request.TargetSystem);

    private static bool Fits(ConceptMapDefinition map, TranslationRequest request)
    {
        var (source, target) = request.IsReverse ? (map.Target, map.Source) : (map.Source, map.Target);
        return (request.SourceValueSet is null || Same(source, request.SourceValueSet))
            && (request.TargetValueSet is null || Same(target, request.TargetValueSet))
            && map.Groups.Any(group => request.System is null || (request.IsReverse ? group.Target : group.Source) == request.System);
    }

    private static bool Same(string? known, string asked) => known is not null && known.Split('|')[0] == asked.Split('|')[0];
}
