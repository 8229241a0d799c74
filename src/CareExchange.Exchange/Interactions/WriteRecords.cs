using System.Globalization;
using CareExchange.Exchange.Audit;
using CareExchange.Exchange.Consent;
using CareExchange.Exchange.Requests;
using CareExchange.Fhir.Elements;
using CareExchange.Storage.Resources;

namespace CareExchange.Exchange.Interactions;

/// <summary>What is written down beside a write: who said it (Provenance), and that it happened (audit).</summary>
internal static class WriteRecords
{
    /// <summary>The audit of writes about one person, or about nobody.</summary>
    public static AuditRecord Audit(string? person, IReadOnlyList<string> entities, WriteOrigin origin, Requester requester, RequestTrace trace) =>
        new(origin.Action, requester, trace)
        {
            Person = person,
            Entities = entities,
            Grounds = [new(origin.Basis.Uri, "write", null)],
            Explanation = origin.Explanation,
        };

    /// <summary>The Provenance of what was changed about one person, or about nobody; ready to be put.</summary>
    public static PreparedResource Provenance(WriteServices services, IReadOnlyList<string> targets, string? person, WriteOrigin origin, Requester requester)
    {
        var now = services.Clock.GetUtcNow();
        var json = ProvenanceWriter.Write(targets, requester, origin.Basis, now, origin.Original, origin.Map);
        using var document = FhirDocument.Parse(json, services.Store.Schema).Value!;
        var tags = new ResourceTags(person, DataCategories.Record, requester.OrganizationId);
        return services.Store.Prepare(document, Guid.CreateVersion7(now).ToString(), tags).Value!.New();
    }

    /// <summary><c>Type/id/_history/version</c>.</summary>
    public static string Reference(StoredResource resource) =>
        string.Create(CultureInfo.InvariantCulture, $"{resource.Type}/{resource.Id}/_history/{resource.Version}");
}
