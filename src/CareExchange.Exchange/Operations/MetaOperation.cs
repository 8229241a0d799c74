using CareExchange.Exchange.Audit;
using CareExchange.Exchange.Consent;
using CareExchange.Exchange.Interactions;
using CareExchange.Exchange.Requests;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;
using CareExchange.Storage.Resources;
using CareExchange.Storage.Search;

namespace CareExchange.Exchange.Operations;

/// <summary><c>$meta</c> (R4 resource-operation-meta.html): profiles, tags and security labels of a resource, or those in use in a type or everywhere.</summary>
public sealed class MetaOperation(ReadInteraction reads, MetaStore metas, ConsentDecider consent, AuditTrail audit, Schema schema) : IOperation
{
    /// <inheritdoc/>
    public string Definition => "http://hl7.org/fhir/OperationDefinition/Resource-meta";

    /// <inheritdoc/>
    public OperationNeed Need => OperationNeed.Read;

    /// <inheritdoc/>
    public OperationLevels? Levels => OperationLevels.System | OperationLevels.Type | OperationLevels.Instance | OperationLevels.Version;

    /// <inheritdoc/>
    public bool IsRecordedItself => true;

    /// <inheritdoc/>
    public async Task<Outcome<OperationAnswer>> InvokeAsync(OperationCall call, CancellationToken cancellationToken)
    {
        if (call.Target is { Id: { } id, Type: { } type })
        {
            var read = await reads.ReadAsync(type, id, VersionNumber.Read(call.Target.Version), call.Requester, call.Trace, cancellationToken);
            if (read.Value is not { } resource || !read.Succeeded) return Outcome.Failure<OperationAnswer>(read.Issues);
            using var document = FhirDocument.Parse(resource.Json, schema).Value ?? throw new InvalidOperationException("A stored resource is not JSON.");
            return Answer(document.Root["meta"].Raw);
        }

        // In use is what stands on resources that the requester may know of; of types that they may read.
        string[] types = call.Target.Type is { } only ? [only] : [.. schema.Types
            .Where(one => one is { Kind: TypeKind.Resource, IsAbstract: false, IsConstraint: false } && call.MayRead(one.TypeName)).Select(one => one.TypeName)];

        // Where a scope ends at a query, what is in use in the type at large is beyond it.
        types = [.. types.Where(type => consent.Limits.Of(call.Requester, type, ResourceActions.Read) is null)];
        var access = (await consent.DecidePersonsAsync(call.Requester, cancellationToken)).Predicate;
        var profiles = await metas.ProfilesAsync(types, access, cancellationToken);
        var security = await metas.SecurityAsync(types, access, cancellationToken);
        var tags = await metas.TagsAsync(types, access, cancellationToken);
        await audit.RecordAsync(new AuditRecord(AuditAction.Operation, call.Requester, call.Trace) { Query = call.Target.Name }, cancellationToken);
        return Answer(MetaJson.Write(profiles, security, tags));
    }

    internal static OperationAnswer Answer(ReadOnlySpan<byte> meta) => new(OperationJson.Parameter("return", "valueMeta", meta.IsEmpty ? "{}"u8 : meta));
}
