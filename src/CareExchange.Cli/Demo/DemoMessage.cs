namespace CareExchange.Cli.Demo;

/// <summary>One example message of a partner's mapping folder.</summary>
/// <param name="Partner">The partner.</param>
/// <param name="File">The file.</param>
internal sealed record DemoMessage(string Partner, FileInfo File)
{
    /// <summary>The media type that its ending stands for.</summary>
    public string ContentType => File.Extension switch
    {
        ".json" => "application/json",
        ".ndjson" => "application/fhir+ndjson",
        ".csv" => "text/csv",
        ".xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        _ => "application/octet-stream",
    };

    /// <summary>The examples of a partner in the order of their numbers; those from 90 on are wrong on purpose.</summary>
    public static IEnumerable<DemoMessage> Of(string mappingsFolder, string partner)
    {
        var examples = new DirectoryInfo(Path.Combine(mappingsFolder, partner, "examples"));
        return examples.Exists
            ? examples.EnumerateFiles("*-input.*").OrderBy(file => file.Name, StringComparer.Ordinal).Select(file => new DemoMessage(partner, file))
            : [];
    }
}
