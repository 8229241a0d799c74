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
public sealed class EverythingReader(ResourceStore store, ConsentDecider consent, AuditTrail audit, CareDates dates, PageCursors cursors, Schema schema)
{
    // What comes along is directory: more than this on one page is nobody's honest question.
    private const int MaximumIncluded = 1000;

    /// <summary>One page.</summary>
    /// <param name="call">The call.</param>
    /// <param name="person">Patient id; null for what is about nobody.</param>
    /// <param name="first">What stands at the head of the first page: the Patient, or the Encounter.</param>
    /// <param name="belongs">Which of the person's resources are meant; null for all.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The searchset; <c>resource-unknown</c> where nothing of it may be seen, <c>cursor-invalid</c>, or what is wrong with the parameters.</returns>
    internal async Task<Outcome<OperationAnswer>> ReadAsync(
        OperationCall call, string? person, StoredResource first, Func<Element, bool>? belongs, CancellationToken cancellationToken)
    {
        var started = Start(call);
        if (started.Value is not { } page || !started.Succeeded) return Outcome.Failure<OperationAnswer>(started.Issues);
        var filter = page.Filter;
        var disclosure = new Disclosure(consent, call.Requester);
        var matches = new List<ResourceVersion>();
        var isFirstPage = page.AfterType.Length == 0;
        string? next = null;

        // 1. What the page is about. Who may see nothing of it learns no more than of something that does not exist.
        var head = await disclosure.ReleaseAsync(first, cancellationToken);
        if (head is null && await IsHiddenAsync(call, person, disclosure, cancellationToken))
        {
            await audit.RecordAsync(disclosure.Looked(AuditAction.Operation, call.Trace, first) with { Query = call.Target.Name }, cancellationToken);
            return InteractionIssues.NotFound(first.Type, first.Id);
        }

        if (head is not null && isFirstPage && filter.Wants(first.Type) && filter.IsRecent(first)) matches.Add(ResourceVersion.Of(first, head.Value));

        // 2. The person's resources in a fixed order, each judged as it passes, until the page is full and one more was seen.
        var last = (Type: page.AfterType, Id: page.AfterId);
        if (person is not null)
        {
            await foreach (var resource in store.ReadCompartmentAsync(person, page.AfterType, page.AfterId, cancellationToken))
            {
                if ((resource.Type == first.Type && resource.Id == first.Id) || !filter.Wants(resource.Type) || !filter.IsRecent(resource) || !call.MayRead(resource.Type)) continue;
                if (matches.Count == filter.Count)
                {
                    // One more would be shown, so there is another page; it does not leave with this one.
                    var isMore = false;
                    await disclosure.ReleaseAsync(
                        resource,
                        seen =>
                        {
                            isMore = IsMeant(seen, filter, belongs);
                            return false;
                        },
                        cancellationToken);
                    if (!isMore) continue;
                    next = cursors.Write(Scope(call), call.Requester.Id, new EverythingPage(filter, last.Type, last.Id).Write());
                    break;
                }

                if (await disclosure.ReleaseAsync(resource, seen => IsMeant(seen, filter, belongs), cancellationToken) is not { } json) continue;
                matches.Add(ResourceVersion.Of(resource, json));
                last = (resource.Type, resource.Id);
            }
        }

        // 3. Practitioners, organisations, places … that the page points at, so that it can be read without asking again.
        var included = await IncludeAsync(call, filter, matches, disclosure, cancellationToken);

        // 4. Recorded before the answer.
        await audit.RecordAsync(disclosure.Listed(AuditAction.Operation, call.Trace, call.Target.Name), cancellationToken);
        int? total = isFirstPage && next is null ? matches.Count : null;
        return new OperationAnswer(OperationBundle.Searchset(call, filter.Query, matches, included, next, total));
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

    // Somebody may be allowed to see diagnoses and not the name: only where nothing at all is open, nothing is answered.
    private async Task<bool> IsHiddenAsync(OperationCall call, string? person, Disclosure disclosure, CancellationToken cancellationToken)
    {
        if (person is null || call.Target.Type != "Patient") return true;
        var isHidden = true;
        await foreach (var resource in store.ReadCompartmentAsync(person, cancellationToken))
        {
            await disclosure.ReleaseAsync(resource, Peek, cancellationToken);
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
