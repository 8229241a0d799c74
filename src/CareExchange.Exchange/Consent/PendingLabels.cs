using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Storage.Resources;

namespace CareExchange.Exchange.Consent;

/// <summary>While a change of the security-label rules has not reached everything that is stored, decisions see each resource as if it had: nothing is more open than the new rules say. Thread-safe.</summary>
public sealed class PendingLabels(SecurityLabeller labeller)
{
    private volatile bool _isPending;

    /// <summary>True while something stored may lack a label.</summary>
    public bool IsPending
    {
        get => _isPending;
        internal set => _isPending = value;
    }

    /// <summary>The rules.</summary>
    internal SecurityLabeller Labeller => labeller;

    /// <summary>The resource as it will stand: with the labels it lacks, and in the category they put it in; the very same where it lacks none.</summary>
    internal StoredResource Labelled(StoredResource resource)
    {
        if (resource.Deleted || resource.Json.IsEmpty) return resource;
        using var document = FhirDocument.Parse(resource.Json, Schema.R4).Value;
        if (document is null || labeller.Missing(document.Root).Count == 0) return resource;
        var labelled = labeller.Apply(document);
        var category = DataCategories.Classify(labelled.Root);

        // What the tags say of a partner's data stays, unless the labels say more.
        return resource with { Json = labelled.Utf8, Tags = resource.Tags with { Category = category == DataCategories.Sensitive ? category : resource.Tags.Category } };
    }
}
