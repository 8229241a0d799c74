using System.Globalization;
using CareExchange.Exchange.Audit;
using CareExchange.Exchange.Consent;
using CareExchange.Exchange.Interactions;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;
using CareExchange.Storage.Resources;
using CareExchange.Storage.Search;

namespace CareExchange.Exchange.Operations;

/// <summary><c>Observation/$lastn</c> (R4 observation-operation-lastn.html): the latest observations of each kind, among those that a search finds.</summary>
public sealed class LastObservationsOperation(
    ResourceStore store, SearchQueryParser parser, ConsentDecider consent, AuditTrail audit, Schema schema) : IOperation
{
    // More observations of one person than this are not looked through for one answer.
    private const int MaximumRead = 50_000;

    private static readonly string[] Subjects = ["patient", "subject"];

    /// <inheritdoc/>
    public string Definition => "http://hl7.org/fhir/OperationDefinition/Observation-lastn";

    /// <inheritdoc/>
    public OperationNeed Need => OperationNeed.Search;

    /// <inheritdoc/>
    public bool TakesSearch => true;

    /// <inheritdoc/>
    public bool IsRecordedItself => true;

    /// <inheritdoc/>
    public async Task<Outcome<OperationAnswer>> InvokeAsync(OperationCall call, CancellationToken cancellationToken)
    {
        // R4: a subject always, whatever else narrows the search; order and pages are the operation's own.
        var query = call.Input.Query;
        if (!query.Any(pair => Subjects.Contains(pair.Key.Split(':', '.')[0]))) return OperationIssues.Missing("patient or subject");
        if (query.FirstOrDefault(pair => pair.Key is "_sort" or "_count" or "_cursor" or "_include" or "_revinclude" or "_total").Key is { } own)
        {
            return OperationIssues.UnknownParameter($"http.{own}", own, ["max", "search parameters of Observation"]);
        }

        var parsed = parser.Parse("Observation", [.. query, new("_sort", "-date"), new("_count", "1000")], call.Requester.Id);
        if (parsed.Value is not { } request || !parsed.Succeeded) return Outcome.Failure<OperationAnswer>(parsed.Issues);
        if (request.LinkedTypes.Select(type => call.Refusal(type, OperationNeed.Search)).OfType<Issue>().FirstOrDefault() is { } refused)
        {
            await audit.RecordAsync(new AuditRecord(AuditAction.Operation, call.Requester, call.Trace) { Refused = true, Query = call.Target.Name, Explanation = refused.Rule }, cancellationToken);
            return refused;
        }

        if (MaskedSearch.Refusal(request, consent.Masking.Of(call.Requester.Role)) is { } masked)
        {
            await audit.RecordAsync(new AuditRecord(AuditAction.Operation, call.Requester, call.Trace) { Refused = true, Query = call.Target.Name, Explanation = masked.Rule }, cancellationToken);
            return masked;
        }

        var max = call.Input.Number("max") ?? 1;
        var disclosure = new Disclosure(consent, call.Requester);
        var found = await CollectAsync(request, disclosure, call, cancellationToken);
        if (found.Value is not { } kinds || !found.Succeeded) return Outcome.Failure<OperationAnswer>(found.Issues);
        var matches = new List<ResourceVersion>();
        foreach (var resource in kinds.Groups().SelectMany(group => group.Take(max)))
        {
            if (await disclosure.ReleaseAsync(resource, cancellationToken) is { } json) matches.Add(ResourceVersion.Of(resource, json));
        }

        var asked = string.Join('&', query.Append(new("max", max.ToString(CultureInfo.InvariantCulture))).Select(pair => $"{Uri.EscapeDataString(pair.Key).Replace("%3A", ":", StringComparison.Ordinal)}={Uri.EscapeDataString(pair.Value)}"));
        await audit.RecordAsync(disclosure.Listed(AuditAction.Operation, call.Trace, $"{call.Target.Name}?{asked}"), cancellationToken);
        return new OperationAnswer(OperationBundle.Searchset(call, asked, matches, [], cursor: null, matches.Count));
    }

    private async Task<Outcome<ObservationKinds>> CollectAsync(SearchRequest first, Disclosure disclosure, OperationCall call, CancellationToken cancellationToken)
    {
        var access = await consent.DecidePersonsAsync(call.Requester, cancellationToken);
        var kinds = new ObservationKinds();
        for (SearchRequest? request = first; request is not null;)
        {
            var page = await store.SearchAsync(request, access.Predicate, disclosure.JudgeAsync, cancellationToken);
            foreach (var match in page.Matches)
            {
                // Looked at to see what kind it is; what leaves is released, and recorded, when it is known which do.
                await disclosure.ReleaseAsync(match, json => Add(match, json), cancellationToken);
            }

            if (kinds.Count > MaximumRead) return Issue.Error("too-costly", "lastn-too-costly", "The search finds more observations than are looked through at once.", "한 번에 살펴볼 수 있는 관찰 기록 수를 넘었습니다.") with { Expected = $"at most {MaximumRead}" };
            var next = page.NextCursor is null ? (Outcome<SearchRequest>?)null : parser.Parse("Observation", [new("_cursor", page.NextCursor)], call.Requester.Id);
            request = next is { Succeeded: true } ? next.Value.Value : null;
        }

        return kinds;

        bool Add(StoredResource match, ReadOnlyMemory<byte> json)
        {
            using var document = FhirDocument.Parse(json, schema).Value ?? throw new InvalidOperationException("A stored resource is not JSON.");
            kinds.Add(match, document.Root["code"]);
            return false;
        }
    }
}
