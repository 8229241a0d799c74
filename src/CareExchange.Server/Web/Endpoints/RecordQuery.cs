using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;

namespace CareExchange.Server.Web.Endpoints;

/// <summary>What the addresses of the records' pages say.</summary>
internal static class RecordQuery
{
    private const string Format = "yyyy-MM-dd";

    public static DateOnly? Day(string? text) => DateOnly.TryParseExact(text, Format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    public static string Text(DateOnly day) => day.ToString(Format, CultureInfo.InvariantCulture);

    public static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    public static string Url(string path, params ReadOnlySpan<(string Name, string? Value)> query)
    {
        foreach (var (name, value) in query)
        {
            if (value is not null && (value.Length > 0 || name == "format")) path = QueryHelpers.AddQueryString(path, name, value);
        }

        return path;
    }
}
