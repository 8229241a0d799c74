using CareExchange.Fhir.Elements;

namespace CareExchange.Validation.Rules;

/// <summary>Compares elements of different documents by what they say, not by how they are spaced or ordered.</summary>
internal static class ElementComparison
{
    /// <summary>Same type, same value as written, and the same children, repetitions in the same order.</summary>
    public static bool AreEqual(Element left, Element right) =>
        left.TypeName == right.TypeName && HaveSameText(left, right) && left.Children().Count == right.Children().Count && HoldsInOrder(left, right);

    /// <summary>Whether an element has the pattern's value and, for each child of the pattern, some child that includes it.</summary>
    public static bool Includes(Element element, Element pattern)
    {
        if (pattern.HasValue && !HaveSameText(element, pattern)) return false;
        foreach (var wanted in pattern.Children())
        {
            var isFound = false;
            foreach (var child in element.Children(wanted.JsonName)) isFound |= Includes(child, wanted);
            if (!isFound) return false;
        }

        return true;
    }

    // The same bytes are the same text; others have to be read only where an escape may stand for a letter.
    private static bool HaveSameText(Element left, Element right)
    {
        if (left.HasValue != right.HasValue) return false;
        if (!left.HasValue) return true;
        var a = left.Raw;
        var b = right.Raw;
        if (a.SequenceEqual(b)) return true;
        return (left.Kind != right.Kind || a.Contains((byte)'\\') || b.Contains((byte)'\\')) && left.Text == right.Text;
    }

    private static bool HoldsInOrder(Element left, Element right)
    {
        // Properties may come in any order, the repetitions of one may not.
        foreach (var child in left.Children())
        {
            var index = 0;
            foreach (var earlier in left.Children(child.JsonName))
            {
                if (earlier == child) break;
                index++;
            }

            var twins = right.Children(child.JsonName).ToArray();
            if (index >= twins.Length || !AreEqual(child, twins[index])) return false;
        }

        return true;
    }
}
