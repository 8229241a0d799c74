using CareExchange.Cli.Demo;
using CareExchange.Server.Hosting;

namespace CareExchange.Journeys.Tests.World;

/// <summary>An example message as a partner would send it.</summary>
public sealed record PartnerMessage(string Partner, string File)
{
    private static readonly string Root = Path.Combine(AppContext.BaseDirectory, "mappings");

    /// <summary>Every example of the demo's four partners.</summary>
    public static IReadOnlyList<PartnerMessage> All { get; } = Of(DemoWorld.Partners);

    /// <summary>Every example of these partners.</summary>
    public static IReadOnlyList<PartnerMessage> Of(IEnumerable<PartnerOptions> partners) =>
        [.. partners.SelectMany(partner => Directory.GetFiles(Path.Combine(Root, partner.Id, "examples"), "*-input.*")
            .Order(StringComparer.Ordinal).Select(file => new PartnerMessage(partner.Id, Path.GetFileName(file))))];

    /// <summary>Examples from 90 on are wrong on purpose.</summary>
    public bool IsWrong => File[0] == '9';

    /// <summary>The bytes.</summary>
    public byte[] Content => System.IO.File.ReadAllBytes(Path.Combine(Root, Partner, "examples", File));

    /// <summary>What must be said about a wrong one: the example's own list.</summary>
    public string ExpectedIssues => System.IO.File.ReadAllText(Path.Combine(Root, Partner, "examples", $"{File[..2]}-expected-issues.json"));

    /// <summary>The media type of the file's ending.</summary>
    public string ContentType => Path.GetExtension(File) switch
    {
        ".json" => "application/json",
        ".ndjson" => "application/fhir+ndjson",
        ".csv" => "text/csv",
        ".hl7" => "application/hl7-v2",
        ".xml" => "application/xml",
        _ => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    };

    /// <summary>Sends it.</summary>
    public Task<Answer> SendAsync(Machine machine, byte[]? content = null) => machine.DeliverAsync(Partner, content ?? Content, ContentType, File);
}
