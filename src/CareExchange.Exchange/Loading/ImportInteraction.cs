using CareExchange.Exchange.Audit;
using CareExchange.Exchange.Jobs;
using CareExchange.Exchange.Requests;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;
using CareExchange.Storage.Jobs;
using CareExchange.Storage.Loading;

namespace CareExchange.Exchange.Loading;

/// <summary>Bulk import in the shape of the SMART proposal: Parameters name NDJSON files, a job loads them for who asked.</summary>
public sealed class ImportInteraction(JobQueue jobs, LoadStore loads, ImportSources sources, AuditTrail audit, Schema schema)
{
    private const string AnyType = "*";

    private static readonly string[] Formats = ["application/fhir+ndjson", "application/ndjson", "ndjson"];

    /// <summary>Begins an import.</summary>
    /// <param name="parameters">inputFormat, inputSource, and for each file input with type (or resourceType) and url.</param>
    /// <param name="refusal">Says why the caller may not create a type, or null.</param>
    /// <param name="requester">Whose contribution it is.</param>
    /// <param name="trace">How they ask.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The import's id; or what is wrong: <c>import-format</c>, <c>import-input</c>, <c>import-source</c>, a type's refusal.</returns>
    public async Task<Outcome<string>> BeginAsync(
        Element parameters, Func<string, Issue?> refusal, Requester requester, RequestTrace trace, CancellationToken cancellationToken)
    {
        var inputs = new List<ImportInput>();
        var issues = new List<Issue>();
        foreach (var parameter in parameters.Children("parameter"))
        {
            var value = parameter["value"].Text;
            if (parameter["name"].Text == "inputFormat" && !Formats.Contains(value, StringComparer.OrdinalIgnoreCase)) issues.Add(Wrong("import-format", parameter.Path, string.Join(", ", Formats)));
            if (parameter["name"].Text == "input") inputs.Add(Read(parameter, issues));
        }

        if (inputs.Count == 0) issues.Add(Wrong("import-input", "Parameters.parameter", "at least one input with url"));
        issues.AddRange(inputs.SelectMany(input => sources.Check(input.Url).Issues));

        // A file of any type needs the right to create every type.
        issues.AddRange(inputs.Select(input => refusal(input.Type ?? AnyType)).OfType<Issue>());
        if (issues.Count == 0)
        {
            var state = new ImportState(inputs, requester.Id, requester.Role, requester.OrganizationId, requester.OrganizationDisplay, trace.RequestId);
            await audit.RecordAsync(new AuditRecord(AuditAction.Import, requester, trace) { Query = "$import" }, cancellationToken);
            return await jobs.BeginAsync(ImportKind.Name, JobQueue.OwnerOf(requester), state.Write(), cancellationToken);
        }

        if (issues.Find(issue => issue.Code == "forbidden") is { } refused)
        {
            await audit.RecordAsync(new AuditRecord(AuditAction.Import, requester, trace) { Refused = true, Explanation = refused.Rule }, cancellationToken);
        }

        return Outcome.Failure<string>(issues);
    }

    /// <summary>Where an import stands; null where this requester has none of that id.</summary>
    public async Task<ImportStatus?> FindAsync(string id, Requester requester, CancellationToken cancellationToken)
    {
        if (await jobs.FindAsync(id, JobQueue.OwnerOf(requester), cancellationToken) is not { Kind: ImportKind.Name } job || job.Status == JobStatus.Cancelled) return null;
        if (job.Status == JobStatus.Failed) return new(job.Progress, null, job.Outcome, [AnyType]);
        var state = ImportState.Read(job.IsDone ? job.Outcome : job.State);
        return new(job.Progress, state.Done, default, [.. state.Inputs.Select(input => input.Type ?? AnyType).Distinct(StringComparer.Ordinal)]);
    }

    /// <summary>What was refused, NDJSON of OperationOutcomes. They quote what was sent, so ask <see cref="FindAsync"/> first whose it is.</summary>
    public IAsyncEnumerable<ReadOnlyMemory<byte>> ReadErrorsAsync(string id, CancellationToken cancellationToken) => loads.ReadErrorsAsync(id, cancellationToken);

    /// <summary>Calls an import off; what is stored stays. False where this requester has none of that id.</summary>
    public async Task<bool> CancelAsync(string id, Requester requester, CancellationToken cancellationToken)
    {
        if (await FindAsync(id, requester, cancellationToken) is null || !await jobs.CancelAsync(id, JobQueue.OwnerOf(requester), cancellationToken)) return false;
        await loads.RemoveAsync(id, cancellationToken);
        return true;
    }

    private ImportInput Read(Element input, List<Issue> issues)
    {
        string? type = null, url = null;
        foreach (var part in input.Children("part"))
        {
            if (part["name"].Text is "type" or "resourceType") type = part["value"].Text;
            if (part["name"].Text == "url") url = part["value"].Text;
        }

        if (url is null) issues.Add(Wrong("import-input", input.Path, "url"));
        if (type is not null && schema.FindType(type) is not { IsConstraint: false, IsAbstract: false, Kind: TypeKind.Resource }) issues.Add(Wrong("import-input", input.Path, "a resource type"));
        return new(type, url ?? "");
    }

    private static Issue Wrong(string rule, string path, string expected) =>
        Issue.Error("invalid", rule, "The import cannot be understood.", "가져오기 요청을 이해할 수 없습니다.") with { Expression = path, Expected = expected };
}
