using CareExchange.Fhir.Elements;
using CareExchange.Fhir.FhirPath;
using CareExchange.Fhir.Json;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Validation.Rules;

/// <summary>One validation while it runs: where it is, and what it has found. Used by one thread.</summary>
/// <param name="issueLimit">The most issues listed.</param>
/// <param name="host">What constraints may reach beside their focus.</param>
internal sealed class ValidationRun(int issueLimit, IFhirPathHost? host = null)
{
    private List<Issue>? _issues;
    private FhirPathContext? _context;
    private Dictionary<string, Element>? _contained;

    /// <summary>The nearest resource around the element that is judged: FHIRPath's <c>%resource</c>.</summary>
    public Element Resource { get; private set; }

    /// <summary>The resource that contains <see cref="Resource"/>, or itself: FHIRPath's <c>%rootResource</c>.</summary>
    public Element RootResource { get; private set; }

    /// <summary>What constraints know beside their focus, for the present resource.</summary>
    public FhirPathContext Context => _context ??= new() { Resource = Resource, RootResource = RootResource, Host = host };

    /// <summary>The resource contained in <see cref="RootResource"/> under an id; the absent element where there is none.</summary>
    public Element FindContained(ReadOnlySpan<char> id)
    {
        // Read once: a resource may hold as many references as contained resources.
        if (_contained is null)
        {
            _contained = new(StringComparer.Ordinal);
            foreach (var contained in RootResource.Children("contained"))
                if (contained["id"].Text is { } known) _contained.TryAdd(known, contained);
        }

        return _contained.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(id, out var found) ? found : default;
    }

    /// <summary>What was found, in document order per rule.</summary>
    public IReadOnlyList<Issue> Issues => _issues ?? [];

    /// <summary>True once the limit is reached. Locations cost a search each, so a hostile document must not earn thousands of them.</summary>
    public bool IsFull => _issues?.Count > issueLimit;

    /// <summary>Reports an issue at an element; location, line and column are filled in here.</summary>
    public void Report(Element element, Issue issue)
    {
        if (!IsFull) Report(element.Path, element.Position, issue);
    }

    /// <summary>Reports an issue at a place that has no element of its own.</summary>
    public void Report(string path, TextPosition position, Issue issue)
    {
        if (IsFull) return;
        _issues ??= [];
        _issues.Add(_issues.Count < issueLimit
            ? issue with { Expression = path, Line = position.Line, Column = position.Column }
            : Issue.Information("too-costly", "issue-limit", $"Only the first {issueLimit} issues are listed.", $"처음 {issueLimit}건의 문제만 표시합니다."));
    }

    /// <summary>Enters a resource and gives back what has to be handed to <see cref="Leave"/> afterwards.</summary>
    /// <param name="resource">The resource.</param>
    /// <param name="isContained">True for <c>contained</c>, whose root is the resource around it; an entry of a Bundle is a root of its own.</param>
    public (Element Resource, Element Root) Enter(Element resource, bool isContained)
    {
        var outer = (Resource, RootResource);
        Resource = resource;
        _context = null;
        if (isContained) return outer;
        RootResource = resource;
        _contained = null;
        return outer;
    }

    /// <summary>Returns to the resource around the one that was entered.</summary>
    public void Leave((Element Resource, Element Root) outer)
    {
        if (outer.Root != RootResource) _contained = null;
        (Resource, RootResource) = outer;
        _context = null;
    }
}
