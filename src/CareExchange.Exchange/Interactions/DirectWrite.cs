using CareExchange.Exchange.Requests;
using CareExchange.Fhir.Outcomes;
using CareExchange.Storage.Audit;
using CareExchange.Storage.Resources;

namespace CareExchange.Exchange.Interactions;

/// <summary>Writes of one resource that need nothing looked up while others wait: prepared as a whole, then handed to the store, where
/// whatever was handed in at the same time shares one commit.</summary>
internal static class DirectWrite
{
    /// <summary>Stores a new resource under an id made for it, with its Provenance and audit; with a Patient the person comes into being.</summary>
    public static async Task<Outcome<PutResult>> CreateAsync(
        WriteServices services, CheckedResource resource, string id, WriteOrigin origin, Requester requester, RequestTrace trace, CancellationToken cancellationToken)
    {
        if (services.Beyond(requester, resource.Type, id, resource.Document.Utf8, ResourceActions.Create) is { } beyond) return beyond;
        if (await services.UngivenAsync(resource.Document.Root, requester, (type, named) => services.Store.ReadAsync(type, named, cancellationToken), cancellationToken) is { } ungiven) return ungiven;
        var ready = Ready(services, resource, id, origin, requester, trace);
        if (ready.Value is not { } create) return Outcome.Failure<PutResult>(ready.Issues);
        var written = await services.Store.WriteAsync(create.Resources, create.Person, create.Audits, cancellationToken);
        if (!written.Succeeded) return Outcome.Failure<PutResult>(written.Issues);
        return written.Value ? new PutResult(create.First, PutChange.Created) : throw new InvalidOperationException("An id that was made for a resource is somebody else's.");
    }

    /// <summary>Makes ready what <see cref="CreateAsync"/> stores, where nothing has to be looked up for it: of anything but a Consent, for whoever has no limits but consents.</summary>
    public static Outcome<ReadyCreate> Ready(WriteServices services, CheckedResource resource, string id, WriteOrigin origin, Requester requester, RequestTrace trace)
    {
        var kept = resource.Type == "Patient" ? services.Persons.Prepare(id, before: null, resource.Document, requester.OrganizationId) : default;
        if (kept.Issues.Any(issue => issue.IsError)) return Outcome.Failure<ReadyCreate>(kept.Issues);
        using var patient = kept.Value?.Patient;
        var prepared = kept.Value is { } person
            ? services.Store.Prepare(person.Patient, id, new(id, resource.Category, requester.OrganizationId))
            : Prepare(services, resource, id, requester);
        if (prepared.Value is not { } given) return Outcome.Failure<ReadyCreate>(prepared.Issues);
        given = given.New();
        var next = services.Store.FirstVersion(given);
        var (provenance, audit) = Records(services, next, origin, requester, trace);
        return new ReadyCreate(next, [given, provenance], kept.Value?.Record, [audit]);
    }

    /// <summary>Stores a version over the one that stands, of a resource that is not a Patient, with its Provenance and audit.</summary>
    /// <returns>What stands now; why it is refused; or null where it has to be looked at again in a transaction: nothing stands, or somebody else was quicker.</returns>
    public static async Task<Outcome<PutResult>?> UpdateAsync(
        WriteServices services, CheckedResource resource, string id, long? ifMatch, WriteOrigin origin, Requester requester, RequestTrace trace, CancellationToken cancellationToken)
    {
        if (await services.Store.ReadAsync(resource.Type, id, cancellationToken) is not { Deleted: false } standing) return null;

        // What is wrong with what was sent comes first, as where nothing stands.
        if (services.Beyond(requester, resource.Type, id, resource.Document.Utf8, ResourceActions.Update) is { } beyond) return beyond;
        if (await services.UngivenAsync(resource.Document.Root, requester, (type, named) => services.Store.ReadAsync(type, named, cancellationToken), cancellationToken) is { } ungiven) return ungiven;
        if (standing.Tags.Source != requester.OrganizationId) return InteractionIssues.NotYours(resource.Type, id);
        if (services.Beyond(requester, standing, ResourceActions.Update) is { } outside) return outside;
        if (ifMatch is { } expected && !VersionCondition.Holds(expected, standing.Version)) return StoreIssues.VersionConflict(expected, standing.Version);
        var prepared = Prepare(services, resource, id, requester);
        if (prepared.Value is not { } given) return Outcome.Failure<PutResult>(prepared.Issues);

        // The version that was looked at is the condition: whoever is quicker makes this one look again.
        given = given.Under(standing.Version, guard: null);
        if (services.Store.NextVersion(given, standing) is { } next)
        {
            var written = await WriteAsync(services, given, next, origin, requester, trace, cancellationToken);
            if (!written.Value) return null;
            return new PutResult(next, PutChange.Updated);
        }

        // What changed nothing happened all the same: it is recorded with what it found standing.
        await services.Audit.RecordAsync(WriteRecords.Audit(standing.Tags.Person, [WriteRecords.Reference(standing)], origin, requester, trace), cancellationToken);
        return new PutResult(standing, PutChange.Unchanged);
    }

    private static Outcome<PreparedResource> Prepare(WriteServices services, CheckedResource resource, string id, Requester requester) =>
        services.Store.Prepare(resource.Document, id, new(services.Compartment.PersonOf(resource.Document.Root), resource.Category, requester.OrganizationId));

    private static Task<Outcome<bool>> WriteAsync(
        WriteServices services, PreparedResource given, StoredResource next, WriteOrigin origin, Requester requester, RequestTrace trace, CancellationToken cancellationToken)
    {
        var (provenance, audit) = Records(services, next, origin, requester, trace);
        return services.Store.WriteAsync([given, provenance], person: null, [audit], cancellationToken);
    }

    private static (PreparedResource Provenance, AuditRow Audit) Records(WriteServices services, StoredResource next, WriteOrigin origin, Requester requester, RequestTrace trace)
    {
        string[] targets = [WriteRecords.Reference(next)];
        return (WriteRecords.Provenance(services, targets, next.Tags.Person, origin, requester), services.Audit.RowOf(WriteRecords.Audit(next.Tags.Person, targets, origin, requester, trace)));
    }
}
