namespace CareExchange.Mapping.Profiles;

/// <summary>The endings of file names that a format usually has.</summary>
internal static class FormatEndings
{
    public static bool Fit(string format, string fileName)
    {
        var ending = fileName.AsSpan(fileName.LastIndexOf('.') + 1);
        ReadOnlySpan<string> usual = format switch
        {
            "csv" => ["csv", "txt", "tsv"],
            "xls" => ["xls", "xlsx"],
            "hl7v2" => ["hl7", "er7", "txt"],
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
