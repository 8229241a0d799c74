using System.Globalization;

namespace CareExchange.Exchange.Operations;

/// <summary>The parameter <c>displayLanguage</c>, which may be written as an Accept-Language header is (<c>ko,en;q=0.5</c>).</summary>
internal static class DisplayLanguage
{
    /// <summary>The language liked best; null where none is named.</summary>
    public static string? Of(OperationInput input) => input.Text("displayLanguage")?
        .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        .Select(range => range.Split(';', StringSplitOptions.TrimEntries))
        .Where(range => range[0] != "*" && Quality(range) > 0)
        .OrderByDescending(Quality)
        .Select(range => range[0])
        .FirstOrDefault();

    private static double Quality(string[] range) => range is [_, var quality, ..] && quality.StartsWith("q=", StringComparison.OrdinalIgnoreCase)
        && double.TryParse(quality.AsSpan(2), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) ? value : 1;
}
