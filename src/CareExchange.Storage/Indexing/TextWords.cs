namespace CareExchange.Storage.Indexing;

/// <summary>Text → the tokens that full-text search compares. Words of letters and digits stand for themselves; Hangul, Han and Kana, which are written
/// with endings or without spaces, become pairs of neighbouring characters with the last one alone, so that any part of a word is found.</summary>
internal static class TextWords
{
    /// <summary>The most tokens of one text: what PostgreSQL can tell the positions of.</summary>
    public const int MaximumTokens = 15_000;

    /// <summary>Adds the tokens of a text.</summary>
    public static void Add(List<string> tokens, string text)
    {
        foreach (var run in Runs(text))
        {
            if (tokens.Count >= MaximumTokens) return;
            if (!IsIdeographic(run[0])) tokens.Add(run);
            else for (var at = 0; at < run.Length; at++) tokens.Add(run.Substring(at, Math.Min(2, run.Length - at)));
        }
    }

    /// <summary>Runs of one kind of writing, normalized: what a query calls a word.</summary>
    public static IEnumerable<string> Runs(string text)
    {
        foreach (var word in Words(text))
        {
            var normal = IndexText.Normalize(word);
            for (var start = 0; start < normal.Length;)
            {
                var end = start + 1;
                while (end < normal.Length && IsIdeographic(normal[end]) == IsIdeographic(normal[start])) end++;

                // A compatibility form may bring signs along; they are no part of a word.
                var run = string.Concat(normal[start..end].Where(char.IsLetterOrDigit));
                if (run.Length > 0) yield return run.Length > 100 ? run[..100] : run;
                start = end;
            }
        }
    }

    /// <summary>True for a run that is compared by pairs of characters.</summary>
    public static bool IsIdeographic(char letter) => letter is (>= '\uac00' and <= '\ud7a3') or (>= '\u4e00' and <= '\u9fff') or (>= '\u3400' and <= '\u4dbf') or (>= '\u3040' and <= '\u30ff');

    private static IEnumerable<string> Words(string text)
    {
        var start = -1;
        for (var at = 0; at <= text.Length; at++)
        {
            var isWord = at < text.Length && (char.IsLetterOrDigit(text[at]) || char.GetUnicodeCategory(text[at]) == System.Globalization.UnicodeCategory.NonSpacingMark);
            if (isWord && start < 0) start = at;
            if (isWord || start < 0) continue;
            yield return text[start..at];
            start = -1;
        }
    }
}
