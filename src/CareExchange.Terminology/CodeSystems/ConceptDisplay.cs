using CareExchange.Fhir.Definitions;

namespace CareExchange.Terminology.CodeSystems;

/// <summary>What a concept is called, and whether it may be called so.</summary>
public static class ConceptDisplay
{
    /// <summary>The name to show: the designation in a language, else the display; null where there is neither.</summary>
    /// <param name="system">The code system.</param>
    /// <param name="index">The concept.</param>
    /// <param name="language">A BCP-47 tag, or null; <c>ko-KR</c> finds <c>ko</c> as well.</param>
    public static string? Of(CodeSystem system, int index, string? language)
    {
        if (Speaks(system.Definition.Language, language)) return system.Concepts.Display(index);
        foreach (var designation in system.Concepts.Designations(index))
            if (Speaks(designation.Language, language)) return designation.Value;
        return system.Concepts.Display(index);
    }

    /// <summary>True for the display or any designation, without regard to case and to how words are spaced; also where the system gives no display.</summary>
    public static bool IsKnown(CodeSystem system, int index, string display)
    {
        if (system.Concepts.Display(index) is not { } known || AreEqual(known, display)) return true;
        foreach (var designation in system.Concepts.Designations(index))
            if (AreEqual(designation.Value, display)) return true;
        return false;
    }

    /// <summary>The same among the names in a language, where the concept has any in it (R4 <c>$validate-code</c>, <c>displayLanguage</c>).</summary>
    public static bool IsKnown(CodeSystem system, int index, string display, string? language)
    {
        var isOwn = Speaks(system.Definition.Language, language);
        var spoken = system.Concepts.Designations(index).Where(designation => Speaks(designation.Language, language)).ToArray();
        if (!isOwn && spoken.Length == 0) return IsKnown(system, index, display);
        return (isOwn && system.Concepts.Display(index) is { } own && AreEqual(own, display)) || Array.Exists(spoken, designation => AreEqual(designation.Value, display));
    }

    /// <summary>Equal but for case and white space.</summary>
    public static bool AreEqual(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        left = left.Trim();
        right = right.Trim();
        int i = 0, j = 0;
        while (i < left.Length && j < right.Length)
        {
            if (char.IsWhiteSpace(left[i]) && char.IsWhiteSpace(right[j]))
            {
                while (char.IsWhiteSpace(left[i])) i++;
                while (char.IsWhiteSpace(right[j])) j++;
                continue;
            }

            if (left[i] != right[j] && char.ToUpperInvariant(left[i]) != char.ToUpperInvariant(right[j])) return false;
            (i, j) = (i + 1, j + 1);
        }

        return i == left.Length && j == right.Length;
    }

    /// <summary>True where one language tag is the other, or its beginning (RFC 4647 §3.3.1, both ways).</summary>
    public static bool Speaks(string? spoken, string? wanted)
    {
        if (string.IsNullOrEmpty(spoken) || string.IsNullOrEmpty(wanted)) return false;
        var (shorter, longer) = spoken.Length <= wanted.Length ? (spoken, wanted) : (wanted, spoken);
        return longer.StartsWith(shorter, StringComparison.OrdinalIgnoreCase) && (longer.Length == shorter.Length || longer[shorter.Length] == '-');
    }
}
