using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;
using CareExchange.Validation.Rules;

namespace CareExchange.Validation.Values;

/// <summary>Security labels are a set: none is there twice (R4 resource.html#Meta).</summary>
internal sealed class SecurityLabelRule : Rule
{
    internal override void Check(Element element, ValidationRun run)
    {
        HashSet<(string?, string?)>? seen = null;
        Element first = default;
        foreach (var label in element.Children("security"))
        {
            if (!first.Exists)
            {
                first = label;
                continue;
            }

            seen ??= [(first["system"].Text, first["code"].Text)];
            if (!seen.Add((label["system"].Text, label["code"].Text)))
                run.Report(label, Issue.Error("business-rule", "meta-security-duplicate", "The security label is there twice.", "같은 보안 라벨이 두 번 쓰였습니다.") with { Found = $"{label["system"].Text}#{label["code"].Text}" });
        }
    }

    /// <inheritdoc/>
    public override string ToString() => "security labels: each once";
}
