using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Validation.Rules;

/// <summary>A constraint whose expression is no FHIRPath: nothing can be shown to meet it, and the definition is at fault.</summary>
/// <param name="key">Its key.</param>
/// <param name="text">The expression as written.</param>
internal sealed class UnreadableInvariantRule(string key, string text) : Rule
{
    internal override void Check(Element element, ValidationRun run) =>
        run.Report(element, Issue.Error("invariant", key, $"The constraint {key} has an expression that cannot be read.", $"제약 조건 {key}의 식을 읽을 수 없습니다.") with { Expected = text });

    /// <inheritdoc/>
    public override string ToString() => $"invariant {key}, unreadable: {text}";
}
