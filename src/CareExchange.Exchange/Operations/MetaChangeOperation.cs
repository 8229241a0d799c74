using CareExchange.Exchange.Audit;
using CareExchange.Exchange.Consent;
using CareExchange.Exchange.Interactions;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;
using CareExchange.Storage.Resources;

namespace CareExchange.Exchange.Operations;

/// <summary>What <c>$meta-add</c> and <c>$meta-delete</c> share: the metadata of a version changes, the version stays.</summary>
/// <remarks>Only who contributed a resource may change it, as in an update; a label changes from now on who may see it.</remarks>
public abstract class MetaChangeOperation(WriteServices services, ConsentDecider consent, Schema schema) : IOperation
{
    private static readonly string[] Lists = ["profile", "security", "tag"];

    /// <inheritdoc/>
    public abstract string Definition { get; }

    /// <inheritdoc/>
    public OperationNeed Need => OperationNeed.Update;

    /// <inheritdoc/>
    public OperationLevels? Levels => OperationLevels.Instance | OperationLevels.Version;

    /// <inheritdoc/>
    public bool AffectsState => true;

    /// <inheritdoc/>
    public bool IsRecordedItself => true;

    private protected abstract bool IsRemoval { get; }

    /// <inheritdoc/>
    public async Task<Outcome<OperationAnswer>> InvokeAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var (type, id) = (call.Target.Type!, call.Target.Id!);
        var read = await FindAsync(type, id, VersionNumber.Read(call.Target.Version), cancellationToken);
        if (read is null)
        {
            await services.Audit.RecordUnknownAsync(AuditAction.Operation, call.Requester, call.Trace, $"{type}/{id}", call.Target.Name, cancellationToken);
            return InteractionIssues.NotFound(type, id);
        }

        // It answers with the metadata that stand now, which is a look at the resource: judged, and recorded where it is refused.
        var disclosure = new Disclosure(consent, call.Requester);
        var seen = await disclosure.ReleaseAsync(read, cancellationToken);
        Issue? refusal = seen is null ? InteractionIssues.NotFound(type, id)
            : read.Deleted ? InteractionIssues.Gone(type, id)
            : read.Tags.Source != call.Requester.OrganizationId ? InteractionIssues.NotYours(type, id) : null;
        if (refusal is not null)
        {
            await services.Audit.RecordAsync(disclosure.Looked(AuditAction.Operation, call.Trace, read) with { Refused = true, Query = call.Target.Name, Explanation = refusal.Rule }, cancellationToken);
            return refusal;
        }

        return await ChangeAsync(read, call, disclosure, cancellationToken);
    }

    private async Task<Outcome<OperationAnswer>> ChangeAsync(StoredResource read, OperationCall call, Disclosure disclosure, CancellationToken cancellationToken)
    {
        await using var unit = await services.BeginAsync(call.Requester, cancellationToken);
        var standing = await StandingAsync(unit.Transaction, read, cancellationToken);
        using var document = FhirDocument.Parse(standing.Json, schema).Value ?? throw new InvalidOperationException("A stored resource is not JSON.");
        if (Changed(document, call.Input.Element("meta")) is not { } json) return MetaOperation.Answer(document.Root["meta"].Raw);
        var check = services.Check.Check(new ResourceBody(json), standing.Type, standing.Id);
        if (check.Value is not { } resource || !check.Succeeded) return Outcome.Failure<OperationAnswer>([.. check.Issues.Select(issue => issue.IsError ? issue with { Code = "processing" } : issue)]);
        var restated = await unit.Transaction.RestateMetaAsync(standing, json, standing.Tags with { Category = resource.Category }, cancellationToken);
        if (restated.Value is not { } stands || !restated.Succeeded) return Outcome.Failure<OperationAnswer>(restated.Issues);
        await services.Audit.AppendAsync(unit.Transaction, disclosure.Looked(AuditAction.Operation, call.Trace, stands) with { Query = call.Target.Name }, cancellationToken);
        await unit.Transaction.CommitAsync(cancellationToken);
        using var after = FhirDocument.Parse(stands.Json, schema).Value ?? throw new InvalidOperationException("A stored resource is not JSON.");
        return MetaOperation.Answer(after.Root["meta"].Raw);
    }

    private async Task<StoredResource?> FindAsync(string type, string id, long? version, CancellationToken cancellationToken) => version is { } wanted
        ? await services.Store.VreadAsync(type, id, wanted, cancellationToken)
        : await services.Store.ReadAsync(type, id, cancellationToken);

    // Read again where nobody else can change it: of a current version the one that is current now.
    private static async Task<StoredResource> StandingAsync(StoreTransaction transaction, StoredResource read, CancellationToken cancellationToken) =>
        await transaction.ReadAsync(read.Type, read.Id, cancellationToken) is { Deleted: false } current && current.Version == read.Version ? current : read;

    private byte[]? Changed(FhirDocument document, Element given)
    {
        var meta = document.Root["meta"];
        var edit = new DocumentEdit(document);
        var isChanged = false;
        foreach (var list in Lists)
        {
            if (MetaJson.Change(meta.Children(list).ToArray(), given.Children(list).ToArray(), IsRemoval) is not { } items) continue;
            isChanged = true;
            if (items.Length == 0) foreach (var item in meta.Children(list).ToArray()) edit.Remove(item);
            else edit.Set(meta, list, [(byte)'[', .. items.SelectMany((item, index) => index == 0 ? item : [(byte)',', .. item]), (byte)']']);
        }

        return isChanged ? edit.Apply() : null;
    }
}
