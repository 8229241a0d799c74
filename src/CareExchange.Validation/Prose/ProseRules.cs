using CareExchange.Validation.Rules;

namespace CareExchange.Validation.Prose;

/// <summary>Rules that the specification states in prose only, by the name of the type they are about.</summary>
internal static class ProseRules
{
    /// <summary>The rules of a type; empty for most.</summary>
    public static IReadOnlyList<Rule> Of(string typeName) => [];
}
