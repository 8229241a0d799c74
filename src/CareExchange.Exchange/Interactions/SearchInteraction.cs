using CareExchange.Exchange.Audit;
using CareExchange.Exchange.Consent;
using CareExchange.Exchange.Requests;
using CareExchange.Fhir.Outcomes;
using CareExchange.Storage.Resources;
using CareExchange.Storage.Search;

namespace CareExchange.Exchange.Interactions;

/// <summary>search on a type or on the system (R4 search.html), within what the requester may know of.</summary>
public sealed class SearchInteraction(
    ResourceStore store, SearchQueryParser parser, ConsentDecider consent, AuditTrail audit, AuditEvents? trail = null)
{
    /// <summary>What AuditEvents are read and searched by; null where only what is stored as a resource can be.</summary>
    internal AuditEvents? Trail => trail;

    /// <summary>One page.</summary>
    /// <param name="type">Resource type; null for a search of the system (R4 http.html#search), of the types that <c>_type</c> names.</param>
    /// <param name="query">Decoded name and value pairs.</param>
    /// <param name="refusal">Says why the caller may not search a type, or null: chains ask about other types, and includes bring them along.</param>
    /// <param name="requester">Who asks.</param>
    /// <param name="trace">How they ask.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <param name="isLenient">True to leave out what is not known and to say so among the remarks.</param>
    /// <param name="compartment">What the search stays within; null for everywhere.</param>
    /// <param name="address">The server's own address: references that are asked for below it are its own resources. Null for none.</param>
    /// <returns>The page with the bytes that may leave and the query as understood; or the query's issues.</returns>
    public async Task<Outcome<SearchPage>> SearchAsync(
        string? type,
        IReadOnlyList<KeyValuePair<string, string>> query,
        Func<string, Issue?> refusal,
        Requester requester,
        RequestTrace trace,
        CancellationToken cancellationToken,
        bool isLenient = false,
        SearchCompartment? compartment = null,
        string? address = null)
    {
        var (page, looks) = await FindAsync(
            type, query, refusal, (request, access, judge) => store.SearchAsync(request, access, judge, cancellationToken), requester, trace, isLenient, cancellationToken, compartment, address);

        // Recorded before the answer.
        if (looks.Count > 0) await audit.RecordAsync(looks, cancellationToken);
        return page;
    }

    /// <summary>One page that may leave once <see cref="RecordAsync"/> has ended well; null, and nothing is to be recorded, where <see cref="SearchAsync"/> has something else to say.</summary>
    /// <param name="type">Resource type.</param>
    /// <param name="query">Decoded name and value pairs.</param>
    /// <param name="refusal">Says why the caller may not search a type, or null.</param>
    /// <param name="requester">Who asks.</param>
    /// <param name="trace">How they ask.</param>
    /// <param name="address">The server's own address.</param>
    /// <param name="mayPresume">False where everything is to be read, because what was kept did not last.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async ValueTask<FoundPage?> TrySearchAsync(
        string type, IReadOnlyList<KeyValuePair<string, string>> query, Func<string, Issue?> refusal, Requester requester, RequestTrace trace, string address, bool mayPresume, CancellationToken cancellationToken)
    {
        var moment = mayPresume ? store.Presume() : null;
        var (page, looks) = await FindAsync(
            type, query, refusal, (request, access, judge) => store.SearchAsync(request, access, judge, cancellationToken), requester, trace, isLenient: false, cancellationToken, address: address);
        return page is { Succeeded: true, Value: { } found } && looks.Count > 0 ? new(found, looks, moment) : null;
    }

    /// <summary>Records the looks of a page; before that nothing of it leaves.</summary>
    /// <param name="page">The page.</param>
    /// <param name="isShort">True where next to nothing is left to do afterwards.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>False, and nothing is recorded, where it was made of what did not last: it may not leave.</returns>
    public async ValueTask<bool> RecordAsync(FoundPage page, bool isShort, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(page);
        if (page.Moment is { } moment) return await audit.ProveAsync(page.Looks, moment, cancellationToken);
        await (isShort ? audit.RecordShortAsync(page.Looks, cancellationToken) : audit.RecordAsync(page.Looks, cancellationToken));
        return true;
    }

    /// <summary>How a search of this requester is carried out: the statements, their plans and how many rows each gives; recorded like any search.</summary>
    /// <returns>The statements, whose values are left out; or the query's issues.</returns>
    public async Task<Outcome<IReadOnlyList<ExplainedStatement>>> ExplainAsync(
        string? type, IReadOnlyList<KeyValuePair<string, string>> query, Requester requester, RequestTrace trace, SearchCompartment? compartment, CancellationToken cancellationToken)
    {
        query = QueryPairs.Filled(query);
        await parser.LearnAsync(query, cancellationToken);
        var parsed = parser.Parse(type, query, requester.Id, isLenient: false, compartment, mayOrder: true);
        if (parsed.Value is not { } request || !parsed.Succeeded) return Outcome.Failure<IReadOnlyList<ExplainedStatement>>(parsed.Issues);
        var access = await consent.DecidePersonsAsync(requester, cancellationToken);
        var steps = await store.ExplainAsync(request, access.Predicate, cancellationToken);
        await audit.RecordAsync(new AuditRecord(AuditAction.Search, requester, trace) { Query = $"{Path(type, compartment)}?{request.Query}", Explanation = "explain" }, cancellationToken);
        return Outcome.Success<IReadOnlyList<ExplainedStatement>>([.. steps.Select(step => new ExplainedStatement(step.Purpose, step.Sql, step.Plan, step.Rows, step.Microseconds))]);
    }

    /// <summary>One page of a search that is run elsewhere, such as inside a transaction; with the records of the look, which its caller keeps.</summary>
    internal async Task<(Outcome<SearchPage> Page, IReadOnlyList<AuditRecord> Looks)> FindAsync(
        string? type,
        IReadOnlyList<KeyValuePair<string, string>> query,
        Func<string, Issue?> refusal,
        Func<SearchRequest, AccessPredicate, RowJudge, Task<SearchResult>> run,
        Requester requester,
        RequestTrace trace,
        bool isLenient,
        CancellationToken cancellationToken,
        SearchCompartment? compartment = null,
        string? address = null)
    {
        query = QueryPairs.Filled(query);
        if (trail is not null && (type ?? OnlyType(query)) == AuditEventIssues.Type)
        {
            return await trail.FindAsync([.. query.Where(pair => pair.Key != "_type")], compartment, isLenient, requester, trace, address, cancellationToken);
        }

        await parser.LearnAsync(query, cancellationToken);
        var parsed = parser.Parse(type, query, requester.Id, isLenient, compartment, address, mayOrder: true);
        if (parsed.Value is not { } request || !parsed.Succeeded) return (Outcome.Failure<SearchPage>(parsed.Issues), []);

        if (MaskedSearch.Refusal(request, consent.Masking.Of(requester.Role)) is { } masked)
        {
            return (masked, [new AuditRecord(AuditAction.Search, requester, trace) { Refused = true, Query = $"{Path(type, compartment)}?{request.Query}", Explanation = masked.Rule }]);
        }

        if (trail is not null && Joined(request) is { } joined) return (AuditEventIssues.NotJoined(joined), []);

        // Where no type is named, every type is meant that may be searched; a type that is named must be one of them.
        if (request.IsEveryType && request.Branches.Where(branch => refusal(branch.ResourceType) is null).ToArray() is { Length: > 0 } allowed) request = request with { Branches = allowed };
        var asked = request.IsSystem ? request.Types.Concat(request.LinkedTypes) : request.LinkedTypes;
        if (asked.Select(refusal).OfType<Issue>().FirstOrDefault() is { } refused)
        {
            return (refused, [new AuditRecord(AuditAction.Search, requester, trace) { Refused = true, Query = $"{Path(type, compartment)}?{request.Query}", Explanation = refused.Rule }]);
        }

        // 1. What may be known of at all goes into the SQL, so that totals, pages and order betray nothing.
        var access = await consent.DecidePersonsAsync(requester, ResourceActions.Search, cancellationToken);
        var disclosure = new Disclosure(consent, requester) { Action = ResourceActions.Search };
        var result = await run(request, access.Predicate, disclosure.JudgeAsync);

        if (request.After is not null && result.Matches.Count == 0 && await WithdrawnPage.PersonOfAsync(QueryPairs.Parse(request.Query), compartment, requester, store, consent, cancellationToken) is { } closed)
        {
            var gone = InteractionIssues.ConsentWithdrawn();
            return (gone, [new AuditRecord(AuditAction.Search, requester, trace) { Refused = true, Person = closed, Query = $"{Path(type, compartment)}?{request.Query}", Explanation = gone.Rule }]);
        }

        // 2. Each match is judged once more, for its own person, as it leaves.
        await disclosure.PrepareAsync(result.Matches.Concat(result.Included), cancellationToken);
        var matches = new List<ResourceVersion>(result.Matches.Count);
        foreach (var match in result.Matches)
        {
            if (await disclosure.ReleaseAsync(match, cancellationToken) is { } json) matches.Add(ResourceVersion.Of(match, json));
        }

        var included = new List<ResourceVersion>(result.Included.Count);
        foreach (var resource in result.Included.Where(resource => refusal(resource.Type) is null))
        {
            if (await disclosure.ReleaseAsync(resource, cancellationToken) is { } json) included.Add(ResourceVersion.Of(resource, json));
        }

        var page = new SearchPage(request.Query, matches, result.Total, result.NextCursor) { Included = included, Remarks = result.IsCut ? [.. request.Ignored, InteractionIssues.IncludesCut()] : request.Ignored };
        return (page, disclosure.Searched(trace, $"{Path(type, compartment)}?{request.Query}"));
    }

    private static string? OnlyType(IReadOnlyList<KeyValuePair<string, string>> query) => query.Where(pair => pair.Key == "_type").Select(pair => pair.Value).ToArray() is [var only] ? only : null;

    // The trail is not among the resources that a search looks through: asked about beside them, it would seem to be empty.
    private static string? Joined(SearchRequest request)
    {
        if (!request.IsEveryType && request.Types.Contains(AuditEventIssues.Type, StringComparer.Ordinal)) return "_type";
        if (request.LinkedTypes.Contains(AuditEventIssues.Type, StringComparer.Ordinal)) return "_has";
        return request.Includes.Any(include => include.SourceType == AuditEventIssues.Type) ? "_revinclude" : null;
    }

    private static string Path(string? type, SearchCompartment? compartment) => compartment is null ? type ?? "" : $"{compartment}/{type ?? "*"}";
}
