using CareExchange.Exchange.Interactions;
using CareExchange.Exchange.Persons;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;
using CareExchange.Storage.Loading;
using CareExchange.Storage.Persons;
using CareExchange.Storage.Resources;

namespace CareExchange.Exchange.Loading;

/// <summary>Text → resources ready to be written: read, validated, indexed. Pure, and thread-safe without an arena, so that it runs on every core ahead of the writer.</summary>
internal sealed class LoadPreparer(LoadServices services, LoadOrder order, LoadConditions conditions, LoadArena? arena = null)
{
    /// <summary>The same, keeping what it prepares in an arena: used by one thread, like that.</summary>
    public LoadPreparer In(LoadArena kept) => new(services, order, conditions, kept);

    /// <summary>What a text comes to.</summary>
    /// <param name="text">A line or document.</param>
    /// <param name="answers">What the store answered to the conditions that an earlier try named: an id, or null for nothing found.</param>
    public LoadItem Prepare(LoadText text, IReadOnlyDictionary<string, string?>? answers = null)
    {
        var body = new ResourceBody(text.Bytes, text.Source.Format == LoadFormat.XmlDocument) { Address = services.Address };

        // Most lines are no Bundles, and are read once only.
        if (text.Bytes.Span.IndexOf("Bundle"u8) >= 0 && LoadBundle.Read(body, services.Schema) is { } bundle)
        {
            using (bundle) return new LoadBundle(this, services, order, conditions, text, answers ?? new Dictionary<string, string?>(StringComparer.Ordinal)).Prepare(bundle.Root);
        }

        var check = services.Writes.Check.Check(body, text.Source.Type, id: null);
        if (check.Value is not { } resource || !check.Succeeded) return LoadItem.Failure(text, [.. check.Issues.Where(issue => issue.IsError)]);
        using (resource.Document)
        {
            var made = Make(resource, resource.Document.Root["id"].Text ?? LoadIds.Of(order.Id, text, 0));
            return made.Value is { } entry ? new(text, [entry], []) : LoadItem.Failure(text, made.Issues);
        }
    }

    /// <summary>A checked resource as it is to be stored by this order's requester.</summary>
    public Outcome<LoadEntry> Make(CheckedResource resource, string id)
    {
        var root = resource.Document.Root;
        var text = new ResourceBody(resource.Document.Utf8);
        if (resource.Type == "Patient") return MakePatient(resource, id, text);
        var tags = new ResourceTags(services.Writes.Compartment.PersonOf(root), resource.Category, order.Requester.OrganizationId);
        var prepared = services.Bulk.Prepare(resource.Document, id, tags, arena);
        return prepared.Value is { } ready ? new LoadEntry(ready, text, resource.Category, null) : Outcome.Failure<LoadEntry>(prepared.Issues);
    }

    // A person who is new: what the organisation says is all there is. One who is known already is merged in the writer's turn.
    private Outcome<LoadEntry> MakePatient(CheckedResource resource, string id, ResourceBody text)
    {
        var source = order.Requester.OrganizationId;
        var merged = PatientMerge.Merge(default, resource.Document, source);
        if (merged.Value is not { } json || !merged.Succeeded) return Outcome.Failure<LoadEntry>(merged.Issues);
        using var patient = FhirDocument.Parse(json, services.Schema).Value ?? throw new InvalidOperationException("A merged Patient is not JSON.");

        // Nothing but a resident number is taken off on the way.
        var stated = PersonTraits.Of(resource.Document.Root);
        var record = MatchKeys.RecordOf(id, stated.HasResidentNumber ? PersonTraits.Of(patient.Root) : stated, stated, source);
        var prepared = services.Bulk.Prepare(patient, id, new ResourceTags(id, resource.Category, source), arena);
        return prepared.Value is { } ready ? new LoadEntry(ready, text, resource.Category, record) : Outcome.Failure<LoadEntry>(prepared.Issues);
    }
}
