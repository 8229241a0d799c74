namespace CareExchange.Mapping.Sources;

/// <summary>Shows the form of a value without the value: issues travel further than personal data may.</summary>
internal static class TextMask
{
    /// <summary><c>1948-13-02</c> becomes <c>9999-99-99</c>, letters become <c>a</c>, Hangul <c>가</c>.</summary>
    public static string Of(string text) => string.Create(Math.Min(text.Length, 40), text, static (mask, source) =>
    {
        for (var i = 0; i < mask.Length; i++)
        {
            var letter = source[i];
            mask[i] = char.IsDigit(letter) ? '9' : char.IsAsciiLetter(letter) ? 'a' : letter is >= '가' and <= '힣' ? '가' : char.IsLetter(letter) || char.IsSurrogate(letter) ? '?' : letter;
        }
    });
}
