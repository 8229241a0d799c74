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
        return Prepared(services, ProvenanceWriter.Write(targets, requester, origin.Basis, now, origin.Original, origin.Map), person, requester, now);
    }

    /// <summary>One Provenance for each field of the message that something about one person, or about nobody, was made from.</summary>
    public static IEnumerable<PreparedResource> FieldProvenances(WriteServices services, IReadOnlyList<StoredResource> written, string? person, WriteOrigin origin, Requester requester)
    {
        var now = services.Clock.GetUtcNow();
        var references = written.ToDictionary(resource => $"{resource.Type}/{resource.Id}", Reference, StringComparer.Ordinal);
        foreach (var (field, elements) in origin.Fields)
        {
            (string, string?)[] targets = [.. elements.Where(element => references.ContainsKey(element.Resource)).Select(element => (references[element.Resource], (string?)element.Path))];
            if (targets.Length > 0) yield return Prepared(services, ProvenanceWriter.Write(targets, requester, origin.Basis, now, origin.Original, field, origin.Map), person, requester, now);
        }
    }

    private static PreparedResource Prepared(WriteServices services, byte[] json, string? person, Requester requester, DateTimeOffset now)
    {
        using var document = FhirDocument.Parse(json, services.Store.Schema).Value!;
        var tags = new ResourceTags(person, DataCategories.Record, requester.OrganizationId);
        return services.Store.Prepare(document, Guid.CreateVersion7(now).ToString(), tags).Value!.New();
    }

    /// <summary><c>Type/id/_history/version</c>.</summary>
    public static string Reference(StoredResource resource) =>
        string.Create(CultureInfo.InvariantCulture, $"{resource.Type}/{resource.Id}/_history/{resource.Version}");
}
