using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;
using CareExchange.Validation.Rules;
using static CareExchange.Validation.Bundles.BundleReach;

namespace CareExchange.Validation.Bundles;

/// <summary>A document and a message start with the resource that everything else hangs on (R4 documents.html#bundle, messaging.html#bundle).</summary>
/// <param name="type">Bundle.type: document or message.</param>
/// <param name="first">The type of the first resource.</param>
internal sealed class BundleConnectedRule(string type, string first) : Rule
{
    private readonly bool _isDocument = type == "document";

    internal override void Check(Element element, ValidationRun run)
    {
        if (element["type"].Text != type) return;
        var entries = run.Frame is { } frame && frame.Resource == element ? frame.Entries : new BundleIndex(element);
        if (entries.All.Length == 0)
        {
            run.Report(element, Issue.Error("invalid", "bundle-first-missing", $"A {type} has entries.", "문서와 메시지 번들에는 항목이 있어야 합니다.") with { Expected = first, Found = "no entry" });
            return;
        }

        if (!entries.Resources[0].Exists)
        {
            run.Report(entries.All[0], Issue.Error("invalid", "bundle-first-missing", $"The first entry of a {type} has a resource.", "첫 항목에 리소스가 없습니다.") with { Expected = first, Found = "no resource" });
            if (!_isDocument) return;
        }

        var resolver = new BundleResolver(entries, run);
        if (entries.Resources[0] is { Exists: true } resource)
        {
            if (resource.TypeName != first)
                run.Report(resource, Issue.Error("invalid", "bundle-first-type", $"A {type} starts with a {first}.", $"첫 항목은 {first}이어야 합니다.") with { Expected = first, Found = resource.TypeName });
            else if (_isDocument) CompositionReferences.Check(resource, resolver);
            else foreach (var focus in resource.Children("focus")) Require(focus, resolver);
        }

        CheckReach(element, entries, resolver, run);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{type}: starts with {first}, entries hang together";

    /// <summary>A reference of the first resource has to have its target in the Bundle.</summary>
    internal static void Require(Element reference, BundleResolver resolver)
    {
        if (reference["reference"].Text is { Length: > 0 } literal && literal[0] != '#') resolver.Find(literal, reference, 0, isRequired: true);
    }

    private void CheckReach(Element bundle, BundleIndex entries, BundleResolver resolver, ValidationRun run)
    {
        var reached = new BundleReach(entries, resolver).From(Starts(bundle, entries));
        for (var index = 0; index < reached.Length; index++)
        {
            var resource = entries.Resources[index];
            if (!resource.Exists || reached[index] == Reached.Forward || (reached[index] == Reached.Backward && resource.TypeName == "Provenance")) continue;
            run.Report(entries.All[index], reached[index] == Reached.Backward ? Reverse() : Orphan());
        }
    }

    // The first resource, and what a stylesheet link names.
    private static IEnumerable<int> Starts(Element bundle, BundleIndex entries)
    {
        for (var index = 0; index < entries.Resources.Length; index++)
        {
            if (!entries.Resources[index].Exists) continue;
            yield return index;
            break;
        }

        foreach (var link in bundle.Children("link").ToArray())
        {
            if (link["relation"].Text != "stylesheet" || link["url"].Text is not { } url) continue;
            if (entries.WithTypeAndId(url) is [var sheet, ..]) yield return sheet;
        }
    }

    private Issue Orphan() => new(
        _isDocument ? IssueSeverity.Error : IssueSeverity.Warning,
        "informational",
        "bundle-unreachable",
        $"No chain of references leads from the {first} to this entry.",
        $"{first}에서 참조로 도달할 수 없는 항목입니다.");

    private Issue Reverse() => new(
        _isDocument ? IssueSeverity.Warning : IssueSeverity.Information,
        _isDocument ? "invalid" : "informational",
        "bundle-reverse",
        "The entry is connected only because it points at others, which R4 intends for Provenance alone.",
        "다른 항목을 가리키기만 하는 항목은 R4에서 Provenance에만 허용됩니다.");
}
