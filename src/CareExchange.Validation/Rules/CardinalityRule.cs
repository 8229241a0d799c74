using System.Globalization;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Validation.Rules;

/// <summary>How often a child may occur (R4 elementdefinition.html, min and max). A choice is counted over all its types.</summary>
/// <param name="name">The child's name; <c>value[x]</c> for a choice.</param>
/// <param name="min">Fewest.</param>
/// <param name="max">Most; -1 for no bound.</param>
public sealed class CardinalityRule(string name, int min, int max)
{
    /// <summary>The child's name; <c>value[x]</c> for a choice.</summary>
    public string Name { get; } = name;

    /// <summary>True where the element is written under the name of its type.</summary>
    public bool IsChoice => Name.EndsWith("[x]", StringComparison.Ordinal);

    /// <summary>Whether this many are right.</summary>
    internal bool Allows(int found) => found >= min && (max < 0 || found <= max);

    /// <summary>The child's name without <c>[x]</c>.</summary>
    internal string ElementName { get; } = name.EndsWith("[x]", StringComparison.Ordinal) ? name[..^3] : name;

    /// <summary>True where the child has to be there.</summary>
    internal bool IsRequired => min > 0;

    /// <summary>True where the child stands at most once.</summary>
    internal bool IsSingle => max == 1;

    /// <summary>True where presence and repetition decide: every cardinality of R4's own types but a few.</summary>
    internal bool IsSimple => min <= 1 && max is (-1 or 1);

    internal void Check(Element parent, int found, ValidationRun run)
    {
        if (found < min)
        {
            run.Report(parent, Issue.Error("structure", "cardinality-min", $"'{Name}' is missing.", $"'{Name}' 항목이 없습니다.") with
            {
                Expected = $"{Name} {this}",
                Found = found.ToString(CultureInfo.InvariantCulture),
            });
        }
        else if (max >= 0 && found > max)
        {
            run.Report(parent, Issue.Error("structure", "cardinality-max", $"'{Name}' occurs too often.", $"'{Name}' 항목이 허용된 횟수보다 많습니다.") with
            {
                Expected = $"{Name} {this}",
                Found = found.ToString(CultureInfo.InvariantCulture),
            });
        }
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{min}..{(max < 0 ? "*" : max.ToString(CultureInfo.InvariantCulture))}");
}
