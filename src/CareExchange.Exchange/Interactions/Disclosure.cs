using System.Globalization;
using CareExchange.Exchange.Audit;
using CareExchange.Exchange.Consent;
using CareExchange.Exchange.Requests;
using CareExchange.Storage.Resources;

namespace CareExchange.Exchange.Interactions;

/// <summary>Judges each resource of one answer before it leaves, and remembers what left for the audit.</summary>
/// <remarks>One person is decided once per answer, so everything in it is judged by the same consent versions. One request, one thread.</remarks>
public sealed class Disclosure(ConsentDecider consent, Requester requester)
{
    /// <summary>What is done with the resources, for the scopes of the token: reading, unless they are searched for.</summary>
    internal ResourceActions Action { get; init; } = ResourceActions.Read;

    private readonly Dictionary<string, PersonRelease> _decisions = new(StringComparer.Ordinal);
    private readonly List<StoredResource> _released = [];

    // What a search judged to fill its page leaves by the same judgement. More than a page is judged where matches are counted.
    private const int MostJudged = 2_000;
    private readonly Dictionary<StoredResource, ReleasedResource?> _judged = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<string, List<DecisionReason>> _reasons = new(StringComparer.Ordinal);

    // Apart: why something was withheld is on record only where nothing was given, or the ledger would name it as the ground of what was.
    private readonly Dictionary<string, List<DecisionReason>> _refusals = new(StringComparer.Ordinal);

    /// <summary>What a write answers. A Patient joins what several organisations said: whoever writes it sees of the others' parts what they may read, and no more.</summary>
    internal static Task<WriteResult> AnswerAsync(PutResult put, ConsentDecider consent, Requester requester, CancellationToken cancellationToken) => AnswerAsync(put, consent, requester, consents: null, cancellationToken);

    /// <summary>The same of what came into being under an id that was made for it: nobody can have consented to anything about it yet, so nothing is read.</summary>
    internal static Task<WriteResult> AnswerNewAsync(PutResult put, ConsentDecider consent, Requester requester, CancellationToken cancellationToken) => AnswerAsync(put, consent, requester, [], cancellationToken);

    private static async Task<WriteResult> AnswerAsync(PutResult put, ConsentDecider consent, Requester requester, IReadOnlyList<ResourceVersionId>? consents, CancellationToken cancellationToken)
    {
        var answer = WriteResult.Of(put);
        if (put.Resource is not { Type: "Patient", Deleted: false, Id: var person }) return answer;
        var disclosure = new Disclosure(consent, requester);
        if (consents is not null) disclosure._decisions[person] = await consent.ReleaseAsync(person, requester, consents, cancellationToken);
        var json = await disclosure.ReleaseAsync(put.Resource, cancellationToken);
        return answer with { Resource = answer.Resource with { Json = json ?? default } };
    }

    /// <summary>The current version of a resource; its person is decided by the consents that stood in the moment it was read.</summary>
    public async Task<StoredResource?> ReadAsync(string type, string id, CancellationToken cancellationToken)
    {
        var (resource, consents) = await consent.ReadAsync(type, id, cancellationToken);
        if (resource?.Tags.Person is { } person) _decisions[person] = await consent.ReleaseAsync(person, requester, consents, cancellationToken);
        return resource;
    }

    /// <summary>Asks about what is not there as about somebody whom nobody opened: no answer is quicker because there is nothing.</summary>
    internal async Task AskInVainAsync(string id, CancellationToken cancellationToken) => await consent.ReleaseAsync(id, requester, null, cancellationToken);

    /// <summary>Reads at once the consents of all the persons whom these resources are about.</summary>
    public async Task PrepareAsync(IEnumerable<StoredResource> resources, CancellationToken cancellationToken)
    {
        string[] persons = [.. resources.Select(resource => resource.Tags.Person).OfType<string>().Where(person => !_decisions.ContainsKey(person)).Distinct(StringComparer.Ordinal)];
        if (persons.Length == 0) return;
        var consents = await consent.ConsentsOfAsync(persons, cancellationToken);
        foreach (var person in persons) _decisions[person] = await consent.ReleaseAsync(person, requester, [.. consents[person]], cancellationToken);
    }

    /// <summary>Which of these resources may leave at all, each by its own person's decision; nothing leaves by asking, and nothing is recorded.</summary>
    public async ValueTask<IReadOnlyList<bool>> JudgeAsync(IReadOnlyList<StoredResource> resources, CancellationToken cancellationToken)
    {
        await PrepareAsync(resources, cancellationToken);
        var verdicts = new bool[resources.Count];
        for (var place = 0; place < verdicts.Length; place++)
        {
            var resource = consent.AsLabelled(resources[place]);
            if (resource.Tags.Person is not { } person)
            {
                verdicts[place] = (resource.Tags.Category == DataCategories.Admin || resource.Tags.Source == requester.OrganizationId) && IsWithinScopes(resource, resource.Json);
                continue;
            }

            var released = (await DecisionOfAsync(person, cancellationToken)).Release(resource);
            verdicts[place] = released is not null && IsWithinScopes(resource, released.Json);
            if (_judged.Count < MostJudged) _judged[resources[place]] = released;
        }

        return verdicts;
    }

    /// <summary>Whether the requester may know of a resource at all; nothing leaves by asking, and nothing is recorded.</summary>
    internal async Task<bool> SeesAsync(string type, string id, CancellationToken cancellationToken) =>
        await ReadAsync(type, id, cancellationToken) is { } resource && (await JudgeAsync([resource], cancellationToken))[0];

    /// <summary>The bytes that may leave: as stored, or without what may not be seen; null where nothing may.</summary>
    public ValueTask<ReadOnlyMemory<byte>?> ReleaseAsync(StoredResource resource, CancellationToken cancellationToken) =>
        ReleaseAsync(resource, keeps: null, cancellationToken);

    /// <summary>The same for answers that choose by what may be seen: what is not kept does not leave, and is not recorded as if it had.</summary>
    internal async ValueTask<ReadOnlyMemory<byte>?> ReleaseAsync(StoredResource resource, Func<ReadOnlyMemory<byte>, bool>? keeps, CancellationToken cancellationToken)
    {
        var isJudged = _judged.Remove(resource, out var judged);
        resource = consent.AsLabelled(resource);
        if (resource.Tags.Person is not { } person)
        {
            // The directory is open; a message about several persons is about no single one, and stays with who sent it.
            if (resource.Tags.Category != DataCategories.Admin && resource.Tags.Source != requester.OrganizationId) return null;
            if (!IsWithinScopes(resource, resource.Json)) return null;
            if (keeps?.Invoke(resource.Json) == false) return null;
            _released.Add(resource);
            return resource.Json;
        }

        var decision = await DecisionOfAsync(person, cancellationToken);
        if ((isJudged ? judged : decision.Release(resource)) is not { } released)
        {
            Note(_refusals, person, decision.ReasonFor(resource));
            return null;
        }

        if (!IsWithinScopes(resource, released.Json) || keeps?.Invoke(released.Json) == false) return null;
        Note(_reasons, person, released.Reason);
        _released.Add(resource);
        return released.Json;
    }

    private static void Note(Dictionary<string, List<DecisionReason>> reasons, string person, DecisionReason reason)
    {
        if (reasons.TryGetValue(person, out var known)) known.Add(reason);
        else reasons[person] = [reason];
    }

    private bool IsWithinScopes(StoredResource resource, ReadOnlyMemory<byte> shown) => consent.Limits.Permits(requester, resource, shown, Action);

    private async ValueTask<PersonRelease> DecisionOfAsync(string person, CancellationToken cancellationToken)
    {
        if (!_decisions.TryGetValue(person, out var decision)) _decisions[person] = decision = await consent.ReleaseAsync(person, requester, null, cancellationToken);
        return decision;
    }

    /// <summary>The audit of a look at one resource: a refusal where nothing of it was released.</summary>
    public AuditRecord Looked(AuditAction action, RequestTrace trace, StoredResource resource) => new(action, AskedBy(resource.Tags.Person), trace)
    {
        Refused = _released.Count == 0,
        Person = resource.Tags.Person,
        Entities = [Reference(resource)],
        Grounds = Grounds(resource.Tags.Person),
    };

    /// <summary>The audit of a search: one record for each person of whom something was released, and one where it was nobody.</summary>
    public IReadOnlyList<AuditRecord> Searched(RequestTrace trace, string query) => Listed(AuditAction.Search, trace, query);

    /// <summary>The audit of whatever answers many resources: one record for each person of whom something was released, and one where it was nobody.</summary>
    public IReadOnlyList<AuditRecord> Listed(AuditAction action, RequestTrace trace, string query)
    {
        var persons = _released.GroupBy(resource => resource.Tags.Person).ToArray();
        if (persons.Length == 0) return [new(action, requester, trace) { Query = query }];
        return [.. persons.Select(person => new AuditRecord(action, AskedBy(person.Key), trace)
        {
            Person = person.Key,
            Query = query,
            Entities = [.. person.Select(Reference)],
            Grounds = Grounds(person.Key),
        })];
    }

    // Whatever is seen through broken glass says so.
    private Requester AskedBy(string? person) =>
        requester.MayBreakGlass && person is not null && _reasons.TryGetValue(person, out var reasons) && reasons.Exists(reason => reason.Basis.Kind == LegalBasisKind.Emergency) ? requester with { Purpose = PurposeOfUse.BreakTheGlass } : requester;

    private AuditGround[] Grounds(string? person) => person is null || (_reasons.GetValueOrDefault(person) ?? _refusals.GetValueOrDefault(person)) is not { } reasons ? [] : [.. reasons
        .Select(reason => new AuditGround(
            reason.Basis.Uri,
            reason.RulePath,
            reason.ConsentId is { } id ? string.Create(CultureInfo.InvariantCulture, $"Consent/{id}/_history/{reason.ConsentVersion}") : null))
        .Distinct()];

    private static string Reference(StoredResource resource) =>
        string.Create(CultureInfo.InvariantCulture, $"{resource.Type}/{resource.Id}/_history/{resource.Version}");
}
