using CareExchange.Exchange.Consent;
using CareExchange.Exchange.Audit;
using CareExchange.Exchange.Requests;
using CareExchange.Fhir.Outcomes;
using CareExchange.Storage.Persons;
using CareExchange.Storage.Resources;
using CareExchange.Storage.Search;

namespace CareExchange.Exchange.Interactions;

/// <summary>One requester's writes in one transaction: puts, deletions, then Provenance and audit, then one commit.</summary>
/// <remarks>Disposing without <see cref="CommitAsync"/> leaves nothing. One flow at a time.</remarks>
public sealed class WriteUnit : IAsyncDisposable
{
    private readonly WriteServices _services;
    private readonly Requester _requester;
    private readonly List<PutResult> _written = [];

    internal WriteUnit(WriteServices services, Requester requester, StoreTransaction transaction) =>
        (_services, _requester, Transaction) = (services, requester, transaction);

    /// <summary>The open transaction.</summary>
    public StoreTransaction Transaction { get; }

    /// <summary>The server's own address as the caller named it: conditions may name its resources in full. Null where there is none.</summary>
    public string? Address { get; set; }

    /// <summary>The organisation whose contributions the writes are.</summary>
    public string OrganizationId => _requester.OrganizationId;

    /// <summary>What was written so far, unchanged ones included.</summary>
    public IReadOnlyList<PutResult> Written => _written;

    /// <summary>Stores a checked resource under an id.</summary>
    /// <param name="resource">The resource, references rewritten.</param>
    /// <param name="id">Its id.</param>
    /// <param name="ifMatch">The version that must be current, 0 for none, or null for any.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>What stands now; or an issue: another organisation's resource, a stale version, a person's identifier that is somebody else's.</returns>
    public Task<Outcome<PutResult>> PutAsync(CheckedResource resource, string id, long? ifMatch, CancellationToken cancellationToken) =>
        PutAsync(resource, id, ifMatch, mayMerge: false, cancellationToken);

    /// <summary>Adds what the requester's organisation says of a person to the Patient, whoever stated it first.</summary>
    /// <remarks>Only for a person who was matched by what they are: knowing an id alone must not open somebody's record to writing.</remarks>
    public Task<Outcome<PutResult>> MergePersonAsync(CheckedResource patient, string id, CancellationToken cancellationToken) =>
        PutAsync(patient, id, ifMatch: null, mayMerge: true, cancellationToken);

    /// <summary>Stores a new Consent that is not the requester's organisation's word but the person's own, or that of who acts for them.</summary>
    /// <param name="consent">The Consent.</param>
    /// <param name="id">Its id.</param>
    /// <param name="source">Whose contribution it is.</param>
    /// <param name="cancellationToken">Cancels.</param>
    internal async Task<Outcome<PutResult>> StateAsync(CheckedResource consent, string id, string source, CancellationToken cancellationToken)
    {
        if (_services.Beyond(_requester, consent.Type, id, consent.Document.Utf8, ResourceActions.Create) is { } beyond) return beyond;
        if (await _services.MinorAsync(consent.Document.Root, (type, named) => Transaction.ReadAsync(type, named, cancellationToken)) is { } minor) return minor;
        var tags = new ResourceTags(_services.Compartment.PersonOf(consent.Document.Root), consent.Category, source);
        return Note(await Transaction.PutAsync(consent.Type, id, consent.Document.Utf8, tags, ifMatch: 0, cancellationToken));
    }

    /// <summary>Stores resources that are wholly prepared, and the persons who come into being with them, in the same few statements.</summary>
    /// <param name="resources">The resources, none named twice; such as may stand already under <see cref="MayReplace"/>.</param>
    /// <param name="persons">New persons.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>What stands now, of each in their order; where one is refused nothing is stored.</returns>
    internal async Task<IReadOnlyList<Outcome<PutResult>>> PutAllAsync(
        IReadOnlyList<PreparedResource> resources, IReadOnlyList<PersonRecord> persons, CancellationToken cancellationToken)
    {
        if (resources.Count == 0) return [];
        if (persons.Count > 0)
        {
            var refused = await Transaction.SavePersonsAsync(persons, cancellationToken);
            if (refused.Count > 0)
            {
                return [.. resources.Select(resource => resource.Type == "Patient" && refused.TryGetValue(resource.Id, out var refusal) ? refusal : Outcome.Failure<PutResult>([]))];
            }
        }

        var puts = await Transaction.PutAllAsync(resources, cancellationToken);
        _written.AddRange(puts.Where(put => put.Succeeded).Select(put => put.Value!));
        return puts;
    }

    /// <summary>Says why what stands under an id may not be written over by this requester, or null.</summary>
    internal Func<StoredResource?, Issue?> MayReplace(string type, string id) =>
        standing => standing is not null && standing.Tags.Source != _requester.OrganizationId ? InteractionIssues.NotYours(type, id) : _services.Beyond(_requester, standing, ResourceActions.Update);

    private async Task<Outcome<PutResult>> PutAsync(CheckedResource resource, string id, long? ifMatch, bool mayMerge, CancellationToken cancellationToken)
    {
        if (_services.Beyond(_requester, resource.Type, id, resource.Document.Utf8, ifMatch == 0 ? ResourceActions.Create : ResourceActions.Update) is { } beyond) return beyond;

        // Who may write is judged where nobody else can change what stands: a look before would only be a guess.
        if (resource.Type != "Patient")
        {
            if (await _services.UngivenAsync(resource.Document.Root, _requester, (type, named) => Transaction.ReadAsync(type, named, cancellationToken), cancellationToken) is { } ungiven) return ungiven;
            var tags = new ResourceTags(_services.Compartment.PersonOf(resource.Document.Root), resource.Category, _requester.OrganizationId);
            return Note(await Transaction.PutAsync(resource.Type, id, resource.Document.Utf8, tags, ifMatch, mayMerge ? null : MayReplace(resource.Type, id), cancellationToken));
        }

        while (true)
        {
            var before = await Transaction.ReadAsync(resource.Type, id, cancellationToken);
            var standing = before is { Deleted: false } ? before : null;
            if (standing is not null && standing.Tags.Source != _requester.OrganizationId && !mayMerge) return InteractionIssues.NotYours(resource.Type, id);
            if (_services.Beyond(_requester, standing, ResourceActions.Update) is { } outside) return outside;
            if (ifMatch is { } expected && !VersionCondition.Holds(expected, standing?.Version ?? 0)) return StoreIssues.VersionConflict(expected, standing?.Version ?? 0);
            var kept = await _services.Persons.KeepAsync(Transaction, id, before, resource.Document, _requester.OrganizationId, isRestated: !mayMerge, cancellationToken);
            if (!kept.Succeeded) return Outcome.Failure<PutResult>(kept.Issues);

            // What was merged into has to stand still: else it is looked at again, so that nobody's part is lost.
            var isOther = false;
            var put = await Transaction.PutAsync(
                resource.Type,
                id,
                kept.Value,
                new(id, resource.Category, standing?.Tags.Source ?? _requester.OrganizationId),
                ifMatch,
                now => (isOther = now?.Version != standing?.Version) ? InteractionIssues.NotYours(resource.Type, id) : null,
                cancellationToken);
            if (!isOther) return Note(put);
        }
    }

    private Outcome<PutResult> Note(Outcome<PutResult> put)
    {
        if (put.Value is { } result && put.Succeeded) _written.Add(result);
        return put;
    }

    /// <summary>Stores a changed version of a resource for the person it is about, whoever contributed it; its tags stay.</summary>
    public async Task<Outcome<PutResult>> RestateAsync(StoredResource stored, ReadOnlyMemory<byte> json, CancellationToken cancellationToken)
    {
        return Note(await Transaction.PutAsync(stored.Type, stored.Id, json, stored.Tags, stored.Version, cancellationToken));
    }

    /// <summary>Deletes a resource of the requester's own organisation.</summary>
    public async Task<Outcome<PutResult>> DeleteAsync(string type, string id, long? ifMatch, CancellationToken cancellationToken)
    {
        return Note(await Transaction.DeleteAsync(
            type, id, ifMatch, cancellationToken, standing => standing.Tags.Source != _requester.OrganizationId ? standing.Deleted ? InteractionIssues.NotFound(type, id) : InteractionIssues.NotYours(type, id) : _services.Beyond(_requester, standing, ResourceActions.Delete)));
    }

    /// <summary>The one resource that a condition finds, within this transaction; null for none; an issue where there are several.</summary>
    /// <inheritdoc cref="FindAllAsync(string, string, AccessPredicate, int, CancellationToken)"/>
    public async Task<Outcome<StoredResource?>> FindAsync(string type, string query, AccessPredicate access, CancellationToken cancellationToken) =>
        One(await FindAllAsync(type, query, access, limit: 1, cancellationToken));

    /// <summary>The same as it stands now, without the writer's turn: for references, which promise nothing of what becomes of their target.</summary>
    internal async Task<Outcome<StoredResource?>> FindAheadAsync(string type, string query, AccessPredicate access, CancellationToken cancellationToken) =>
        One(await FindAllAsync(type, query, access, limit: 1, isAhead: true, cancellationToken));

    private static Outcome<StoredResource?> One(Outcome<IReadOnlyList<StoredResource>> found)
    {
        return found.Value is { } matches ? Outcome.Success(matches.Count == 0 ? null : matches[0]) : Outcome.Failure<StoredResource?>(found.Issues);
    }

    /// <summary>The resources that a condition finds, within this transaction: nobody else adds what the same condition would find until its end.</summary>
    /// <param name="type">Resource type.</param>
    /// <param name="query">The query behind the question mark, still encoded.</param>
    /// <param name="access">Who it is searched for.</param>
    /// <param name="limit">How many there may be.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The resources; or <c>multiple-matches</c>, <c>condition-empty</c>, or what is wrong with the query.</returns>
    public Task<Outcome<IReadOnlyList<StoredResource>>> FindAllAsync(string type, string query, AccessPredicate access, int limit, CancellationToken cancellationToken) =>
        FindAllAsync(type, query, access, limit, isAhead: false, cancellationToken);

    private async Task<Outcome<IReadOnlyList<StoredResource>>> FindAllAsync(string type, string query, AccessPredicate access, int limit, bool isAhead, CancellationToken cancellationToken)
    {
        var pairs = QueryPairs.Parse(QueryPairs.Condition(type, query, Address));
        await _services.Parser.LearnAsync(pairs, cancellationToken);
        var parsed = _services.Parser.Parse(type, pairs, _requester.Id, address: Address);
        if (parsed.Value is not { } request || !parsed.Succeeded) return Outcome.Failure<IReadOnlyList<StoredResource>>(parsed.Issues);
        if (MaskedSearch.Refusal(request, _services.Masking.Of(_requester.Role)) is { } masked) return masked;
        if (!request.HasCriteria)
        {
            return Issue.Error("invalid", "condition-empty", "A condition needs at least one search parameter.", "조건에는 검색 항목이 하나 이상 있어야 합니다.");
        }

        // The scope that was checked is for this type: a condition must not ask through others, where a search would be refused.
        if (request.LinkedTypes.Any()) return InteractionIssues.LinkedCondition();
        var bounded = request with { Count = limit + 1 };
        var matches = (await (isAhead ? _services.Store.SearchAsync(bounded, access, cancellationToken) : Transaction.SearchAsync(bounded, access, cancellationToken))).Matches;
        return matches.Count > limit ? InteractionIssues.MultipleMatches(type, limit) : Outcome.Success(matches);
    }

    /// <summary>Adds Provenance and audit for what changed, and makes everything durable at once.</summary>
    /// <param name="origin">Where the writes come from.</param>
    /// <param name="trace">How the request came.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task CommitAsync(WriteOrigin origin, RequestTrace trace, CancellationToken cancellationToken)
    {
        var teams = await TeamKeeping.KeepAsync(_services, Transaction, _written, cancellationToken);
        var changed = _written.Where(put => put.Change != PutChange.Unchanged).Concat(teams).ToArray();
        List<PreparedResource> provenances = [];
        foreach (var person in changed.Where(put => !put.Resource.Deleted).GroupBy(put => put.Resource.Tags.Person))
        {
            provenances.Add(WriteRecords.Provenance(_services, [.. person.Select(put => WriteRecords.Reference(put.Resource))], person.Key, origin, _requester));
            if (origin.Fields.Count > 0) provenances.AddRange(WriteRecords.FieldProvenances(_services, Last(person), person.Key, origin, _requester));
        }

        if (provenances.Count > 0) await Transaction.PutAllAsync(provenances, cancellationToken);

        // What changed nothing happened all the same: it is recorded with what it found standing.
        foreach (var person in (changed.Length > 0 ? changed : [.. _written]).GroupBy(put => put.Resource.Tags.Person))
        {
            await RecordAsync(person.Key, [.. person.Select(put => WriteRecords.Reference(put.Resource))], origin, trace, cancellationToken);
        }

        if (_written.Count == 0) await RecordAsync(null, [], origin, trace, cancellationToken);
        await Transaction.CommitAsync(cancellationToken);
    }

    // A message may state a resource twice; what it made is what stands at the end.
    private static StoredResource[] Last(IEnumerable<PutResult> written) =>
        [.. written.GroupBy(put => (put.Resource.Type, put.Resource.Id)).Select(versions => versions.Last().Resource)];

    private Task RecordAsync(string? person, string[] entities, WriteOrigin origin, RequestTrace trace, CancellationToken cancellationToken) =>
        _services.Audit.AppendAsync(Transaction, WriteRecords.Audit(person, entities, origin, _requester, trace), cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Transaction.DisposeAsync();
}
