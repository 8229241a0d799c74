using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;
using CareExchange.Terminology.CodeSystems;
using CareExchange.Validation.Rules;

namespace CareExchange.Validation.Conformance;

/// <summary>A map's codes are codes of its systems, where these are known (R4 conceptmap.html).</summary>
internal sealed class ConceptMapRule : Rule
{
    internal override void Check(Element element, ValidationRun run)
    {
        foreach (var group in element.Children("group"))
        {
            var (source, target) = (Find(group, "source", run), Find(group, "target", run));
            foreach (var mapped in group.Children("element"))
            {
                if (run.IsFull) return;
                CheckCode(mapped["code"], source, run);
                foreach (var to in mapped.Children("target")) CheckCode(to["code"], target, run);
            }
        }
    }

    /// <inheritdoc/>
    public override string ToString() => "map: codes of its systems";

    // A fragment may leave a code out; another version may have others.
    private static CodeSystem? Find(Element group, string name, ValidationRun run)
    {
        if (group[name].Text is not { } system || run.Membership.Systems.Find(system) is not { IsComplete: true } known) return null;
        return group[name + "Version"].Text is { } version && version != known.Definition.Version ? null : known;
    }

    private static void CheckCode(Element code, CodeSystem? system, ValidationRun run)
    {
        if (system is null || code.Text is not { } text || system.Find(text) is not null) return;
        run.Report(code, Issue.Error("required", "map-code", "The system has no such code.", "코드 시스템에 없는 코드입니다.") with { Expected = $"a code of {system.Definition.Url}", Found = text });
    }
}
