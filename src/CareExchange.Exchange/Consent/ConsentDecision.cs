using CareExchange.Exchange.Requests;
using CareExchange.Storage.Resources;
using CareExchange.Storage.Search;

namespace CareExchange.Exchange.Consent;

/// <summary>What one requester may see of one person, decided once against the consent versions of that moment.</summary>
/// <remarks>Immutable and thread-safe. Keep it for one reading only: the next reading decides again.</remarks>
public sealed class ConsentDecision
{
    private readonly PersonAccess _access;

    private ConsentDecision(string person, PersonAccess access, AccessPredicate predicate, bool denied, IReadOnlyList<DecisionReason> reasons)
    {
        (Person, _access, Predicate, Denied, Reasons) = (person, access, predicate, denied, reasons);
    }

    // How a resource is to be judged where it still lacks a label.
    private Func<StoredResource, StoredResource> AsLabelled { get; init; } = resource => resource;

    /// <summary>The person it is about.</summary>
    public string Person { get; }

    /// <summary>True where nothing about this person could be seen, whatever there is. False does not mean that there is something:
    /// an organisation may always see what it contributed itself, even where that is nothing.</summary>
    public bool Denied { get; }

    /// <summary>The same decision for the search SQL, limited to this person and to what is about no person.</summary>
    /// <remarks>Where a provision asks for content, it names the resources of the compartment as they stood at the decision; what is
    /// stored later stays hidden until the next decision.</remarks>
    public AccessPredicate Predicate { get; }

    /// <summary>Why: permits first, then refusals; one reason "nothing permits this" where <see cref="Denied"/> has no other.</summary>
    public IReadOnlyList<DecisionReason> Reasons { get; }

    /// <summary>True where this resource may be seen, whole or cut to <see cref="ElementsOf"/>.</summary>
    public bool Permits(StoredResource resource) => StatedParts.Judge(_access, AsLabelled(resource)).Permitted;

    /// <summary>True where everything of a data category that others contributed may be seen, whole and without looking at each record.</summary>
    internal bool PermitsAll(string person, string category) => _access.DecideTags(new(person, category, EmergencyTask.Source)) is { Permitted: Match.Yes, Elements: null };

    /// <summary>Why this resource may or may not be seen.</summary>
    public DecisionReason ReasonFor(StoredResource resource) => StatedParts.Judge(_access, AsLabelled(resource)).Reason ?? Consent.Reasons.None;

    /// <summary>The elements of this resource that may be seen (<c>Patient.name</c>), see <see cref="ElementCut"/>; null for all of it.</summary>
    public IReadOnlyList<string>? ElementsOf(StoredResource resource) => StatedParts.Judge(_access, AsLabelled(resource)).Elements;

    /// <summary>The resource as it may leave: whole, cut to the elements a legal basis opens, and always without the marks of who states
    /// which part and the parts (a dementia registration number in a Patient) whose category is not permitted.</summary>
    /// <returns>Null where it may not be seen.</returns>
    public ReleasedResource? Release(StoredResource resource) => PersonRelease.Release(_access, Person, AsLabelled(resource));

    /// <summary>Decides from consents already read.</summary>
    /// <param name="person">Patient id.</param>
    /// <param name="requester">Who asks.</param>
    /// <param name="now">The moment judged.</param>
    /// <param name="policies">All consents of the person.</param>
    /// <param name="rules">The legal bases in force.</param>
    /// <param name="compartment">Asked only where tags cannot decide: the person's resources of these categories.</param>
    /// <param name="labelled">How a resource is to be judged while a change of the label rules is on its way; null for as it is.</param>
    internal static async Task<ConsentDecision> MakeAsync(
        string person,
        Requester requester,
        DateTimeOffset now,
        IEnumerable<ConsentPolicy> policies,
        IReadOnlyList<LegalBasisRule> rules,
        Func<IAsyncEnumerable<StoredResource>> compartment,
        Func<StoredResource, StoredResource>? labelled = null)
    {
        var access = new PersonAccess(person, requester, now, policies, PersonAccess.Serving(rules, requester));
        var decided = PredicateCompiler.Table(access, person, requester.OrganizationId);

        // Tags may still say too little: then each resource is asked.
        var table = labelled is null ? decided : new OpenTable([], PredicateCompiler.Named(["*"]));
        List<string> exact = [.. access.NamedIn.Select(id => $"Consent/{id}")];
        if (table.Undecided.Count > 0)
        {
            // What is open in part only is among the cells; here it is what content opens whole.
            await foreach (var resource in compartment())
            {
                if (table.Undecided.Contains(resource.Tags.Category) && access.Judge(ResourceFacts.Of(labelled?.Invoke(resource) ?? resource)) is { Permitted: true, Elements: null }) exact.Add($"{resource.Type}/{resource.Id}");
            }
        }

        List<AccessGrant> grants = [.. PredicateCompiler.Grants(table, [person])];
        if (exact.Count > 0) grants.Add(new AccessGrant { Persons = [person], Resources = exact });
        var denied = labelled is null ? grants.Count == 0 : exact.Count == 0 && !decided.IsAnything;
        if (access.Rules.Any(rule => rule.Opens(DataCategories.Admin)))
        {
            grants.Add(new AccessGrant { Categories = [DataCategories.Admin] });
        }

        return new ConsentDecision(person, access, AccessPredicate.AnyOf(grants), denied, ReasonsOf(access, person, requester, decided, denied)) { AsLabelled = labelled ?? (resource => resource) };
    }

    private static List<DecisionReason> ReasonsOf(
        PersonAccess access, string person, Requester requester, OpenTable table, bool denied)
    {
        List<DecisionReason> reasons = [];
        HashSet<(string?, string)> seen = [];
        foreach (var cell in table.Open)
        {
            foreach (var source in cell.Sources ?? ["", requester.OrganizationId])
            {
                Add(access.Judge(ResourceFacts.Of(new ResourceTags(person, cell.Category, source))).Reason);
            }
        }

        foreach (var applicable in access.Applicable.OrderBy(applicable => applicable.Statement.Effect))
        {
            if (applicable.Statement.Effect == ConsentEffect.Deny) Add(applicable.Reason(requester));
            else if (applicable.Policy.NeedsContent) Add(applicable.Reason(requester));
        }

        if (denied && reasons.Count == 0) reasons.Add(Consent.Reasons.None);
        return reasons;

        void Add(DecisionReason? reason)
        {
            if (reason is not null && seen.Add((reason.ConsentId, reason.RulePath))) reasons.Add(reason);
        }
    }
}
