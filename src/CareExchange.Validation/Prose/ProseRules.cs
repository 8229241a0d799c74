using System.Collections.Frozen;
using CareExchange.Validation.Questionnaires;
using CareExchange.Validation.Rules;

namespace CareExchange.Validation.Prose;

/// <summary>Rules that the specification states in prose only, by the name of the type they are about.</summary>
internal static class ProseRules
{
    private static readonly FrozenDictionary<string, Rule[]> ByType = new Dictionary<string, Rule[]>(StringComparer.Ordinal)
    {
        ["QuestionnaireResponse"] = [new QuestionnaireResponseRule()],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The rules of a type; empty for most.</summary>
    public static IReadOnlyList<Rule> Of(string typeName) => ByType.GetValueOrDefault(typeName) ?? [];
}
