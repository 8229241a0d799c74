namespace CareExchange.Storage.Indexing;

/// <summary>Initial consonants (초성): what people type to find a name quickly, ㅎㄱㄷ for 홍길동.</summary>
internal static class Hangul
{
    private const string InitialLetters = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ";
    private const char FirstSyllable = '가';
    private const char LastSyllable = '힣';
    private const int SyllablesPerInitial = 588;

    /// <summary>A normalized text with every syllable as its first consonant; null where it has no syllable.</summary>
    public static string? InitialsOf(string normal) => normal.AsSpan().ContainsAnyInRange(FirstSyllable, LastSyllable)
        ? string.Create(normal.Length, normal, static (span, text) =>
        {
            for (var at = 0; at < span.Length; at++) span[at] = IsSyllable(text[at]) ? InitialLetters[(text[at] - FirstSyllable) / SyllablesPerInitial] : text[at];
        })
        : null;

    /// <summary>What is typed as initial consonants, perhaps with whole syllables between them (홍ㄱㄷ), without its spaces; null for any other text.</summary>
    public static string? AsTyped(string written)
    {
        var typed = string.Concat(written.Where(letter => !char.IsWhiteSpace(letter)).Select(Compatible));
        return typed.Any(IsInitial) && typed.All(letter => IsInitial(letter) || IsSyllable(letter)) ? typed : null;
    }

    /// <summary>True for a syllable such as 홍.</summary>
    public static bool IsSyllable(char letter) => letter is >= FirstSyllable and <= LastSyllable;

    /// <summary>The initial consonants of what was typed.</summary>
    public static string Initials(string typed) => InitialsOf(typed) ?? typed;

    private static bool IsInitial(char letter) => InitialLetters.Contains(letter, StringComparison.Ordinal);

    // Keyboards write ㄱ (U+3131); a text that was taken apart has the letter of a syllable's start (U+1100).
    private static char Compatible(char letter) => letter is >= '\u1100' and <= '\u1112' ? InitialLetters[letter - '\u1100'] : letter;
}
