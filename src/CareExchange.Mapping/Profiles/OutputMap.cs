using System.Security.Cryptography;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.FhirPath;
using CareExchange.Fhir.Outcomes;
using CareExchange.Mapping.Maps;
using CareExchange.Mapping.Sources;
using CareExchange.Mapping.Writers;

namespace CareExchange.Mapping.Profiles;

/// <summary>One line of the manifest's <c>out</c>, ready to run. Immutable and safe across threads.</summary>
internal sealed class OutputMap(ManifestOutput manifest, CompiledMap map, IMessageWriter writer, FhirPathExpression? where)
{
    /// <summary>What holds a Bundle together and tells a partner nothing.</summary>
    private static readonly string[] Structure = ["Bundle.type", "**.fullUrl", "**.mode", "**.meta", "**.reference", "**.id"];

    public CompiledMap Map => map;

    public OutputEntry Entry { get; } = new(manifest.Name, manifest.Map, manifest.Format, Media(manifest), manifest.ResourceType)
    {
        Title = manifest.Title, Search = manifest.Search, IsMany = manifest.IsMany,
    };

    /// <summary>True for a resource that starts the message.</summary>
    /// <param name="resource">The resource.</param>
    /// <param name="organization">The partner's, <c>Organization/x</c>: <c>%organization</c> of the condition.</param>
    public bool StartsWith(Element resource, string organization)
    {
        if (resource.TypeName != manifest.ResourceType) return false;
        if (where is null) return true;
        var context = new FhirPathContext
        {
            Host = map.Context.Host, Variables = new Dictionary<string, IReadOnlyList<PathItem>>(StringComparer.Ordinal) { ["organization"] = [PathItem.Of(organization)] },
        };
        return where.Test(new(resource), context, out _) == true;
    }

    /// <summary>Runs map and writer; where the partner takes a table in part, without what cannot be written.</summary>
    /// <param name="bundle">What is told, UTF-8 JSON.</param>
    public Outcome<OutputResult> Write(ReadOnlyMemory<byte> bundle) => manifest.IsPartial ? new OutputPart(WriteWhole).Write(bundle) : WriteWhole(bundle);

    private Outcome<OutputResult> WriteWhole(ReadOnlyMemory<byte> bundle)
    {
        var read = new JsonSource(map.Schema, map.SourceType).Read(bundle);
        if (read.Value is not { } source || !read.Succeeded) return Outcome.Failure<OutputResult>(read.Issues);
        using var document = source.Document;
        using var run = new MapRun(map, source, SHA256.HashData(bundle.Span), fileName: null);
        var result = new ElementBuilder(map.TargetShape!);
        map.Entry.Run(run, [new(document.Root), new(result)]);
        if (result.TypeName == "Bundle") new BundleCompletion(run, result) { IsSent = true }.Complete();
        else BundleCompletion.WriteReferences(run);
        if (run.Issues.HasErrors) return Outcome.Failure<OutputResult>(run.Issues.All);

        var trace = new Lazy<IReadOnlyList<TraceEntry>>(TraceReport.Of(run));
        using var tree = FhirDocument.Parse(result.ToJson(), map.Schema, SourceMessage.Untyped).Value ?? throw new InvalidOperationException("A map made no JSON.");
        var problems = new WriterIssues();
        var content = writer.Write(tree.Root, problems);
        IReadOnlyList<Issue> issues = [.. run.Issues.All, .. OutputIssues.At(problems, trace)];
        if (problems.HasErrors) return Outcome.Failure<OutputResult>(issues);
        var coverage = new CoverageCount(source, run.Reads, [.. Structure, .. manifest.Ignore]);
        coverage.Count();
        return Outcome.Success(
            new OutputResult(trace)
            {
                Content = content,
                ContentType = Entry.ContentType,
                FileName = OutputFileName.Of(manifest, document.Root, content, map.UtcOffset),
                Issues = issues,
                Unmapped = coverage.Unmapped,
                Coverage = coverage.Coverage,
                ReadEntries = [.. ReadOf(document.Root, run.Reads)],
                MapUrl = map.Url,
                MapVersion = map.Version,
            },
            issues);
    }

    private static List<int> ReadOf(Element bundle, SourceReads reads)
    {
        List<int> read = [];
        var index = 0;
        foreach (var entry in bundle.Children("entry"))
        {
            if (IsRead(entry["resource"], reads)) read.Add(index);
            index++;
        }

        return read;
    }

    private static bool IsRead(Element element, SourceReads reads)
    {
        if (element.HasValue && reads.Has(element)) return true;
        foreach (var child in element.Children())
        {
            if (IsRead(child, reads)) return true;
        }

        return false;
    }

    // RFC 2046: text without a charset would be read as ASCII.
    private static string Media(ManifestOutput manifest) => manifest is { Settings.Charset: { } charset, Format: "csv" or "hl7v2" } && !manifest.ContentType.Contains("charset", StringComparison.Ordinal)
        ? $"{manifest.ContentType}; charset={(charset.Name == "cp949" ? "euc-kr" : charset.Name == "ascii" ? "us-ascii" : charset.Name.Replace("-bom", "", StringComparison.Ordinal))}"
        : manifest.ContentType;
}
