using CareExchange.Exchange.Interactions;
using CareExchange.Exchange.Partners;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Json;
using CareExchange.Fhir.Outcomes;
using CareExchange.Storage.Persons;
using CareExchange.Storage.Search;

namespace CareExchange.Exchange.Intake;

/// <summary>References by a partner's own ids to what it sent before: an Observation alone whose Patient came yesterday.</summary>
/// <param name="partner">Whose ids they are: nobody else's are looked up.</param>
/// <param name="own">What was stored from that partner.</param>
internal sealed class OwnReferences(Partner partner, AccessPredicate own)
{
    private readonly string _system = SystemOf(partner);
    private readonly Dictionary<string, string?> _known = new(StringComparer.Ordinal);

    /// <summary>The identifier system of a partner's own ids, <c>Type/id</c>.</summary>
    public static string SystemOf(Partner partner) => $"{Prefix}{partner.Id}";

    /// <summary>What the identifier systems of all partners' own ids begin with.</summary>
    public const string Prefix = "urn:careexchange:partner-id:";

    /// <summary>Puts in the references that can be found.</summary>
    /// <returns>The resource; or an issue <c>reference-unresolved</c> where nobody knows whom it is about.</returns>
    public async Task<Outcome<CheckedResource>> LinkAsync(WriteUnit unit, MappedEntry entry, CancellationToken cancellationToken)
    {
        var document = entry.Resource.Document;
        List<Element> found = [];
        Collect(document.Root, found);
        if (found.Count == 0) return entry.Resource;
        var edit = new DocumentEdit(document);
        foreach (var reference in found)
        {
            var value = reference["identifier"]["value"].Text!;
            if (!_known.TryGetValue(value, out var target)) _known[value] = target = await FindAsync(unit, value, cancellationToken);
            if (target is not null) edit.Set(reference, "reference", JsonText.Quote(target));
            else if (value.StartsWith("Patient/", StringComparison.Ordinal)) return InteractionIssues.UnresolvedReference(entry.Entry.PathOf(reference.Path), "Patient");
        }

        var read = FhirDocument.Parse(edit.Apply(), document.Schema);
        return read.Value is { } linked ? entry.Resource with { Document = linked } : Outcome.Failure<CheckedResource>(read.Issues);
    }

    private async Task<string?> FindAsync(WriteUnit unit, string value, CancellationToken cancellationToken)
    {
        if (value.Split('/') is not [var type, { Length: > 0 }]) return null;
        if (type == "Patient") return await unit.Transaction.FindPersonAsync(new PersonIdentifier(_system, value), cancellationToken) is { } person ? $"Patient/{person}" : null;
        var found = await unit.FindAsync(type, $"identifier={_system}|{Uri.EscapeDataString(value)}", own, cancellationToken);
        return found.Value is { } resource ? $"{type}/{resource.Id}" : null;
    }

    private void Collect(Element element, List<Element> found)
    {
        foreach (var child in element.Children())
        {
            if (child.TypeName == "Reference" && !child["reference"].Exists && child["identifier"]["system"].Text == _system && child["identifier"]["value"].Text is not null) found.Add(child);
            else if (child.Kind == JsonKind.Object) Collect(child, found);
        }
    }
}
