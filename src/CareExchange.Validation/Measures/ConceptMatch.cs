using CareExchange.Fhir.Elements;

namespace CareExchange.Validation.Measures;

/// <summary>Finds the part of a measure that a part of its report speaks of, by code.</summary>
internal static class ConceptMatch
{
    /// <summary>True where the concepts share a coding.</summary>
    public static bool Shares(Element left, Element right)
    {
        foreach (var coding in left.Children("coding"))
            foreach (var other in right.Children("coding"))
                if (coding["system"].Text == other["system"].Text && coding["code"].Text == other["code"].Text) return true;
        return false;
    }

    /// <summary>True where the concepts share a coding, or are the same text and have no codings.</summary>
    public static bool IsSame(Element left, Element right) =>
        Shares(left, right) || (!left["coding"].Exists && !right["coding"].Exists && left["text"].Text is { } text && text == right["text"].Text);

    /// <summary>The first codings as text, for messages.</summary>
    public static string? Text(Element concept) =>
        concept["coding"] is { Exists: true } coding ? $"{coding["system"].Text}#{coding["code"].Text}" : concept["text"].Text;
}
