using CareExchange.Fhir.Definitions;

namespace CareExchange.Terminology.ConceptMaps;

/// <summary>One concept map, its mappings found by code from either side. Immutable.</summary>
internal sealed class ConceptMapIndex
{
    private readonly string _url;
    private readonly ILookup<string, (ConceptMapGroup Group, ConceptMapElement Element, ConceptMapTarget Target)> _bySource;
    private readonly Lazy<ILookup<string, (ConceptMapGroup Group, ConceptMapElement Element, ConceptMapTarget Target)>> _byTarget;

    public ConceptMapIndex(ConceptMapDefinition map)
    {
        _url = map.Url;
        var mappings = map.Groups.SelectMany(group => group.Elements.SelectMany(element => element.Targets.Select(target => (Group: group, Element: element, Target: target))));
        _bySource = mappings.Where(mapping => mapping.Element.Code is not null).ToLookup(mapping => mapping.Element.Code!, StringComparer.Ordinal);
        _byTarget = new(() => mappings.Where(mapping => mapping.Target.Code is not null).ToLookup(mapping => mapping.Target.Code!, StringComparer.Ordinal));
    }

    /// <summary>The mappings of a code that hold for what else is known.</summary>
    public IEnumerable<TranslationMatch> Find(TranslationRequest request) => request.IsReverse
        ? from mapping in _byTarget.Value[request.Code]
          where Is(mapping.Group.Target, request.System) && Is(mapping.Group.Source, request.TargetSystem)
          select new TranslationMatch(Reversed(mapping.Target.Equivalence), mapping.Group.Source, mapping.Element.Code, mapping.Element.Display, _url, [])
        : from mapping in _bySource[request.Code]
          where Is(mapping.Group.Source, request.System) && Is(mapping.Group.Target, request.TargetSystem) && mapping.Target.DependsOn.All(needed => IsMet(needed, request))
          select new TranslationMatch(mapping.Target.Equivalence, mapping.Group.Target, mapping.Target.Code, mapping.Target.Display, _url, mapping.Target.Products);

    private static bool Is(string? known, string? asked) => asked is null || known is null || known == asked;

    private static bool IsMet(ConceptMapDependency needed, TranslationRequest request) => request.Dependencies.Any(known =>
        known.Property == needed.Property && known.Value == needed.Value && Is(needed.System, known.System));

    // What is wider one way is narrower the other way.
    private static string Reversed(string equivalence) => equivalence switch
    {
        "wider" => "narrower",
        "narrower" => "wider",
        "subsumes" => "specializes",
        "specializes" => "subsumes",
        _ => equivalence,
    };
}
