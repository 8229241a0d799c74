using System.Text;
using CareExchange.Validation.Rules;

namespace CareExchange.Validation.Compilation;

/// <summary>What a profile adds as text, so that people can read (and tests can hold) what it means.</summary>
internal static class OverlayPrinter
{
    /// <summary>One line for each child and slice of which more is asked, one for each rule and criterion, indented below what they belong to.</summary>
    public static string Print(ProfileRules profile)
    {
        var text = new StringBuilder();
        text.Append(profile.Definition.Canonical).Append(" on ").Append(profile.Definition.TypeName).Append('\n');
        Append(text, profile.Root, 1);
        return text.ToString();
    }

    private static void Append(StringBuilder text, OverlayRules rules, int depth)
    {
        foreach (var rule in rules.Rules) Indent(text, depth).Append("- ").Append(rule).Append('\n');
        foreach (var child in rules.Children)
        {
            Indent(text, depth).Append(child.Name);
            if (child.Cardinality is { } cardinality) text.Append(' ').Append(cardinality);
            text.Append('\n');
            Append(text, child.Item, depth + 1);
            if (child.Slicing is { } slicing) Append(text, slicing, depth + 1);
        }
    }

    private static void Append(StringBuilder text, OverlayItem item, int depth)
    {
        if (item.OfAny is { } any) Append(text, any, depth);
        foreach (var (type, rules) in item.ByType)
        {
            Indent(text, depth).Append("as ").Append(type).Append('\n');
            Append(text, rules, depth + 1);
        }
    }

    private static void Append(StringBuilder text, SlicingRule slicing, int depth)
    {
        Indent(text, depth).Append("- ").Append(slicing).Append('\n');
        foreach (var slice in slicing.Slices)
        {
            Indent(text, depth).Append(':').Append(slice.Name);
            if (slice.Cardinality is { } cardinality) text.Append(' ').Append(cardinality);
            text.Append(" where ").Append(slice.IsDefault ? "in no other" : slice.Unclear is { } unclear ? $"unclear: {unclear}" : string.Join(" and ", slice.Criteria)).Append('\n');
            Append(text, slice.Item, depth + 1);
            if (slice.Slicing is { } again) Append(text, again, depth + 1);
        }
    }

    private static StringBuilder Indent(StringBuilder text, int depth) => text.Append(' ', depth * 2);
}
