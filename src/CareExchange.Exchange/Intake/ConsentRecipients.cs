using CareExchange.Exchange.Interactions;
using CareExchange.Exchange.Partners;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Json;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Exchange.Intake;

/// <summary>A consent that names its organisations in words, or by numbers of their own, said so that it can be decided by.</summary>
/// <remarks>Who is not known by the register stays as written: such a consent opens nothing, and a refusal of an unknown one counts for everybody.</remarks>
/// <param name="register">What the operator says organisations are called; null knows none.</param>
internal sealed class ConsentRecipients(PartnerDirectory? register)
{
    /// <summary>The consent with references put where the register knows who is meant.</summary>
    /// <param name="entry">The Consent.</param>
    /// <param name="issues">Takes <c>consent-organization-unknown</c> for each that it does not know.</param>
    public CheckedResource Resolve(MappedEntry entry, List<Issue> issues)
    {
        var document = entry.Resource.Document;
        var edit = new DocumentEdit(document);
        var isChanged = false;
        foreach (var holder in document.Root.Children("organization")) Resolve(entry, holder, edit, ref isChanged, issues);
        foreach (var provision in document.Root.Children("provision")) ResolveActors(entry, provision, edit, ref isChanged, issues);
        return isChanged && FhirDocument.Parse(edit.Apply(), document.Schema).Value is { } resolved ? entry.Resource with { Document = resolved } : entry.Resource;
    }

    private void ResolveActors(MappedEntry entry, Element provision, DocumentEdit edit, ref bool isChanged, List<Issue> issues)
    {
        foreach (var actor in provision.Children("actor"))
        {
            if (actor["reference"] is { Exists: true } reference) Resolve(entry, reference, edit, ref isChanged, issues);
        }

        foreach (var nested in provision.Children("provision")) ResolveActors(entry, nested, edit, ref isChanged, issues);
    }

    private void Resolve(MappedEntry entry, Element reference, DocumentEdit edit, ref bool isChanged, List<Issue> issues)
    {
        var identifier = reference["identifier"];

        // A role or a kind of organisation is decided by as it stands.
        if (reference["reference"].Exists || identifier["system"].Text?.StartsWith("urn:careexchange:", StringComparison.Ordinal) == true) return;
        var token = identifier["value"].Text is { } value ? $"{identifier["system"].Text}|{value}" : null;
        if (register?.FindOrganization(token, reference["display"].Text) is { } organization)
        {
            edit.Set(reference, "reference", JsonText.Quote($"Organization/{organization}"));
            isChanged = true;
            return;
        }

        issues.Add(Issue.Warning("not-found", "consent-organization-unknown", "The register knows no organisation of this name; such a consent opens nothing.", "등록되지 않은 기관 이름이므로 이 동의로는 열람이 허용되지 않습니다.") with
        {
            Expression = entry.Entry.PathOf(reference.Path), Expected = "a name or identifier of the register", Found = reference["display"].Text ?? token,
        });
    }
}
