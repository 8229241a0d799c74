using System.Collections.Frozen;
using CareExchange.Validation.Bundles;
using CareExchange.Validation.Conformance;
using CareExchange.Validation.Measures;
using CareExchange.Validation.Narratives;
using CareExchange.Validation.Questionnaires;
using CareExchange.Validation.Rules;
using CareExchange.Validation.Values;

namespace CareExchange.Validation.Prose;

/// <summary>Rules that the specification states in prose only, by the name of the type they are about.</summary>
internal static class ProseRules
{
    private static readonly FrozenDictionary<string, Rule[]> ByType = new Dictionary<string, Rule[]>(StringComparer.Ordinal)
    {
        ["Attachment"] = [new AttachmentRule()],
        ["Bundle"] = [new BundleEntryUrlRule(), new BundleLinkRule(), new SearchsetRule(), new BundleConnectedRule("document", "Composition"), new BundleConnectedRule("message", "MessageHeader")],
        ["CapabilityStatement"] = [new CapabilityStatementRule()],
        ["CodeSystem"] = [new CodeSystemRule()],
        ["ConceptMap"] = [new ConceptMapRule()],
        ["Identifier"] = [new IdentifierRule()],
        ["ImplementationGuide"] = [new ImplementationGuideRule()],
        ["Measure"] = [new MeasureRule()],
        ["MeasureReport"] = [new MeasureReportRule()],
        ["Meta"] = [new SecurityLabelRule()],
        ["Narrative"] = [new NarrativeLanguageRule()],
        ["OperationDefinition"] = [new OperationDefinitionRule()],
        ["Questionnaire"] = [new EnableWhenRule()],
        ["QuestionnaireResponse"] = [new QuestionnaireResponseRule()],
        ["SearchParameter"] = [new SearchParameterRule()],
        ["StructureDefinition"] = [new StructureDefinitionRule()],
        ["ValueSet"] = [new ValueSetRule()],
        ["canonical"] = [new UriRule(isCanonical: true), new CanonicalTargetRule(), new MarkupRule(isMarkdown: false)],
        ["code"] = [new MarkupRule(isMarkdown: false)],
        ["markdown"] = [new MarkupRule(isMarkdown: true)],
        ["oid"] = [new UriRule(isCanonical: false)],
        ["string"] = [new MarkupRule(isMarkdown: false), new ElementIdRule()],
        ["uri"] = [new UriRule(isCanonical: false), new MarkupRule(isMarkdown: false)],
        ["url"] = [new UriRule(isCanonical: false), new MarkupRule(isMarkdown: false)],
        ["xhtml"] = [new XhtmlRule()],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The rules of a type; empty for most.</summary>
    public static IReadOnlyList<Rule> Of(string typeName) => ByType.GetValueOrDefault(typeName) ?? [];
}
