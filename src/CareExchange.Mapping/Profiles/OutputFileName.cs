using System.Globalization;
using System.Security.Cryptography;
using CareExchange.Fhir.Elements;

namespace CareExchange.Mapping.Profiles;

/// <summary>What a message's file is called: of its name, the Korean day of what it tells, and its hash. Never of a person's name, number or id.</summary>
internal static class OutputFileName
{
    public static string Of(ManifestOutput manifest, Element bundle, ReadOnlySpan<byte> content)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(content))[..12];
        var date = Day(bundle);
        return OutputManifest.Placeholder().Replace(manifest.FileName, placeholder => placeholder.Value switch
        {
            "{name}" => manifest.Name,
            "{date}" => date,
            _ => hash,
        });
    }

    // Of the resources themselves and not of a clock: the same content is the same file.
    private static string Day(Element bundle)
    {
        var last = DateTimeOffset.MinValue;
        foreach (var entry in bundle.Children("entry"))
        {
            if (DateTimeOffset.TryParse(entry["resource"]["meta"]["lastUpdated"].Text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var updated) && updated > last) last = updated;
        }

        return last == DateTimeOffset.MinValue ? "undated" : last.ToOffset(TimeSpan.FromHours(9)).ToString("yyyyMMdd", CultureInfo.InvariantCulture);
    }
}
