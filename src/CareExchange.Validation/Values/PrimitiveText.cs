using System.Text;
using CareExchange.Validation.Rules;

namespace CareExchange.Validation.Values;

/// <summary>Judges the text of single primitive values, for those who read them outside a resource, such as from an address.</summary>
public static class PrimitiveText
{
    /// <summary>Whether the text is written as R4 writes the type; true for a type that is no primitive of R4.</summary>
    /// <param name="type">The type, such as <c>date</c>.</param>
    /// <param name="text">The value's text, without quotes.</param>
    public static bool Matches(string type, string text) => type switch
    {
        "boolean" => text is "true" or "false",
        "decimal" => decimal.TryParse(text, System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out _),
        _ => PrimitiveFormat.Find(type)?.Matches(Encoding.UTF8.GetBytes(text)) ?? true,
    };

    /// <summary>The format in a few words; null for a type that is no primitive of R4.</summary>
    public static string? Expected(string type) => PrimitiveFormat.Find(type)?.Expected;
}
