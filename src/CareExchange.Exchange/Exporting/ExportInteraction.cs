using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using CareExchange.Exchange.Audit;
using CareExchange.Exchange.Consent;
using CareExchange.Exchange.Interactions;
using CareExchange.Exchange.Jobs;
using CareExchange.Exchange.Requests;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;
using CareExchange.Storage.Jobs;
using CareExchange.Storage.Resources;
using CareExchange.Storage.Search;

namespace CareExchange.Exchange.Exporting;

/// <summary>Bulk export (http://hl7.org/fhir/uv/bulkdata/STU2): begun, asked after, fetched, called off; each only by who began it.</summary>
public sealed class ExportInteraction(
    JobQueue jobs, ResourceStore store, SearchQueryParser parser, ConsentDecider consent, AuditTrail audit, JobRunnerOptions options, Schema schema, TimeProvider clock)
{
    private const int Released = 500;

    /// <summary>How long an export that has ended can be fetched.</summary>
    public TimeSpan Keep => options.Keep;

    /// <summary>Begins an export.</summary>
    /// <param name="request">What is asked for.</param>
    /// <param name="refusal">Says why the caller may not read a type, or null.</param>
    /// <param name="requester">Who asks.</param>
    /// <param name="trace">How they ask.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The export's id; or a type's refusal, <c>resource-unknown</c> for the Group, or what is wrong with a <c>_typeFilter</c>.</returns>
    public async Task<Outcome<string>> BeginAsync(ExportRequest request, Func<string, Issue?> refusal, Requester requester, RequestTrace trace, CancellationToken cancellationToken)
    {
        if (await HasBrokenGlassAsync(requester, cancellationToken)) return await RefuseAsync(EmergencyIssues.OnePerson(), requester, trace, cancellationToken);
        var named = request.Types ?? [.. request.Filters.Select(filter => filter.Type).Distinct(StringComparer.Ordinal)];
        if (named.Select(refusal).OfType<Issue>().FirstOrDefault() is { } refused) return await RefuseAsync(refused, requester, trace, cancellationToken);
        string[] types = named.Count > 0 && request.Types is not null
            ? [.. named]
            : [.. schema.Types.Where(type => type is { Kind: TypeKind.Resource, IsAbstract: false, IsConstraint: false }).Select(type => type.TypeName).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Where(type => refusal(type) is null)];
        if (types.Length == 0) return await RefuseAsync(refusal("Patient")!, requester, trace, cancellationToken);

        var filters = request.Filters.Where(filter => types.Contains(filter.Type, StringComparer.Ordinal)).ToArray();
        foreach (var filter in filters)
        {
            var parsed = parser.Parse(filter.Type, QueryPairs.Parse(filter.Query), "export");
            if (!parsed.Succeeded) return Outcome.Failure<string>(parsed.Issues);
            if (MaskedSearch.Refusal(parsed.Value, consent.Masking.Of(requester.Role)) is { } masked) return await RefuseAsync(masked, requester, trace, cancellationToken);
            if (parsed.Value.LinkedTypes.Select(refusal).OfType<Issue>().FirstOrDefault() is { } linked) return await RefuseAsync(linked, requester, trace, cancellationToken);
        }

        if (request.Group is { } group)
        {
            if (refusal("Group") is { } noGroups) return await RefuseAsync(noGroups, requester, trace, cancellationToken);
            var members = await MembersAsync(group, requester, trace, cancellationToken);
            if (members.Value is not { } patients) return Outcome.Failure<string>(members.Issues);
            request = request with { Patients = request.Patients is { } wanted ? [.. wanted.Intersect(patients, StringComparer.Ordinal)] : patients };
        }

        var state = new ExportState
        {
            Request = request with { Patients = request.Patients is { } listed ? [.. listed.Distinct(StringComparer.Ordinal)] : null },
            Requester = ExportRequester.Of(requester),
            TransactionTime = clock.GetUtcNow(),
            Searches = [.. types.SelectMany(type => filters.Where(filter => filter.Type == type) is var own && own.Any() ? own : [new ExportFilter(type, "")])],
        };
        await audit.RecordAsync(new AuditRecord(AuditAction.Export, requester, trace) { Query = QueryOf(request) }, cancellationToken);
        return await jobs.BeginAsync(ExportKind.Name, JobQueue.OwnerOf(requester), state.Write(), cancellationToken);
    }

    // Emergency access is for one person: nobody empties a store while it is open.
    private async Task<bool> HasBrokenGlassAsync(Requester requester, CancellationToken cancellationToken)
    {
        if (!requester.MayBreakGlass) return false;
        var now = clock.GetUtcNow();
        var since = now.AddMinutes(-EmergencyAccessInteraction.MaximumMinutes).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        var parsed = parser.Parse("Task", [new("code", $"{EmergencyGrant.TaskSystem}|{EmergencyGrant.TaskCode}"), new("_lastUpdated", "ge" + since), new("_count", "1000")], "export");
        var tasks = await store.SearchAsync(parsed.Value!, AccessPredicate.AnyOf([new AccessGrant { Sources = [EmergencyTask.Source] }]), cancellationToken);
        return tasks.Matches.Select(EmergencyGrants.Read).Any(grant => grant is not null && grant.RequesterId == requester.Id && now < grant.Until);
    }

    /// <summary>Where an export stands; null where this requester has none of that id.</summary>
    public async Task<ExportStatus?> FindAsync(string id, Requester requester, CancellationToken cancellationToken) =>
        await jobs.FindAsync(id, JobQueue.OwnerOf(requester), cancellationToken) switch
        {
            { Kind: ExportKind.Name, Status: JobStatus.Active } job => new(job.Progress, null, default, null),
            { Kind: ExportKind.Name, Status: JobStatus.Done } job => new(job.Progress, ResultOf(job), default, job.Finished),
            { Kind: ExportKind.Name, Status: JobStatus.Failed } job => new(job.Progress, null, job.Outcome, job.Finished),
            _ => null,
        };

    /// <summary>Calls an export off, or throws its files away. False where this requester has none of that id.</summary>
    public async Task<bool> CancelAsync(string id, Requester requester, CancellationToken cancellationToken) =>
        await FindAsync(id, requester, cancellationToken) is not null && await jobs.CancelAsync(id, JobQueue.OwnerOf(requester), cancellationToken);

    /// <summary>The resources of a file as they may leave now, some at a time; each time they are on record before they are given.</summary>
    /// <remarks>Judged by the consents of this moment: what was withdrawn since the export was begun is not in it any more. So are scopes: a type that the caller may not read now is left out.</remarks>
    public async IAsyncEnumerable<IReadOnlyList<ResourceVersion>> ReadAsync(
        string id, ExportFile file, Func<string, Issue?> refusal, Requester requester, RequestTrace trace, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Two filters may find the same resource; a file tells it once.
        var seen = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var part in jobs.ReadPartsAsync(id, JobQueue.OwnerOf(requester), file.Name, cancellationToken))
        {
            foreach (var names in Encoding.UTF8.GetString(part.Content.Span).Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(seen.Add).Chunk(Released))
            {
                var disclosure = new Disclosure(consent, requester);
                var released = new List<ResourceVersion>(names.Length);
                foreach (var name in names)
                {
                    var parts = name.Split('/');
                    if (refusal(parts[0]) is not null) continue;
                    if (await store.VreadAsync(parts[0], parts[1], long.Parse(parts[2], CultureInfo.InvariantCulture), cancellationToken) is not { } version) continue;
                    if (await disclosure.ReleaseAsync(version, cancellationToken) is { } json) released.Add(ResourceVersion.Of(version, json));
                }

                await audit.RecordAsync(disclosure.Listed(AuditAction.Export, trace, file.Name), cancellationToken);
                yield return released;
            }
        }
    }

    private static ExportResult ResultOf(JobRow job)
    {
        var state = ExportState.Read(job.Outcome);
        return new(state.TransactionTime, state.Request.Address, state.Files, state.Request.Elements);
    }

    private async Task<Outcome<IReadOnlyList<string>>> MembersAsync(string id, Requester requester, RequestTrace trace, CancellationToken cancellationToken)
    {
        if (await store.ReadAsync("Group", id, cancellationToken) is not { Deleted: false } group)
        {
            await audit.RecordUnknownAsync(AuditAction.Read, requester, trace, $"Group/{id}", null, cancellationToken);
            return InteractionIssues.NotFound("Group", id);
        }

        var disclosure = new Disclosure(consent, requester);
        var json = await disclosure.ReleaseAsync(group, cancellationToken);
        await audit.RecordAsync(disclosure.Looked(AuditAction.Read, trace, group), cancellationToken);
        if (json is not { } seen) return InteractionIssues.NotFound("Group", id);
        return Outcome.Success(GroupMembers.Of(seen, schema));
    }

    private async Task<Outcome<string>> RefuseAsync(Issue refusal, Requester requester, RequestTrace trace, CancellationToken cancellationToken)
    {
        await audit.RecordAsync(new AuditRecord(AuditAction.Export, requester, trace) { Refused = true, Explanation = refusal.Rule }, cancellationToken);
        return refusal;
    }

    // Types and level, never whom it is about: filters and patients may name somebody.
    private static string QueryOf(ExportRequest request) =>
        $"{(request.Level == ExportLevel.System ? "" : request.Level == ExportLevel.Patient ? "Patient/" : $"Group/{request.Group}/")}$export{(request.Types is { } types ? "?_type=" + string.Join(',', types) : "")}";
}
