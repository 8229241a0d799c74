using System.Text;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Validation.Rules;

/// <summary>A resource inside another one says its type, and is judged by the rules of that type.</summary>
/// <param name="isContained">True for <c>contained</c>: the resource around stays the root.</param>
/// <param name="find">The rules of a resource type.</param>
internal sealed class ResourceTypeRule(bool isContained, Func<string, ElementRules?> find) : Rule
{
    internal override void Check(Element element, ValidationRun run)
    {
        if (!run.Options.ChecksContained || !JsonShapeRule.IsObject(element, run)) return;
        if (Find(element, find, run) is not { } rules) return;
        var outer = run.Enter(element, isContained);
        rules.Check(element, run);
        run.JudgeProfiles();
        run.Leave(outer);
    }

    /// <inheritdoc/>
    public override string ToString() => isContained ? "contained resource" : "resource";

    /// <summary>The rules of the type a resource says it has; reports a type that is missing, unknown or abstract.</summary>
    public static ElementRules? Find(Element resource, Func<string, ElementRules?> find, ValidationRun run)
    {
        if (NameOf(resource) is not { } name)
        {
            run.Report(resource, Issue.Error("required", "resource-type-missing", "The resource does not say its type.", "resourceType이 없습니다.") with { Expected = "resourceType" });
            return null;
        }

        if (resource.Document.Schema.FindType(name) is { Kind: TypeKind.Resource, IsAbstract: false, IsConstraint: false } type && type.TypeName == name && find(name) is { } rules) return rules;
        run.Report(resource, Issue.Error("structure", "resource-type-unknown", "There is no resource type of this name.", "정의되지 않은 리소스 유형입니다.") with { Expected = "a resource type of R4", Found = name });
        return null;
    }

    // Nearly always the name as written is that of the type which the reader found by it.
    private static string? NameOf(Element resource)
    {
        var said = resource["resourceType"];
        return said.Raw is [(byte)'"', .. var written, (byte)'"'] && resource.Type?.TypeName is { } known && Ascii.Equals(written, known) ? known : said.Text;
    }
}
