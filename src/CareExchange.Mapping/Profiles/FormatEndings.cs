namespace CareExchange.Mapping.Profiles;

/// <summary>The endings of file names that a format usually has.</summary>
internal static class FormatEndings
{
    private static readonly string[] Fhir = ["application/fhir+json", "application/json", "application/fhir+xml", "application/xml", "application/fhir+ndjson", "application/x-ndjson", "application/ndjson"];

    /// <summary>True where a message of this media type may be of a line's format: FHIR has several.</summary>
    public static bool IsMedia(string format, string declared, string media) =>
        string.Equals(declared, media, StringComparison.OrdinalIgnoreCase) || (format == "fhir" && Fhir.Contains(media, StringComparer.OrdinalIgnoreCase));

    public static bool Fit(string format, string fileName)
    {
        var ending = fileName.AsSpan(fileName.LastIndexOf('.') + 1);
        ReadOnlySpan<string> usual = format switch
        {
            "csv" => ["csv", "txt", "tsv"],
            "xls" => ["xls", "xlsx"],
            "hl7v2" => ["hl7", "er7", "txt"],
            "fhir" => ["json", "ndjson", "xml"],
            "cda" => ["xml", "cda"],
            _ => [format],
        };
        foreach (var one in usual)
        {
            if (ending.Equals(one, StringComparison.OrdinalIgnoreCase)) return true;
        }

        return false;
    }
}
