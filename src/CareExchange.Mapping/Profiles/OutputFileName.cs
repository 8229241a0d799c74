using System.Globalization;
using System.Security.Cryptography;
using CareExchange.Fhir.Elements;

namespace CareExchange.Mapping.Profiles;

/// <summary>What a message's file is called: of its name, the day of what it tells in the partner's zone, and its hash. Never of a person's name, number or id.</summary>
internal static class OutputFileName
{
    public static string Of(ManifestOutput manifest, Element bundle, ReadOnlySpan<byte> content, string utcOffset)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(content))[..12];
        var date = Day(bundle, utcOffset);
        return OutputManifest.Placeholder().Replace(manifest.FileName, placeholder => placeholder.Value switch
        {
            "{name}" => manifest.Name,
            "{date}" => date,
            _ => hash,
        });
    }

    // The manifest was read: it is Z, or sign, hours and minutes.
    private static TimeSpan OffsetOf(string text) => text == "Z" ? TimeSpan.Zero : DateTimeOffset.TryParse($"2000-01-01T00:00:00{text}", CultureInfo.InvariantCulture, DateTimeStyles.None, out var moment) ? moment.Offset : TimeSpan.Zero;

    // Of the resources themselves and not of a clock: the same content is the same file.
    private static string Day(Element bundle, string utcOffset)
    {
        var last = DateTimeOffset.MinValue;
        foreach (var entry in bundle.Children("entry"))
        {
            if (DateTimeOffset.TryParse(entry["resource"]["meta"]["lastUpdated"].Text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var updated) && updated > last) last = updated;
        }

        return last == DateTimeOffset.MinValue ? "undated" : last.ToOffset(OffsetOf(utcOffset)).ToString("yyyyMMdd", CultureInfo.InvariantCulture);
    }
}
