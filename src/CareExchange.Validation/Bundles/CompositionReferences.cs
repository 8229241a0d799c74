using CareExchange.Fhir.Elements;

namespace CareExchange.Validation.Bundles;

/// <summary>The references of a Composition whose targets a document has to carry (R4 documents.html#content).</summary>
internal static class CompositionReferences
{
    /// <summary>Follows them all.</summary>
    public static void Check(Element composition, BundleResolver resolver)
    {
        RequireFirst(composition, "subject", resolver);
        foreach (var author in composition.Children("author")) BundleConnectedRule.Require(author, resolver);
        RequireFirst(composition, "encounter", resolver);
        RequireFirst(composition, "custodian", resolver);
        foreach (var attester in composition.Children("attester")) RequireFirst(attester, "party", resolver);
        foreach (var occasion in composition.Children("event"))
            foreach (var detail in occasion.Children("detail")) BundleConnectedRule.Require(detail, resolver);
        CheckSections(composition, resolver);
    }

    private static void CheckSections(Element parent, BundleResolver resolver)
    {
        foreach (var section in parent.Children("section"))
        {
            foreach (var author in section.Children("author")) BundleConnectedRule.Require(author, resolver);
            RequireFirst(section, "focus", resolver);
            foreach (var entry in section.Children("entry")) BundleConnectedRule.Require(entry, resolver);
            CheckSections(section, resolver);
        }
    }

    private static void RequireFirst(Element parent, string name, BundleResolver resolver)
    {
        if (parent[name] is { Exists: true } reference) BundleConnectedRule.Require(reference, resolver);
    }
}
