using CareExchange.Exchange.CarePlans.Sections;
using CareExchange.Exchange.Consent;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Storage.Resources;

namespace CareExchange.Exchange.Reading;

/// <summary>What shown lines may say about their message although the reader may not read records: who, when, which map, which kind of message.</summary>
internal static class LineRecords
{
    // Agents, signatures and the original's bytes stay behind, and so do targets that are not shown: see Cut.
    private static readonly string[] Kept =
        ["Provenance.target", "Provenance.recorded", "Provenance.occurred", "Provenance.policy", "Provenance.entity", "DocumentReference.date", "DocumentReference.type", "DocumentReference.description"];

    /// <summary>The records of shown resources among these, cut down.</summary>
    public static IEnumerable<StoredResource> Of(IReadOnlyList<StoredResource> records, IReadOnlyList<StoredResource> shown, Schema schema)
    {
        if (records.Count == 0) yield break;
        var lines = shown.Select(resource => $"{resource.Type}/{resource.Id}").ToHashSet(StringComparer.Ordinal);
        HashSet<string> documents = new(StringComparer.Ordinal);
        foreach (var record in records.Where(record => record.Type == "Provenance"))
        {
            if (FhirDocument.Parse(record.Json, schema).Value is not { } document || Cut(document, lines) is not { } cut) continue;
            foreach (var entity in document.Root.Children("entity"))
            {
                if (References.Key(entity["what"]) is { } key) documents.Add(key);
            }

            yield return record with { Json = cut };
        }

        foreach (var record in records.Where(record => record.Type == "DocumentReference" && documents.Contains("DocumentReference/" + record.Id)))
        {
            if (FhirDocument.Parse(record.Json, schema).Value is { } document) yield return record with { Json = ElementCut.Apply(document, Kept) };
        }
    }

    private static byte[]? Cut(FhirDocument provenance, HashSet<string> lines)
    {
        var edit = new DocumentEdit(provenance);
        var left = 0;
        foreach (var target in provenance.Root.Children("target"))
        {
            if (References.Key(target) is { } key && lines.Contains(key)) left++;
            else edit.Remove(target);
        }

        return left > 0 && FhirDocument.Parse(edit.Apply(), provenance.Schema).Value is { } narrowed ? ElementCut.Apply(narrowed, Kept) : null;
    }
}
