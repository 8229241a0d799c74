using System.Globalization;
using CareExchange.Exchange.Audit;
using CareExchange.Exchange.Consent;
using CareExchange.Exchange.Requests;
using CareExchange.Fhir.Elements;
using CareExchange.Storage.Audit;
using CareExchange.Storage.Loading;
using CareExchange.Storage.Resources;

namespace CareExchange.Exchange.Loading;

/// <summary>What a batch leaves beside its resources, for each person of it: a Provenance, and an entry of the audit trail.</summary>
internal sealed class LoadRecords(LoadServices services, LoadOrder order)
{
    private static readonly AuditGround Ground = new(LegalBasis.OwnRecord.Uri, "write", null);

    /// <summary>How a version is referred to.</summary>
    public static string Reference(LoadEntry entry, long version) =>
        string.Create(CultureInfo.InvariantCulture, $"{entry.Prepared.Type}/{entry.Prepared.Id}/_history/{version}");

    /// <summary>One Provenance for each person of whom something was written, and one for what is about nobody.</summary>
    public IEnumerable<PreparedLoad> Provenances(IEnumerable<(string? Person, string Reference)> touched)
    {
        var now = services.Writes.Clock.GetUtcNow();
        foreach (var person in touched.GroupBy(one => one.Person))
        {
            var json = ProvenanceWriter.Write([.. person.Select(one => one.Reference)], order.Requester, LegalBasis.OwnRecord, now, original: null, map: null);
            using var document = FhirDocument.Parse(json, services.Schema).Value ?? throw new InvalidOperationException("A Provenance of our own cannot be read.");
            var tags = new ResourceTags(person.Key, DataCategories.Record, order.Requester.OrganizationId);
            yield return services.Bulk.Prepare(document, Guid.CreateVersion7(now).ToString(), tags).Value ?? throw new InvalidOperationException("A Provenance of our own cannot be stored.");
        }
    }

    /// <summary>The same for the audit trail; one entry without a person where nothing was written at all.</summary>
    public IEnumerable<AuditRow> Audits(IReadOnlyCollection<(string? Person, string Reference)> touched)
    {
        foreach (var person in touched.GroupBy(one => one.Person)) yield return Audit(person.Key, [.. person.Select(one => one.Reference)]);
        if (touched.Count == 0) yield return Audit(null, []);
    }

    private AuditRow Audit(string? person, string[] entities) => services.Writes.Audit.RowOf(new(AuditAction.Import, order.Requester, order.Trace) { Person = person, Entities = entities, Grounds = [Ground] });
}
