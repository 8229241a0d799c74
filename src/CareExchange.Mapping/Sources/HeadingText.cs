using System.Text;

namespace CareExchange.Mapping.Sources;

/// <summary>Headings as people mean them: full-width letters, blanks, line breaks inside a cell and capitals make no other heading.</summary>
internal static class HeadingText
{
    /// <summary>What two spellings of one heading have in common.</summary>
    public static string Key(string heading)
    {
        var key = new StringBuilder(heading.Length);
        foreach (var letter in heading.Normalize(NormalizationForm.FormKC))
        {
            // Zero-width characters and byte order marks come along when headings are copied from other programs.
            if (!char.IsWhiteSpace(letter) && letter is not ('\u200B' or '\u200C' or '\u200D' or '\u2060' or '\uFEFF')) key.Append(char.ToUpperInvariant(letter));
        }

        return key.ToString();
    }

    /// <summary>The parts of a heading that stands in several rows, from above; a part that is repeated (a merged cell) once.</summary>
    public static string Join(IEnumerable<string> parts)
    {
        List<string> joined = [];
        foreach (var part in parts)
        {
            var text = part.Trim();
            if (text.Length > 0 && (joined.Count == 0 || joined[^1] != text)) joined.Add(text);
        }

        return string.Join(' ', joined);
    }
}
