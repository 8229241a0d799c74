namespace CareExchange.Mapping.Sources.Hl7v2;

/// <summary>The delimiters that MSH-1 and MSH-2 declare (v2.5.1 2.5.4). A character that is not declared separates nothing.</summary>
/// <param name="Field">MSH-1.</param>
/// <param name="Component">First of MSH-2.</param>
/// <param name="Repetition">Second.</param>
/// <param name="Escape">Third.</param>
/// <param name="Subcomponent">Fourth.</param>
public readonly record struct Hl7v2Delimiters(char Field, char Component, char Repetition, char Escape, char Subcomponent)
{
    /// <summary>The recommended ones, <c>|^~\&amp;</c>.</summary>
    public static Hl7v2Delimiters Standard => new('|', '^', '~', '\\', '&');

    /// <summary>MSH-2 as written.</summary>
    public string Encoding => $"{Component}{Repetition}{Escape}{Subcomponent}".Replace("\0", "", StringComparison.Ordinal);

    /// <summary>The delimiters of a message, or null where the header does not declare any that can be told apart.</summary>
    /// <param name="header">The segment from <c>MSH</c>, <c>BHS</c> or <c>FHS</c> on.</param>
    internal static Hl7v2Delimiters? Read(ReadOnlySpan<char> header)
    {
        if (header.Length < 5) return null;
        var field = header[3];
        var rest = header[4..];
        var end = rest.IndexOf(field);
        var encoding = end < 0 ? rest : rest[..end];

        // 2.7 adds a fifth, the truncation character; nothing here is cut, so it separates nothing.
        if (encoding.Length is 0 or > 5) return null;
        Span<char> all = ['\0', '\0', '\0', '\0', '\0', field];
        encoding.CopyTo(all);
        for (var i = 0; i < all.Length; i++)
        {
            if (all[i] == '\0') continue;
            if (char.IsLetterOrDigit(all[i]) || char.IsControl(all[i]) || all[(i + 1)..].Contains(all[i])) return null;
        }

        return new(field, all[0], all[1], all[2], all[3]);
    }
}
