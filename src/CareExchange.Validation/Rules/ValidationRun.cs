using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.FhirPath;
using CareExchange.Fhir.Json;
using CareExchange.Fhir.Outcomes;
using CareExchange.Terminology.ValueSets;

namespace CareExchange.Validation.Rules;

/// <summary>One validation while it runs: where it is, and what it has found. Used by one thread.</summary>
/// <param name="rules">The compiled definitions.</param>
/// <param name="options">How validation is done.</param>
/// <param name="issueLimit">The most issues listed.</param>
internal sealed class ValidationRun(IRuleSource rules, ValidationOptions options, int issueLimit)
{
    private const int DeepestProbe = 24;
    private const int SpareDepth = 32;
    private const int SpareIssues = 64;

    // Most runs are over in microseconds: their buffers serve the next one on the thread.
    [ThreadStatic]
    private static Element[]? t_ancestors;

    [ThreadStatic]
    private static List<(Issue Issue, Element At)>? t_found;

    private Element[] _ancestors = Take(ref t_ancestors) ?? new Element[SpareDepth];
    private int _depth;
    private List<(Issue Issue, Element At)>? _found;
    private FhirPathContext? _context;
    private RunHost? _host;
    private List<(Element, ProfileRules)>? _open;
    private HashSet<(Element, ProfileRules)>? _judged;
    private (Element Element, ProfileRules? Profile) _firstJudged;
    private Dictionary<(Element, ProfileRules), bool>? _met;
    private RememberingSource? _source;
    private int _probes;

    /// <summary>The definitions.</summary>
    public Schema Schema => rules.Schema;

    /// <summary>Value sets.</summary>
    public ValueSetMembership Membership => rules.Membership;

    /// <summary>How validation is done.</summary>
    public ValidationOptions Options => options;

    /// <summary>Finds what the document does not hold, each once; null where nothing is to be had.</summary>
    public IResourceSource? Source => _source ??= options.Resources is { } resources ? new(resources) : null;

    /// <summary>The compiled definitions.</summary>
    public IRuleSource Rules => rules;

    /// <summary>The resource that is being judged, and what is around it; null before the first is entered.</summary>
    public ResourceFrame? Frame { get; private set; }

    /// <summary>The nearest resource around the element that is judged: FHIRPath's <c>%resource</c>.</summary>
    public Element Resource => Frame?.Resource ?? default;

    /// <summary>The resource that contains <see cref="Resource"/>, or itself: FHIRPath's <c>%rootResource</c>.</summary>
    public Element RootResource => Frame?.Root.Resource ?? default;

    /// <summary>What constraints know beside their focus, for the present resource.</summary>
    public FhirPathContext Context => _context ??= Frame is { } frame ? frame.Context ??= NewContext() : NewContext();

    /// <summary>What was found, in document order per rule.</summary>
    public IReadOnlyList<Issue> Issues
    {
        get
        {
            if (_found is null) return [];
            var issues = new Issue[_found.Count];
            for (var index = 0; index < issues.Length; index++) issues[index] = _found[index].Issue;
            return issues;
        }
    }

    /// <summary>How many issues were found so far.</summary>
    public int Count => _found?.Count ?? 0;

    /// <summary>True once the limit is reached. Locations cost a search each, so a hostile document must not earn thousands of them.</summary>
    public bool IsFull => _found?.Count > issueLimit;

    /// <summary>The element around the one that is judged; absent for a root.</summary>
    public Element Parent => _depth == 0 ? default : _ancestors[_depth - 1];

    /// <summary>The elements around the one that is judged, outermost first.</summary>
    public ReadOnlySpan<Element> Ancestors => _ancestors.AsSpan(0, _depth);

    /// <summary>Goes into an element's children; <see cref="Pop"/> comes back.</summary>
    public void Push(Element element)
    {
        if (_depth == _ancestors.Length) Array.Resize(ref _ancestors, _depth * 2);
        _ancestors[_depth++] = element;
    }

    /// <summary>Comes back from an element's children.</summary>
    public void Pop() => _ancestors[--_depth] = default; // Elements hold documents, and the array outlives the run.

    /// <summary>The resource contained in <see cref="RootResource"/> under an id; the absent element where there is none.</summary>
    public Element FindContained(ReadOnlySpan<char> id) => Frame?.Root.FindContained(id) ?? default;

    /// <summary>The target of a reference from the present resource: contained, in the Bundle or Parameters around, or at hand; else absent.</summary>
    /// <param name="reference">A literal reference or a canonical.</param>
    public Element Find(string reference) => Resolve(reference).Resource;

    /// <summary>The same with the place where it was found.</summary>
    public ReferenceTarget Resolve(string reference) =>
        Frame is { } frame ? ReferenceResolver.Resolve(reference, frame, Source) : new(ReferencePlace.Remote, null);

    /// <summary>Reports an issue at an element; location, line and column are filled in here.</summary>
    public void Report(Element element, Issue issue)
    {
        if (IsFull) return;

        // Most of what a probe finds is thrown away: a location is a search through the document, so it waits until somebody reads it.
        if (_probes > 0) (_found ??= []).Add((issue, element));
        else Report(element.Path, element.Position, issue);
    }

    /// <summary>Reports an issue at a place that has no element of its own.</summary>
    public void Report(string path, TextPosition position, Issue issue)
    {
        if (IsFull) return;
        _found ??= (_probes > 0 ? null : Take(ref t_found)) ?? [];
        _found.Add((_found.Count < issueLimit
            ? issue with { Expression = path, Line = position.Line, Column = position.Column }
            : Issue.Information("too-costly", "issue-limit", $"Only the first {issueLimit} issues are listed.", $"처음 {issueLimit}건의 문제만 표시합니다."), default));
    }

    /// <summary>Judges an element by a profile and reports what is wrong, once however often it is asked for.</summary>
    public void Judge(Element element, ProfileRules profile)
    {
        if (_probes > 0 || IsFirst(element, profile)) profile.Check(element, this);
    }

    // Nearly every resource has one profile at most: only the second needs a set.
    private bool IsFirst(Element element, ProfileRules profile)
    {
        if (_firstJudged.Profile is null)
        {
            _firstJudged = (element, profile);
            return true;
        }

        return (_judged ??= [(_firstJudged.Element, _firstJudged.Profile)]).Add((element, profile));
    }

    /// <summary>Judges the present resource by the profiles that it has to meet.</summary>
    public void JudgeProfiles()
    {
        if (options.GlobalProfiles.Count > 0) DemandGlobal();
        if (Frame?.Profiles is not { } profiles) return;
        foreach (var profile in profiles) Judge(Resource, profile);
    }

    private void DemandGlobal()
    {
        var type = Resource.TypeName;
        foreach (var (name, canonical) in options.GlobalProfiles)
        {
            if (name != type || Frame is not { } frame) continue;
            if (rules.FindProfile(canonical) is { } profile) MetaProfileRule.Demand(frame, profile);
            else Report(Resource, Issue.Warning("not-found", "profile-unknown", "The profile is not known, so the resource was not judged by it.", "알 수 없는 프로파일이므로 이 프로파일로는 검증하지 않았습니다.") with { Found = canonical });
        }
    }

    /// <summary>Whether an element meets a profile; says nothing, and asks each only once.</summary>
    public bool Meets(Element element, ProfileRules profile)
    {
        if ((_met ??= []).TryGetValue((element, profile), out var known)) return known;

        // A chain of references as long as a Bundle must not become a stack as deep: far from where it began, nothing is held against it.
        if (_probes >= DeepestProbe) return true;
        return _met[(element, profile)] = !Probe(element, profile).Any(problem => problem.Issue.IsError);
    }

    /// <summary>Whether the target of a reference meets a profile; one from outside the document is judged by its type as well.</summary>
    public bool Meets(ReferenceTarget target, ProfileRules profile)
    {
        if (target.Frame is not { } frame) return false;
        var outer = Enter(frame);
        var meets = Meets(target.Resource, profile) && (target.Place != ReferencePlace.Remote || IsSound(target.Resource));
        Leave(outer);
        return meets;
    }

    /// <summary>What would be reported if an element were judged by a profile; not located yet.</summary>
    public IReadOnlyList<(Issue Issue, Element At)> Probe(Element element, ProfileRules profile)
    {
        var outer = _found;
        _found = null;
        _probes++;
        profile.Check(element, this);
        IReadOnlyList<(Issue, Element)> problems = _found is null ? [] : _found;
        _found = outer;
        _probes--;
        return problems;
    }

    private bool IsSound(Element resource)
    {
        if (rules.Find(resource.TypeName) is not { } type) return false;
        var outer = _found;
        _found = null;
        _probes++;
        type.Check(resource, this);
        JudgeProfiles();
        var isSound = _found is null || !_found.Any(problem => problem.Issue.IsError);
        _found = outer;
        _probes--;
        return isSound;
    }

    /// <summary>Reports what a probe found.</summary>
    public void Adopt(IReadOnlyList<(Issue Issue, Element At)> problems)
    {
        foreach (var (issue, at) in problems)
        {
            if (at.Exists) Report(at, issue);
            else if (!IsFull) (_found ??= []).Add((issue, at));
        }
    }

    /// <summary>Begins to judge an element by a profile; false where that is already under way: a circle of references ends here.</summary>
    public bool Begin(Element element, ProfileRules profile)
    {
        // A handful at most: what is open is what one reference leads to from another.
        if (_open?.Contains((element, profile)) == true) return false;
        (_open ??= []).Add((element, profile));
        return true;
    }

    /// <summary>Ends what <see cref="Begin"/> began.</summary>
    public void End(Element element, ProfileRules profile) => _open?.Remove((element, profile));

    /// <summary>Enters a resource that the present element holds, and gives back what has to be handed to <see cref="Leave"/> afterwards.</summary>
    /// <param name="resource">The resource.</param>
    /// <param name="isContained">True for <c>contained</c>, whose root is the resource around it; an entry of a Bundle is a root of its own.</param>
    public ResourceFrame? Enter(Element resource, bool isContained) => Enter(new ResourceFrame(resource, Frame, Parent, isContained));

    /// <summary>Enters a frame, and gives back the one that has to be handed to <see cref="Leave"/> afterwards.</summary>
    public ResourceFrame? Enter(ResourceFrame frame)
    {
        var outer = Frame;
        Frame = frame;
        _context = null;
        return outer;
    }

    /// <summary>Returns to the resource around the one that was entered.</summary>
    public void Leave(ResourceFrame? outer)
    {
        Frame = outer;
        _context = null;
    }

    /// <summary>Ends the run: nothing of it is used afterwards but the issues it has given.</summary>
    public void Close()
    {
        if (_ancestors.Length == SpareDepth) t_ancestors = _ancestors;
        if (_found is not { Capacity: <= SpareIssues } found) return;
        found.Clear();
        t_found = found;
    }

    private FhirPathContext NewContext() => new() { Resource = Resource, RootResource = RootResource, Host = _host ??= new(this), Now = options.Now };

    private static T? Take<T>(ref T? spare)
        where T : class
    {
        var taken = spare;
        spare = null;
        return taken;
    }
}
