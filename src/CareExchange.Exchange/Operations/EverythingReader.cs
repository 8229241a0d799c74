using CareExchange.Exchange.Audit;
using CareExchange.Exchange.Consent;
using CareExchange.Exchange.Interactions;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;
using CareExchange.Storage.Resources;
using CareExchange.Storage.Search;

namespace CareExchange.Exchange.Operations;

/// <summary>Reads what there is about one person, as one requester may see it, page by page; with the directory entries it points at.</summary>
public sealed class EverythingReader(
    ResourceStore store, SearchQueryParser parser, ConsentDecider consent, AuditTrail audit, CareDates dates, PageCursors cursors, Schema schema)
{
    // What comes along is directory: more than this on one page is nobody's honest question.
    private const int MaximumIncluded = 1000;

    /// <summary>One page about one person, or one encounter.</summary>
    /// <param name="call">The call.</param>
    /// <param name="person">Patient id; null for what is about nobody.</param>
    /// <param name="first">What stands at the head of the first page: the Patient, or the Encounter; null where there is no such Patient, which is answered like a hidden one.</param>
    /// <param name="belongs">Which of the person's resources are meant; null for all.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The searchset; <c>resource-unknown</c> where nothing of it may be seen, <c>cursor-invalid</c>, or what is wrong with the parameters.</returns>
    internal async Task<Outcome<OperationAnswer>> ReadAsync(
        OperationCall call, string? person, StoredResource? first, Func<Element, bool>? belongs, CancellationToken cancellationToken)
    {
        var started = Start(call);
        if (started.Value is not { } page || !started.Succeeded) return Outcome.Failure<OperationAnswer>(started.Issues);
        var disclosure = new Disclosure(consent, call.Requester);
        var matches = new List<ResourceVersion>();

        // 1. Who may see nothing of it learns no more than of something that does not exist.
        if (page.IsBeginning && !await BeginAsync(call, page.Filter, person, first, matches, disclosure, cancellationToken))
        {
            if (first is null) return await UnknownAsync(call, call.Target.Type!, call.Target.Id!, cancellationToken);
            await audit.RecordAsync(disclosure.Looked(AuditAction.Operation, call.Trace, first) with { Refused = true, Query = call.Target.Name }, cancellationToken);
            return InteractionIssues.NotFound(first.Type, first.Id);
        }

        // 2. The person's resources in a fixed order, each judged as it passes.
        var after = person is null ? null : await FillAsync(call, page, person, (call.Target.Type!, call.Target.Id!), belongs, matches, disclosure, cancellationToken);
        return await AnswerAsync(call, page, matches, after, disclosure, cancellationToken);
    }

    /// <summary>The Patient as it stands; null where there is none any more, or never was.</summary>
    internal async Task<StoredResource?> PatientAsync(string id, CancellationToken cancellationToken) => await store.ReadAsync("Patient", id, cancellationToken) is { Deleted: false } patient ? patient : null;

    /// <summary>The answer about what is not there, once it is recorded that somebody asked.</summary>
    internal async Task<Outcome<OperationAnswer>> UnknownAsync(OperationCall call, string type, string id, CancellationToken cancellationToken)
    {
        await audit.RecordUnknownAsync(AuditAction.Operation, call.Requester, call.Trace, $"{type}/{id}", call.Target.Name, cancellationToken);
        return InteractionIssues.NotFound(type, id);
    }

    /// <summary>One page about all persons whom the requester may know of, one after the other.</summary>
    internal async Task<Outcome<OperationAnswer>> ReadAllAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var started = Start(call);
        if (started.Value is not { } begun || !started.Succeeded) return Outcome.Failure<OperationAnswer>(started.Issues);
        var access = (await consent.DecidePersonsAsync(call.Requester, cancellationToken)).Predicate;
        return await WalkAsync(call, begun, [], new Disclosure(consent, call.Requester), page => NextPatientAsync(call, page, access, cancellationToken), cancellationToken);
    }

    /// <summary>One page about a Group and its members, one after the other.</summary>
    internal async Task<Outcome<OperationAnswer>> ReadGroupAsync(OperationCall call, StoredResource group, CancellationToken cancellationToken)
    {
        var started = Start(call);
        if (started.Value is not { } begun || !started.Succeeded) return Outcome.Failure<OperationAnswer>(started.Issues);
        var disclosure = new Disclosure(consent, call.Requester);
        if (await disclosure.ReleaseAsync(group, cancellationToken) is not { } seen)
        {
            await audit.RecordAsync(disclosure.Looked(AuditAction.Operation, call.Trace, group) with { Refused = true, Query = call.Target.Name }, cancellationToken);
            return InteractionIssues.NotFound(group.Type, group.Id);
        }

        var members = GroupMembers.Of(seen, schema);
        List<ResourceVersion> matches = begun.IsBeginning && begun.Filter.Wants(group.Type) && begun.Filter.IsRecent(group) ? [ResourceVersion.Of(group, seen)] : [];
        return await WalkAsync(call, begun, matches, disclosure, page => NextMemberAsync(call, page, members, cancellationToken), cancellationToken);
    }

    private async Task<Outcome<OperationAnswer>> WalkAsync(
        OperationCall call, EverythingPage begun, List<ResourceVersion> matches, Disclosure disclosure, Func<EverythingPage, Task<(string Id, StoredResource? Patient, string? Cursor)?>> nextAsync, CancellationToken cancellationToken)
    {
        var page = begun;
        while (page is not null && matches.Count < page.Filter.Count)
        {
            if (page.Person.Length == 0)
            {
                var found = await nextAsync(page);
                if (found is not { } next) return await AnswerAsync(call, begun, matches, null, disclosure, cancellationToken);
                page = page with { Person = next.Id, Patients = next.Cursor ?? "", IsLast = next.Cursor is null };
                await BeginAsync(call, page.Filter, next.Id, next.Patient, matches, disclosure, cancellationToken);
            }

            if (await FillAsync(call, page, page.Person, ("Patient", page.Person), null, matches, disclosure, cancellationToken) is { } after)
            {
                return await AnswerAsync(call, begun, matches, after, disclosure, cancellationToken);
            }

            page = page.IsLast ? null : page with { Person = "", AfterType = "", AfterId = "" };
        }

        return await AnswerAsync(call, begun, matches, page, disclosure, cancellationToken);
    }

    // In the order of their ids, so that a page begins where the one before ended, whatever became of the Group in between.
    private async Task<(string Id, StoredResource? Patient, string? Cursor)?> NextMemberAsync(OperationCall call, EverythingPage page, IReadOnlyList<string> members, CancellationToken cancellationToken)
    {
        if (!call.MayRead("Patient") || members.FirstOrDefault(id => string.CompareOrdinal(id, page.Patients) > 0) is not { } next) return null;
        return (next, await PatientAsync(next, cancellationToken), next == members[^1] ? null : next);
    }

    private async Task<(string Id, StoredResource? Patient, string? Cursor)?> NextPatientAsync(OperationCall call, EverythingPage page, AccessPredicate access, CancellationToken cancellationToken)
    {
        KeyValuePair<string, string>[] query = page.Patients.Length == 0 ? [new("_count", "1")] : [new("_cursor", page.Patients)];
        var parsed = parser.Parse("Patient", query, call.Requester.Id);
        if (parsed.Value is not { } request || !parsed.Succeeded) return null;
        var found = await store.SearchAsync(request, access, new Disclosure(consent, call.Requester).JudgeAsync, cancellationToken);
        return found.Matches.Count == 0 ? null : (found.Matches[0].Id, found.Matches[0], found.NextCursor);
    }

    // False where the requester may see nothing at all of what the pages are about.
    private async Task<bool> BeginAsync(
        OperationCall call, EverythingFilter filter, string? person, StoredResource? first, List<ResourceVersion> matches, Disclosure disclosure, CancellationToken cancellationToken)
    {
        if (first is null)
        {
            await disclosure.AskInVainAsync(person!, cancellationToken);
            return !await IsHiddenAsync(call, person, disclosure, cancellationToken);
        }

        var isSeen = false;
        var json = await disclosure.ReleaseAsync(
            first,
            _ =>
            {
                isSeen = true;
                return filter.Wants(first.Type) && filter.IsRecent(first);
            },
            cancellationToken);
        if (json is not null) matches.Add(ResourceVersion.Of(first, json.Value));
        return isSeen || !await IsHiddenAsync(call, person, disclosure, cancellationToken);
    }

    /// <summary>Adds to a page until it is full and one more was seen.</summary>
    /// <returns>Where the next page begins; null where there is nothing more about this person.</returns>
    private async Task<EverythingPage?> FillAsync(
        OperationCall call, EverythingPage page, string person, (string Type, string Id) head, Func<Element, bool>? belongs, List<ResourceVersion> matches, Disclosure disclosure, CancellationToken cancellationToken)
    {
        var filter = page.Filter;
        var last = (Type: page.AfterType, Id: page.AfterId);
        await foreach (var resource in store.ReadCompartmentAsync(person, page.AfterType, page.AfterId, cancellationToken))
        {
            // What stands at the head is not told twice: a Group may be in its members' records as well.
            if ((resource.Type, resource.Id) == head || (resource.Type == call.Target.Type && resource.Id == call.Target.Id)) continue;
            if (!filter.Wants(resource.Type) || !filter.IsRecent(resource) || !call.MayRead(resource.Type)) continue;
            var isFull = matches.Count == filter.Count;
            var isMore = false;
            var json = await disclosure.ReleaseAsync(
                resource,
                seen =>
                {
                    // One more than the page holds shows that there is another page; it does not leave with this one.
                    var isMeant = IsMeant(seen, filter, belongs);
                    isMore = isFull && isMeant;
                    return isMeant && !isFull;
                },
                cancellationToken);
            if (isMore) return page with { AfterType = last.Type, AfterId = last.Id };
            if (json is null) continue;
            matches.Add(ResourceVersion.Of(resource, json.Value));
            last = (resource.Type, resource.Id);
        }

        return null;
    }

    private async Task<OperationAnswer> AnswerAsync(
        OperationCall call, EverythingPage page, List<ResourceVersion> matches, EverythingPage? after, Disclosure disclosure, CancellationToken cancellationToken)
    {
        // 3. Practitioners, organisations, places … that the page points at, so that it can be read without asking again.
        var included = await IncludeAsync(call, page.Filter, matches, disclosure, cancellationToken);

        // 4. Recorded before the answer.
        await audit.RecordAsync(disclosure.Listed(AuditAction.Operation, call.Trace, call.Target.Name), cancellationToken);
        int? total = page.IsBeginning && after is null ? matches.Count : null;
        var next = after is null ? null : cursors.Write(Scope(call), call.Requester.Id, after.Write());
        return new OperationAnswer(OperationBundle.Searchset(call, page.Filter.Query, matches, included, next, total));
    }

    private Outcome<EverythingPage> Start(OperationCall call)
    {
        if (call.Input.Text("_cursor") is not { } cursor)
        {
            var filter = EverythingFilter.Of(call.Input, schema);
            return filter.Value is { } read && filter.Succeeded ? new EverythingPage(read, "", "") : Outcome.Failure<EverythingPage>(filter.Issues);
        }

        return call.Input.Arguments.Count == 1 && cursors.Read(Scope(call), call.Requester.Id, cursor) is { } text && EverythingPage.Read(text) is { } page
            ? page
            : Issue.Error("security", "cursor-invalid", "The link to the next page was not made for this request.", "이 요청을 위해 만들어진 다음 페이지 링크가 아닙니다.") with { Expression = "http._cursor" };
    }

    private static string Scope(OperationCall call) => $"${call.Target.Code}/{call.Target.Type}/{call.Target.Id}";

    private bool IsMeant(ReadOnlyMemory<byte> json, EverythingFilter filter, Func<Element, bool>? belongs)
    {
        if (belongs is null && filter.Start is null && filter.End is null) return true;
        using var document = FhirDocument.Parse(json, schema).Value ?? throw new InvalidOperationException("A stored resource is not JSON.");
        return (belongs?.Invoke(document.Root) ?? true) && dates.IsWithin(document.Root, filter.Start, filter.End);
    }

    // Somebody may be allowed to see diagnoses and not the name: only where nothing at all is open, nothing is answered. Content is read of what may be open alone,
    // so that who may see nothing waits no longer for somebody with a long record than for somebody who does not exist.
    private async Task<bool> IsHiddenAsync(OperationCall call, string? person, Disclosure disclosure, CancellationToken cancellationToken)
    {
        if (person is null || call.Target.Type != "Patient") return true;
        var isHidden = true;
        var access = await consent.DecidePersonsAsync(call.Requester, cancellationToken);
        var isEmergency = await consent.EmergencyAsync(person, call.Requester, cancellationToken) is not null;
        foreach (var (type, id, tags) in await store.ReadTagsAsync(person, cancellationToken))
        {
            if (!isEmergency && !access.Predicate.MayPermit(type, id, person, tags.Category, tags.Source)) continue;
            if (await store.ReadAsync(type, id, cancellationToken) is { Deleted: false } resource) await disclosure.ReleaseAsync(resource, Peek, cancellationToken);
            if (!isHidden) return false;
        }

        return true;

        bool Peek(ReadOnlyMemory<byte> json) => isHidden = false;
    }

    private async Task<IReadOnlyList<ResourceVersion>> IncludeAsync(
        OperationCall call, EverythingFilter filter, List<ResourceVersion> matches, Disclosure disclosure, CancellationToken cancellationToken)
    {
        var included = new List<ResourceVersion>();
        var seen = matches.Select(match => (match.Type, match.Id)).ToHashSet();
        foreach (var (type, id) in matches.SelectMany(match => References.Of(match.Json, schema, call.Base)))
        {
            if (included.Count == MaximumIncluded) break;
            if (!seen.Add((type, id)) || !filter.Wants(type) || !call.MayRead(type)) continue;

            // Persons' resources come by the compartment alone, where they were judged; here it is what belongs to nobody.
            if (await store.ReadAsync(type, id, cancellationToken) is not { Deleted: false, Tags.Person: null } resource) continue;
            if (await disclosure.ReleaseAsync(resource, cancellationToken) is { } json) included.Add(ResourceVersion.Of(resource, json));
        }

        return included;
    }
}
