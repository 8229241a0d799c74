using CareExchange.Exchange.Audit;
using CareExchange.Exchange.Requests;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Exchange.Interactions;

/// <summary>batch (R4 http.html#transaction): each entry for itself, as if it had come alone.</summary>
public sealed class BatchInteraction(
    ReadInteraction reads, SearchInteraction searches, CreateInteraction creates, UpdateInteraction updates, PatchInteraction patches, AuditTrail audit, Schema schema)
{
    /// <summary>Carries the entries of a batch Bundle out, one after the other.</summary>
    /// <param name="bundle">A Bundle of type batch.</param>
    /// <param name="admit">Says why the caller may not have an entry carried out, or null.</param>
    /// <param name="requester">Who asks.</param>
    /// <param name="trace">How they ask.</param>
    /// <param name="cancellationToken">Cancels what has not been carried out yet.</param>
    /// <returns>One result for each entry, in their order.</returns>
    public async Task<IReadOnlyList<EntryResult>> ExecuteAsync(
        Element bundle, Func<BundleEntry, Issue?> admit, Requester requester, RequestTrace trace, CancellationToken cancellationToken)
    {
        var results = new List<EntryResult>();
        foreach (var read in BundleEntry.ReadEach(bundle))
        {
            results.Add(read.Value is { } entry
                ? await ExecuteAsync(entry, admit, requester, trace, cancellationToken)
                : EntryResult.Failure(read.Issues));
        }

        return results;
    }

    private async Task<EntryResult> ExecuteAsync(BundleEntry entry, Func<BundleEntry, Issue?> admit, Requester requester, RequestTrace trace, CancellationToken cancellationToken)
    {
        if (schema.FindType(entry.Type) is not { IsConstraint: false, IsAbstract: false, Kind: TypeKind.Resource })
        {
            return EntryResult.Failure([InteractionIssues.UnknownType(entry.Type) with { Code = "not-found" }]);
        }

        if (admit(entry) is { } refusal)
        {
            await audit.RecordAsync(new AuditRecord(AuditAction.Batch, requester, trace) { Refused = true, Explanation = refusal.Rule }, cancellationToken);
            return EntryResult.Failure([refusal]);
        }

        return entry switch
        {
            { Method: "GET" or "HEAD", Id: { } id } => Read(await reads.ReadAsync(entry.Type, id, null, requester, trace, cancellationToken), entry),
            { Method: "GET" or "HEAD" } => Found(await searches.SearchAsync(entry.Type, QueryPairs.Parse(entry.Query ?? ""), type => admit(entry with { Type = type }), requester, trace, cancellationToken), entry),
            { Method: "POST", Id: null } => Written(await creates.CreateAsync(entry.Type, entry.Body, entry.IfNoneExist, requester, trace, cancellationToken), entry),
            { Method: "PUT", Id: { } id } => Written(await updates.UpdateAsync(entry.Type, id, entry.Body, entry.IfMatchVersion, requester, trace, cancellationToken), entry),
            { Method: "PUT" } => Written(await updates.UpdateWhereAsync(entry.Type, entry.Query ?? "", entry.Body, entry.IfMatchVersion, requester, trace, cancellationToken), entry),
            { Method: "PATCH" } => await PatchAsync(entry, requester, trace, cancellationToken),
            { Method: "DELETE", Id: { } id } => Deleted(await updates.DeleteAsync(entry.Type, id, entry.IfMatchVersion, requester, trace, cancellationToken)),
            { Method: "DELETE" } => Deleted(await updates.DeleteWhereAsync(entry.Type, entry.Query ?? "", entry.IfMatchVersion, requester, trace, cancellationToken)),
            _ => EntryResult.Failure([BundleEntry.Malformed(entry.Index)]),
        };
    }

    private async Task<EntryResult> PatchAsync(BundleEntry entry, Requester requester, RequestTrace trace, CancellationToken cancellationToken)
    {
        var patch = ResourcePatch.Of(entry.Resource);
        return patch.Value is { } change
            ? Written(await patches.PatchAsync(entry.Type, entry.Id, entry.Query ?? "", change, entry.IfMatchVersion, requester, trace, cancellationToken), entry)
            : EntryResult.Failure(patch.Issues);
    }

    private static EntryResult Read(Outcome<ResourceVersion> read, BundleEntry entry) =>
        read.Value is { } version && read.Succeeded ? new(200, version, Body: entry.Method == "GET") : EntryResult.Failure(read.Issues);

    private static EntryResult Found(Outcome<SearchPage> found, BundleEntry entry) =>
        found.Value is { } page && found.Succeeded ? new(200) { Page = page, Searched = entry.Type } : EntryResult.Failure(found.Issues);

    // What is wrong with a resource is told where it stands in the Bundle.
    private static EntryResult Written(Outcome<WriteResult> written, BundleEntry entry) =>
        written.Value is { } put && written.Succeeded ? new(put.Created ? 201 : 200, put.Resource) : EntryResult.Failure([.. written.Issues.Select(entry.At)]);

    private static EntryResult Deleted<T>(Outcome<T> deleted) => deleted.Succeeded ? new(204) : EntryResult.Failure(deleted.Issues);
}
