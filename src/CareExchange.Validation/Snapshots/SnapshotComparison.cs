using CareExchange.Fhir.Definitions;

namespace CareExchange.Validation.Snapshots;

/// <summary>What decides in two snapshots, side by side: element ids and their order, cardinalities, types, bindings, constraints.</summary>
public static class SnapshotComparison
{
    /// <summary>The differences, one line each: <c>id: fact expected → found</c>; empty where the snapshots agree.</summary>
    public static IReadOnlyList<string> Compare(IReadOnlyList<ElementDefinition> expected, IReadOnlyList<ElementDefinition> found)
    {
        var differences = new List<string>();
        var byId = new Dictionary<string, ElementDefinition>(StringComparer.Ordinal);
        foreach (var element in found) byId.TryAdd(element.Id, element);
        foreach (var element in expected)
        {
            if (byId.Remove(element.Id, out var twin)) Compare(element, twin, differences);
            else differences.Add($"{element.Id}: missing");
        }

        foreach (var element in found)
        {
            if (byId.ContainsKey(element.Id)) differences.Add($"{element.Id}: not expected");
        }

        if (differences.Count == 0 && !expected.Select(element => element.Id).SequenceEqual(found.Select(element => element.Id), StringComparer.Ordinal))
        {
            differences.Add($"{expected[0].Id}: the order of elements differs");
        }

        return differences;
    }

    private static void Compare(ElementDefinition expected, ElementDefinition found, List<string> differences)
    {
        Add("cardinality", $"{expected.Min}..{expected.Max}", $"{found.Min}..{found.Max}");
        Add("types", Types(expected), Types(found));
        Add("binding", Binding(expected), Binding(found));
        Add("constraints", Constraints(expected), Constraints(found));

        void Add(string fact, string left, string right)
        {
            if (left != right) differences.Add($"{expected.Id}: {fact} {left} → {right}");
        }
    }

    // A profile of a type that says nothing is no difference, nor is the order of types and targets.
    private static string Types(ElementDefinition element) => element.ContentReference is { } reference
        ? $"#{reference}"
        : string.Join(" | ", element.Types.Select(type => $"{type.Code}{List(type.Profiles)}{List(type.TargetProfiles)}").Order(StringComparer.Ordinal));

    private static string List(IReadOnlyList<string> canonicals) => canonicals.Count == 0 ? "" : $"({string.Join(", ", canonicals.Order(StringComparer.Ordinal))})";

    private static string Binding(ElementDefinition element) => element.Binding is { } binding
        ? string.Join(' ', binding.Strength, binding.ValueSet, binding.MaxValueSet is null ? "" : $"max {binding.MaxValueSet}")
        : "";

    private static string Constraints(ElementDefinition element) =>
        string.Join(", ", element.Constraints.Select(constraint => constraint.Key).Order(StringComparer.Ordinal));
}
