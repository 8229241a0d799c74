using System.Globalization;

namespace CareExchange.Exchange.Operations;

/// <summary>Versions as addresses name them.</summary>
internal static class VersionNumber
{
    /// <summary>The number; null for the current version, -1 for a text that no version is called by.</summary>
    public static long? Read(string? text) =>
        text is null ? null : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;
}
