using System.Globalization;
using System.Text;
using CareExchange.Validation.Rules;

namespace CareExchange.Validation.Compilation;

/// <summary>A rule tree as text, so that people can read (and tests can hold) what a definition means.</summary>
public static class RuleTreePrinter
{
    /// <summary>One line for each element (name, cardinality, types) and one for each rule, indented below what they belong to.</summary>
    public static string Print(ElementRules root)
    {
        var text = new StringBuilder();
        text.Append(root.Name).Append('\n');
        foreach (var rule in root.Rules) AppendRule(text, rule, 1);
        if (root.Content is { } content) Append(text, content, 1, [content]);
        return text.ToString();
    }

    private static void Append(StringBuilder text, ContentRules content, int depth, IReadOnlyList<ContentRules> above)
    {
        foreach (var cardinality in content.Cardinalities)
        {
            var children = content.ChildrenOf(cardinality).ToArray();
            Indent(text, depth).Append(CultureInfo.InvariantCulture, $"{cardinality.Name} {cardinality} {string.Join(" | ", children.Select(child => child.TypeName))}\n");
            foreach (var rule in children.SelectMany(child => child.Rules).DistinctBy(rule => rule.ToString())) AppendRule(text, rule, depth + 1);
            if (children is not [{ Content: { } inner }]) continue;

            // Items hold items: the second level says the same as the first.
            if (above.Contains(inner)) Indent(text, depth + 1).Append("… as above\n");
            else Append(text, inner, depth + 1, [.. above, inner]);
        }
    }

    private static void AppendRule(StringBuilder text, Rule rule, int depth) => Indent(text, depth).Append("- ").Append(rule).Append('\n');

    private static StringBuilder Indent(StringBuilder text, int depth) => text.Append(' ', depth * 2);
}
