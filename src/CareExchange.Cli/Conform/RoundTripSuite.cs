using System.Text;
using System.Xml.Linq;
using CareExchange.Cli.Input;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;
using CareExchange.Fhir.Xml;

namespace CareExchange.Cli.Conform;

/// <summary>Plain resources, at any depth of the folder: JSON → XML → JSON and XML → JSON → XML change nothing.</summary>
internal sealed class RoundTripSuite : IConformanceSuite
{
    private static readonly XmlComparison Comparison = new(comparesComments: false);

    public string Kind => "roundtrip";

    public string Description => "Plain resources (.json, .xml; at any depth): each is the same after it went through the other format.";

    public IEnumerable<ConformanceResult> Run(DirectoryInfo folder)
    {
        foreach (var file in folder.EnumerateFiles("*", SearchOption.AllDirectories).OrderBy(file => file.FullName, StringComparer.Ordinal))
        {
            if (file.Extension is not (".json" or ".xml")) continue;
            var name = Path.GetRelativePath(folder.FullName, file.FullName).Replace('\\', '/');
            yield return Run(name, File.ReadAllBytes(file.FullName));
        }
    }

    private static ConformanceResult Run(string name, byte[] bytes)
    {
        var (read, issues) = ResourceFile.Read(bytes, Schema.R4);
        var isXml = FhirXml.Looks(bytes);
        if (read is null) return issues.Any(issue => issue.Rule == "resource-type-unknown") ? new(name, Verdict.Skipped, "no resource") : ConformanceResult.Of(name, Said("cannot be read", issues));
        using (read)
        {
            if (Schema.R4.FindType(read.Root["resourceType"].Text ?? "") is not { Kind: TypeKind.Resource }) return new(name, Verdict.Skipped, "no resource");
            return ConformanceResult.Of(name, isXml ? FromXml(bytes, read) : FromJson(bytes, read));
        }
    }

    // What is written otherwise than R4 asks is the validator's business: here only what gets lost counts.
    private static string? FromJson(byte[] json, FhirDocument document)
    {
        var (back, issues) = FhirXml.Read(FhirXml.Write(document.Root), document.Schema);
        if (back is null) return Said("its XML cannot be read", issues);
        using (back) return JsonComparison.Difference(json, back.Utf8);
    }

    private static string? FromXml(byte[] xml, FhirDocument document)
    {
        var written = FhirXml.Write(document.Root, isIndented: true);
        if (Comparison.Difference(Tree(xml), Tree(written)) is { } difference) return difference;
        var (back, issues) = FhirXml.Read(written, document.Schema);
        if (back is null) return Said("its XML cannot be read again", issues);
        using (back) return JsonComparison.Difference(document.Utf8, back.Utf8);
    }

    private static string Said(string what, IReadOnlyList<Issue> issues) => $"{what}: {issues[0].Rule} {issues[0].Expression} at {issues[0].Line}:{issues[0].Column}";

    private static XElement Tree(byte[] xml)
    {
        using var reader = new StreamReader(new MemoryStream(xml), Encoding.UTF8);
        return XDocument.Load(reader, LoadOptions.PreserveWhitespace).Root!;
    }
}
