using System.Runtime.CompilerServices;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;
using CareExchange.Validation.Rules;

namespace CareExchange.Validation.Values;

/// <summary>The id of an element is unique within its resource (R4 element.html).</summary>
/// <remarks>Not those of ElementDefinitions: the same stand in snapshot and differential, and sdf-16 and sdf-17 ask for the rest.</remarks>
internal sealed class ElementIdRule : Rule
{
    // A frame lives as long as its resource is being judged, and so do the ids found in it.
    private static readonly ConditionalWeakTable<ResourceFrame, Dictionary<string, Element>> Known = [];

    internal override void Check(Element element, ValidationRun run)
    {
        if (element.Definition is not { Name: "id", Path: not "ElementDefinition.id" } || run.Frame is not { } frame || element.Text is not { } id) return;
        var ids = Known.GetValue(frame, static _ => new(StringComparer.Ordinal));
        if (!ids.TryAdd(id, element) && ids[id] != element)
            run.Report(element, Issue.Error("business-rule", "element-id-duplicate", "The id is used twice in the resource.", "리소스 안에서 같은 id가 두 번 쓰였습니다.") with { Found = id });
    }

    /// <inheritdoc/>
    public override string ToString() => "id: unique in the resource";
}
