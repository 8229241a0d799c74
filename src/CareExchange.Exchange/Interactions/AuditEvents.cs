using System.Globalization;
using CareExchange.Exchange.Audit;
using CareExchange.Exchange.Consent;
using CareExchange.Exchange.Requests;
using CareExchange.Fhir.Outcomes;
using CareExchange.Storage.Audit;
using CareExchange.Storage.Resources;
using CareExchange.Storage.Search;

namespace CareExchange.Exchange.Interactions;

/// <summary>The audit trail as resources (R4 auditevent.html; IHE ATNA ITI-81 Retrieve ATNA Audit Event, ITI-20 Send Audit Resource): read and search over the chained
/// records themselves, and records that partners made, chained as what they sent.</summary>
/// <remarks>Using the trail is itself on record (DICOM 110101), once for each person whose records were shown, before anything is answered. Pages go on from where they were:
/// what is recorded after the first page, its own record among it, is on none of them.</remarks>
public sealed class AuditEvents(AuditStore entries, ResourceStore store, SearchQueryParser parser, PageCursors cursors, ConsentDecider consent, ResourceCheck check, PatientCompartment persons, AuditTrail audit, TimeProvider clock)
{
    /// <summary>So many records are judged one by one to count matches, at most.</summary>
    public const int MostCounted = 100_000;

    private const string Cursor = "_cursor";

    /// <summary>One page.</summary>
    /// <param name="query">Decoded name and value pairs; <c>_cursor</c> as the page before said.</param>
    /// <param name="compartment">What the search stays within; null for everywhere.</param>
    /// <param name="isLenient">True to leave out what is not known.</param>
    /// <param name="requester">Who asks.</param>
    /// <param name="trace">How they ask.</param>
    /// <param name="address">The server's own address, or null.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The page and the records of the look, which the caller keeps; <c>audit-not-yours</c>, or the query's issues.</returns>
    internal async Task<(Outcome<SearchPage> Page, IReadOnlyList<AuditRecord> Looks)> FindAsync(
        IReadOnlyList<KeyValuePair<string, string>> query, SearchCompartment? compartment, bool isLenient, Requester requester, RequestTrace trace, string? address, CancellationToken cancellationToken)
    {
        var scope = compartment is null ? AuditEventIssues.Type : $"{compartment}/{AuditEventIssues.Type}";
        if (AuditEventBound.Of(requester) is not { } bound)
        {
            return (AuditEventIssues.NotYours, [new AuditRecord(AuditAction.AccessLogRead, requester, trace) { Refused = true, Query = $"{scope}?{Written(query)}", Explanation = AuditEventIssues.NotYours.Rule }]);
        }

        // A page's place, the moment up to which its search looks, and the total that its first page told.
        var (after, until, told) = ((AuditPosition?)null, clock.GetUtcNow(), (long?)null);
        if (query.FirstOrDefault(pair => pair.Key == Cursor) is { Key: not null } page)
        {
            if (cursors.Read(scope, requester.Id, page.Value)?.Split('\n') is not [var place, var moment, var counted, var asked]) return (CursorInvalid, []);
            (after, until) = (AuditPosition.Parse(place), DateTimeOffset.UnixEpoch.AddTicks(long.Parse(moment, CultureInfo.InvariantCulture)));
            if (long.TryParse(counted, CultureInfo.InvariantCulture, out var total)) told = total;
            query = [.. QueryPairs.Parse(asked).Where(pair => pair.Key != "_count" || !query.Any(other => other.Key == "_count")), .. query.Where(pair => pair.Key == "_count")];
        }

        var (pairs, nobody) = await AuditEventChains.ResolveAsync(query, parser, store, requester, cancellationToken);
        await parser.LearnAsync(pairs, cancellationToken);
        var parsed = parser.Parse(AuditEventIssues.Type, pairs, requester.Id, isLenient, compartment, address);
        if (parsed.Value is not { } request || !parsed.Succeeded) return (Outcome.Failure<SearchPage>(parsed.Issues), []);
        if (Beyond(request, query) is { } beyond) return (beyond, []);

        IReadOnlyList<SearchCriterion> criteria = consent.Limits.Of(requester, AuditEventIssues.Type, ResourceActions.Search) is { } limit ? [.. request.Branches[0].Criteria, limit] : request.Branches[0].Criteria;
        var all = bound with { OldestFirst = request.Sort is [{ IsDescending: false }], Until = until };
        var (own, isExact) = AuditEventFilter.Narrow(all with { IsReceived = false }, criteria);
        var walk = new AuditEventWalk(entries, store.Matcher, criteria, bound.IsReceived == true ? [all] : [own, all with { IsReceived = true }]);
        var found = request.Count == 0 || nobody ? ([], null) : await walk.PageAsync(after, request.Count, cancellationToken);
        if (request.Total == SearchTotal.Accurate && told is null)
        {
            told = nobody ? 0 : await walk.CountAsync(isExact, MostCounted, cancellationToken);
            if (told is null) return (AuditEventIssues.TooManyToCount(MostCounted), []);
        }

        // As it was understood, with ids in place of identifiers: what is looked for is on record, and nobody's number with it.
        var text = request.Query;
        var next = found.Next is { } position ? cursors.Write(scope, requester.Id, string.Create(CultureInfo.InvariantCulture, $"{position}\n{(until - DateTimeOffset.UnixEpoch).Ticks}\n{told}\n{text}")) : null;
        return (new SearchPage(text, [.. found.Matches.Select(entry => AuditEventView.Of(entry.Row))], told, next) { Remarks = request.Ignored }, Shown(found.Matches, requester, trace, $"{scope}?{text}"));
    }

    /// <summary>One record.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="version">The version asked for, or null: there is only the first.</param>
    /// <param name="requester">Who asks.</param>
    /// <param name="trace">How they ask.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The record and that of the look, which the caller keeps; <c>resource-unknown</c> also for what the requester may not read.</returns>
    internal async Task<(Outcome<ResourceVersion> Found, AuditRecord Look)> FindAsync(string id, long? version, Requester requester, RequestTrace trace, CancellationToken cancellationToken)
    {
        var reference = $"{AuditEventIssues.Type}/{id}";
        var row = AuditEventBound.Of(requester) is { } bound && AuditIds.MomentOf(id) is { } moment && version is null or 1
            && await entries.QueryAsync(bound with { Id = id, From = moment, Until = moment.AddMilliseconds(1), Count = 1 }, cancellationToken) is [var entry, ..]
            ? entry.Row
            : null;
        if (row is not null && consent.Limits.Of(requester, AuditEventIssues.Type, ResourceActions.Read) is { } limit && !store.Matcher.Meets(limit, AuditEventIssues.Type, id, row.Recorded, row.Json)) row = null;
        return row is null
            ? (InteractionIssues.NotFound(AuditEventIssues.Type, id), AuditTrail.Unknown(AuditAction.AccessLogRead, requester, trace, reference))
            : (AuditEventView.Of(row), new AuditRecord(AuditAction.AccessLogRead, requester, trace) { Person = row.Person, Entities = [reference] });
    }

    /// <summary>Adds a record that a partner made (ITI-20): validated, given an id of the trail, and chained as what that partner sent, beside our record of it.</summary>
    /// <param name="body">The AuditEvent.</param>
    /// <param name="ifNoneExist">The query of If-None-Exist, which a record cannot have; or null.</param>
    /// <param name="requester">Who sends it.</param>
    /// <param name="trace">How.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The record as it can be read from now on; or what is wrong with it.</returns>
    public async Task<Outcome<WriteResult>> ReceiveAsync(ResourceBody body, string? ifNoneExist, Requester requester, RequestTrace trace, CancellationToken cancellationToken)
    {
        if (ifNoneExist is not null)
        {
            await audit.RecordAsync(new AuditRecord(AuditAction.Create, requester, trace) { Refused = true, Explanation = AuditEventIssues.AloneOnly.Rule }, cancellationToken);
            return AuditEventIssues.AloneOnly;
        }

        var checkedBody = check.Check(body, AuditEventIssues.Type, id: null, isRecord: true);
        if (checkedBody.Value is not { } resource) return Outcome.Failure<WriteResult>(checkedBody.Issues);
        using var document = resource.Document;
        var now = clock.GetUtcNow();
        var id = AuditIds.Next(now);
        if (consent.Limits.Of(requester, AuditEventIssues.Type, ResourceActions.Create) is { } limit && !store.Matcher.Meets(limit, AuditEventIssues.Type, id, now, document.Utf8))
        {
            await audit.RecordAsync(new AuditRecord(AuditAction.Create, requester, trace) { Refused = true, Explanation = "scope-query" }, cancellationToken);
            return InteractionIssues.OutsideScope(AuditEventIssues.Type, id);
        }

        var person = persons.PersonOf(document.Root);
        var received = new AuditRow(id, now, AuditQuery.Received, "permit", requester.Id, requester.OrganizationId, person, AuditEventView.Received(id, document.Utf8));
        var own = audit.RowOf(new AuditRecord(AuditAction.Create, requester, trace) { Person = person, Entities = [$"{AuditEventIssues.Type}/{id}/_history/1"], Grounds = [new(LegalBasis.OwnRecord.Uri, "write", null)] });
        await store.AppendAuditAsync([received, own], cancellationToken);
        return Outcome.Success(new WriteResult(AuditEventView.Of(received), Created: true), checkedBody.Issues);
    }

    private static Issue CursorInvalid =>
        Issue.Error("security", "cursor-invalid", "The page link was not made here for this requester.", "이 요청자에게 발급한 페이지 링크가 아닙니다.") with { Expression = $"http.{Cursor}" };

    private static Issue? Beyond(SearchRequest request, IReadOnlyList<KeyValuePair<string, string>> query)
    {
        if (request.Includes.Count > 0) return AuditEventIssues.NotJoined(query.First(pair => pair.Key.StartsWith("_include", StringComparison.Ordinal) || pair.Key.StartsWith("_revinclude", StringComparison.Ordinal)).Key);
        if (request.Branches[0].Criteria.FirstOrDefault(criterion => !ResourceMatcher.CanJudge(criterion)) is { } criterion) return AuditEventIssues.NotJoined(criterion.Code.Length > 0 ? criterion.Code : "_filter");
        return request.Sort switch
        {
            [] or [{ Code: "date" or "_lastUpdated" }] => null,
            [.., var last] => AuditEventIssues.NotSorted(last.Code),
        };
    }

    private static IReadOnlyList<AuditRecord> Shown(IReadOnlyList<AuditEntry> matches, Requester requester, RequestTrace trace, string query)
    {
        string?[] persons = [.. matches.Select(entry => entry.Row.Person).OfType<string>().Distinct(StringComparer.Ordinal)];
        return [.. (persons.Length == 0 ? [null] : persons).Select(person => new AuditRecord(AuditAction.AccessLogRead, requester, trace) { Person = person, Query = query })];
    }

    private static string Written(IReadOnlyList<KeyValuePair<string, string>> query) =>
        string.Join('&', query.Where(pair => pair.Key != Cursor).Select(pair => $"{Uri.EscapeDataString(pair.Key).Replace("%3A", ":", StringComparison.Ordinal)}={Uri.EscapeDataString(pair.Value)}"));
}
