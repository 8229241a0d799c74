using System.Collections.Frozen;
using CareExchange.Validation.Bundles;
using CareExchange.Validation.Narratives;
using CareExchange.Validation.Questionnaires;
using CareExchange.Validation.Rules;

namespace CareExchange.Validation.Prose;

/// <summary>Rules that the specification states in prose only, by the name of the type they are about.</summary>
internal static class ProseRules
{
    private static readonly FrozenDictionary<string, Rule[]> ByType = new Dictionary<string, Rule[]>(StringComparer.Ordinal)
    {
        ["Bundle"] = [new BundleEntryUrlRule(), new BundleLinkRule(), new SearchsetRule(), new BundleConnectedRule("document", "Composition"), new BundleConnectedRule("message", "MessageHeader")],
        ["Narrative"] = [new NarrativeLanguageRule()],
        ["QuestionnaireResponse"] = [new QuestionnaireResponseRule()],
        ["xhtml"] = [new XhtmlRule()],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The rules of a type; empty for most.</summary>
    public static IReadOnlyList<Rule> Of(string typeName) => ByType.GetValueOrDefault(typeName) ?? [];
}
