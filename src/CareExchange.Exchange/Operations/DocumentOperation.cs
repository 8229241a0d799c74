using System.Globalization;
using CareExchange.Exchange.Audit;
using CareExchange.Exchange.Consent;
using CareExchange.Exchange.Interactions;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;
using CareExchange.Storage.Resources;

namespace CareExchange.Exchange.Operations;

/// <summary><c>Composition/$document</c> (R4 composition-operation-document.html): a composition with what it points at, as one document.</summary>
/// <remarks>
/// What is withheld and what is not there are told alike: the Bundle is tagged SUBSETTED where some reference of the document leads out of it,
/// and nothing says whether that resource exists.
/// </remarks>
public sealed class DocumentOperation(ResourceStore store, ConsentDecider consent, AuditTrail audit, CreateInteraction creates, SecurityLabeller labels, Schema schema, TimeProvider clock) : IOperation
{
    // Far more than a document has: a circle of references through a whole record ends here.
    private const int MaximumEntries = 2000;

    /// <inheritdoc/>
    public string Definition => "http://hl7.org/fhir/OperationDefinition/Composition-document";

    /// <inheritdoc/>
    public OperationNeed Need => OperationNeed.Read;

    /// <inheritdoc/>
    public bool IsRecordedItself => true;

    /// <inheritdoc/>
    public IReadOnlyList<OperationParameter> More { get; } = [new("return", IsOut: true, 1, 1, "Bundle")];

    /// <inheritdoc/>
    public async Task<Outcome<OperationAnswer>> InvokeAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var persists = call.Input.Flag("persist") == true;
        if (call.Input.Text("graph") is not null) return Issue.Error("not-supported", "document-graph", "Documents by a GraphDefinition are not made.", "GraphDefinition에 따른 문서는 만들지 않습니다.") with { Expression = call.Input.Where("graph") };
        var id = call.Target.Id ?? IdOf(call);
        if (id is null) return OperationIssues.Missing("id: a Composition of this server");
        if (persists && call.Refusal("Bundle", OperationNeed.Create) is { } refused)
        {
            await audit.RecordAsync(new AuditRecord(AuditAction.Operation, call.Requester, call.Trace) { Refused = true, Query = call.Target.Name, Explanation = refused.Rule }, cancellationToken);
            return refused;
        }

        var disclosure = new Disclosure(consent, call.Requester);
        if (await store.ReadAsync("Composition", id, cancellationToken) is not { } composition)
        {
            await audit.RecordUnknownAsync(AuditAction.Operation, call.Requester, call.Trace, $"Composition/{id}", call.Target.Name, cancellationToken);
            return InteractionIssues.NotFound("Composition", id);
        }

        var seen = await disclosure.ReleaseAsync(composition, cancellationToken);
        if (seen is not { } json || composition.Deleted)
        {
            await audit.RecordAsync(disclosure.Looked(AuditAction.Operation, call.Trace, composition) with { Query = call.Target.Name }, cancellationToken);
            return seen is null ? InteractionIssues.NotFound("Composition", id) : InteractionIssues.Gone("Composition", id);
        }

        var (entries, isWhole) = await FollowAsync(ResourceVersion.Of(composition, json), call, disclosure, cancellationToken);
        await audit.RecordAsync(disclosure.Listed(AuditAction.Operation, call.Trace, call.Target.Name), cancellationToken);
        var document = Labelled(Write(call, entries, isWhole, clock.GetUtcNow()));
        return persists ? await PersistAsync(document, call, cancellationToken) : new OperationAnswer(document);
    }

    private string? IdOf(OperationCall call) =>
        call.Input.Text("id") is { } named ? References.Read(named, schema, call.Base) is ("Composition", var id) ? id : named.Contains('/', StringComparison.Ordinal) ? null : named : null;

    // Breadth first: what the composition names itself comes before what that leads to.
    private async Task<(IReadOnlyList<ResourceVersion> Entries, bool IsWhole)> FollowAsync(ResourceVersion composition, OperationCall call, Disclosure disclosure, CancellationToken cancellationToken)
    {
        List<ResourceVersion> entries = [composition];
        var seen = new HashSet<(string, string)> { (composition.Type, composition.Id) };
        var isWhole = true;
        for (var i = 0; i < entries.Count; i++)
        {
            foreach (var target in References.Of(entries[i].Json, schema, call.Base))
            {
                if (!seen.Add(target)) continue;
                if (entries.Count < MaximumEntries && await ReleaseAsync(target.Type, target.Id, call, disclosure, cancellationToken) is { } found) entries.Add(found);
                else isWhole = false;
            }
        }

        return (entries, isWhole);
    }

    private async Task<ResourceVersion?> ReleaseAsync(string type, string id, OperationCall call, Disclosure disclosure, CancellationToken cancellationToken)
    {
        if (!call.MayRead(type) || await store.ReadAsync(type, id, cancellationToken) is not { Deleted: false } found) return null;
        return await disclosure.ReleaseAsync(found, cancellationToken) is { } json ? ResourceVersion.Of(found, json) : null;
    }

    private async Task<Outcome<OperationAnswer>> PersistAsync(byte[] document, OperationCall call, CancellationToken cancellationToken)
    {
        var created = await creates.CreateAsync("Bundle", new ResourceBody(document), null, call.Requester, call.Trace, cancellationToken);
        if (created.Value is not { Resource: { } bundle } || !created.Succeeded) return Outcome.Failure<OperationAnswer>(created.Issues);
        var address = string.Create(CultureInfo.InvariantCulture, $"{call.Base}/Bundle/{bundle.Id}/_history/{bundle.Version}");
        return new OperationAnswer(bundle.Json) { Headers = [new("Location", address), new("ETag", string.Create(CultureInfo.InvariantCulture, $"W/\"{bundle.Version}\""))] };
    }

    // A document is as sensitive as what is most sensitive in it.
    private byte[] Labelled(byte[] document)
    {
        using var parsed = FhirDocument.Parse(document, schema).Value;
        return parsed is null ? document : labels.Apply(parsed).Utf8.ToArray();
    }

    private static byte[] Write(OperationCall call, IReadOnlyList<ResourceVersion> entries, bool isWhole, DateTimeOffset now) => OperationJson.Object(json =>
    {
        json.WriteString("resourceType", "Bundle");
        if (!isWhole)
        {
            json.WriteStartObject("meta");
            json.WriteStartArray("tag");
            json.WriteStartObject();
            json.WriteString("system", "http://terminology.hl7.org/CodeSystem/v3-ObservationValue");
            json.WriteString("code", "SUBSETTED");
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteStartObject("identifier");
        json.WriteString("system", "urn:ietf:rfc:3986");
        json.WriteString("value", $"urn:uuid:{Guid.CreateVersion7(now)}");
        json.WriteEndObject();
        json.WriteString("type", "document");
        json.WriteString("timestamp", now.ToString("yyyy-MM-dd'T'HH:mm:ss.fffzzz", CultureInfo.InvariantCulture));
        json.WriteStartArray("entry");
        foreach (var entry in entries)
        {
            json.WriteStartObject();
            json.WriteString("fullUrl", $"{call.Base}/{entry.Type}/{entry.Id}");
            json.WritePropertyName("resource");
            json.WriteRawValue(entry.Json.Span, skipInputValidation: true);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });
}
