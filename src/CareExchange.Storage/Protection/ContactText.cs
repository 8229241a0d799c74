namespace CareExchange.Storage.Protection;

/// <summary>How somebody can be reached, as it is compared: R4 search.html#token leaves punctuation and case of a ContactPoint to the server.</summary>
internal static class ContactText
{
    /// <summary>A mail address without case; of a number its letters, digits and plus.</summary>
    public static string Normalize(string text) =>
        text.Contains('@', StringComparison.Ordinal) ? text.Trim().ToLowerInvariant() : string.Concat(text.Where(letter => char.IsLetterOrDigit(letter) || letter == '+')).ToLowerInvariant();
}
