using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CareExchange.Storage.Indexing;

/// <summary>Texts as the index keeps them; queries go through the same functions.</summary>
internal static class IndexText
{
    /// <summary>Longest text in an index column, in UTF-16 units: PostgreSQL's B-tree takes 2,700 bytes a row, two texts of Hangul fit.</summary>
    public const int Limit = 240;

    /// <summary>The text itself; a longer one becomes its start and its hash, so that equality still decides.</summary>
    public static string Fit(string text)
    {
        var clean = Clean(text);
        return clean.Length <= Limit
            ? clean
            : string.Concat(clean.AsSpan(0, SafeCut(clean, Limit - 65)), "#", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(clean))));
    }

    /// <summary>The start of the text.</summary>
    public static string Cut(string text) => text.Length <= Limit ? text : text[..SafeCut(text, Limit)];

    /// <summary>R4 search.html#string: case, combining accents and spaces do not count. Compatibility forms (full-width letters, separated
    /// Hangul letters) are made one, so 「홍 길동」 is found as 「홍길동」 and ＡＢＣ as abc.</summary>
    public static string Normalize(string text)
    {
        if (!text.AsSpan().ContainsAnyExcept(Plain)) return text;

        if (Ascii.IsValid(text) && !text.Contains('\0', StringComparison.Ordinal)) return NormalizeAscii(text);

        // Accents of Latin, Greek and Cyrillic go; marks that make another letter (Japanese dakuten) and Hangul letters are composed again.
        var builder = new StringBuilder(text.Length);
        foreach (var rune in Clean(text).Normalize(NormalizationForm.FormKD).EnumerateRunes())
        {
            if (rune.Value is >= 0x300 and <= 0x36F || Rune.IsWhiteSpace(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format) continue;
            builder.Append(Rune.ToLowerInvariant(rune).ToString());
        }

        return builder.ToString().Normalize(NormalizationForm.FormKC);
    }

    // The same for letters that have no other form.
    private static string NormalizeAscii(string text)
    {
        Span<char> buffer = text.Length <= StackText ? stackalloc char[StackText] : new char[text.Length];
        var length = 0;
        foreach (var letter in text)
        {
            if (letter is > ' ' and < '\x7f') buffer[length++] = char.ToLowerInvariant(letter);
        }

        return new(buffer[..length]);
    }

    /// <summary>The same for UTF-8 of nothing but ASCII.</summary>
    /// <returns>How many bytes were written; never more than the text has.</returns>
    public static int NormalizeAscii(ReadOnlySpan<byte> text, Span<byte> normal)
    {
        var length = 0;
        foreach (var letter in text)
        {
            if (letter is > (byte)' ' and < 0x7F) normal[length++] = letter is >= (byte)'A' and <= (byte)'Z' ? (byte)(letter | 0x20) : letter;
        }

        return length;
    }

    private const int StackText = 256;

    private static readonly SearchValues<char> Plain = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-.,/_()");

    /// <summary>The text as a database can hold it: NUL and half surrogates can be written in JSON and in queries, but no column takes them.</summary>
    public static string Clean(string text)
    {
        if (!text.Contains('\0', StringComparison.Ordinal) && !text.AsSpan().ContainsAnyInRange('\ud800', '\udfff')) return text;
        return Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)).Replace('\0', '\ufffd');
    }

    private static int SafeCut(string text, int length) => char.IsHighSurrogate(text[length - 1]) ? length - 1 : length;
}
