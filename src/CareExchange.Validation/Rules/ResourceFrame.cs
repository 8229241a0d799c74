using CareExchange.Fhir.Elements;
using CareExchange.Fhir.FhirPath;

namespace CareExchange.Validation.Rules;

/// <summary>A resource that is being judged, and what is around it.</summary>
/// <param name="resource">The resource.</param>
/// <param name="outer">The frame of the resource around it; null for the outermost, and for one from outside the document.</param>
/// <param name="holder">The element that holds it: an entry of a Bundle, a parameter, a resource with contained ones.</param>
/// <param name="isContained">True for <c>contained</c>, whose root is the resource around it.</param>
internal sealed class ResourceFrame(Element resource, ResourceFrame? outer, Element holder, bool isContained)
{
    private Dictionary<string, Element>? _contained;
    private BundleIndex? _entries;

    /// <summary>FHIRPath's <c>%resource</c>.</summary>
    public Element Resource { get; } = resource;

    /// <summary>The frame around; null where there is none.</summary>
    public ResourceFrame? Outer { get; } = outer;

    /// <summary>The element that holds the resource; absent for the outermost.</summary>
    public Element Holder { get; } = holder;

    /// <summary>True for a contained resource.</summary>
    public bool IsContained { get; } = isContained;

    /// <summary>The frame of FHIRPath's <c>%rootResource</c>: contained resources pass on to the one around them.</summary>
    public ResourceFrame Root => IsContained && Outer is not null ? Outer.Root : this;

    /// <summary>True for the resource of an entry of a Bundle.</summary>
    public bool IsEntry => Outer is { Resource.TypeName: "Bundle" } && Holder.Name == "entry";

    /// <summary>The fullUrl of the entry that holds the resource; null where there is none.</summary>
    public string? FullUrl => IsEntry ? Holder["fullUrl"].Text : null;

    /// <summary>The entries of this Bundle.</summary>
    public BundleIndex Entries => _entries ??= new(Resource);

    /// <summary>What constraints know beside their focus; made when the first of the resource is evaluated.</summary>
    public FhirPathContext? Context { get; set; }

    /// <summary>Profiles that the resource has to meet beside its type: those its meta names, or the caller.</summary>
    public List<ProfileRules>? Profiles { get; set; }

    /// <summary>True once it was said that the entry has no fullUrl.</summary>
    public bool HasSaidFullUrl { get; set; }

    /// <summary>The resource contained here under an id; the absent element where there is none.</summary>
    public Element FindContained(ReadOnlySpan<char> id)
    {
        // Read once: a resource may hold as many references as contained resources.
        if (_contained is null)
        {
            _contained = new(StringComparer.Ordinal);
            foreach (var contained in Resource.Children("contained"))
                if (contained["id"].Text is { } known) _contained.TryAdd(known, contained);
        }

        return _contained.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(id, out var found) ? found : default;
    }
}
