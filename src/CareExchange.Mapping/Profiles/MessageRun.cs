using System.Security.Cryptography;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;
using CareExchange.Mapping.Maps;
using CareExchange.Mapping.Sources;
using CareExchange.Mapping.Sources.Cda;

namespace CareExchange.Mapping.Profiles;

/// <summary>One message through one line of the manifest.</summary>
internal static class MessageRun
{
    /// <summary>Reads and maps it.</summary>
    public static Outcome<MappingResult> Read(ProfileMap profile, ReadOnlyMemory<byte> message, string? fileName)
    {
        var read = profile.Source.Read(message);
        if (!read.Succeeded) return Outcome.Failure<MappingResult>(read.Issues);
        using var document = read.Value.Document;
        return Run(profile, read.Value, read.Issues, message, fileName, profile.Manifest.IsPartial, out _);
    }

    /// <summary>Maps what was read.</summary>
    /// <param name="profile">The line of the manifest.</param>
    /// <param name="source">The message as a tree.</param>
    /// <param name="noticed">What reading it gave to say.</param>
    /// <param name="message">Its bytes.</param>
    /// <param name="fileName">Its file name, or null.</param>
    /// <param name="isPartial">Errors of the map are warnings.</param>
    /// <param name="badRows">Of a table the rows that the map finds wrong; null where something else is.</param>
    public static Outcome<MappingResult> Run(
        ProfileMap profile, SourceMessage source, IReadOnlyList<Issue> noticed, ReadOnlyMemory<byte> message, string? fileName, bool isPartial, out IReadOnlyCollection<SourceRow>? badRows)
    {
        using var run = new MapRun(profile.Map, source, SHA256.HashData(message.Span), fileName, isPartial);
        var result = new ElementBuilder(profile.Map.TargetShape!);
        profile.Map.Entry.Run(run, [new(source.Document.Root), new(result)]);
        IReadOnlyList<string?> requests = [];
        if (result.TypeName == "Bundle") requests = new BundleCompletion(run, result).Complete();
        else BundleCompletion.WriteReferences(run);
        badRows = run.Issues.BadRows;
        if (run.Issues.HasErrors) return Outcome.Failure<MappingResult>([.. noticed, .. run.Issues.All]);
        var coverage = new CoverageCount(source, run.Reads, profile.Manifest.Ignore);
        coverage.Count();
        IReadOnlyList<SectionCoverage> sections = profile.Source is CdaSource ? SectionReport.Of(source, run.Reads) : [];
        return new MappingResult(TraceReport.Of(run))
        {
            Bundle = result.ToJson(),
            Issues = [.. noticed, .. run.Issues.All, .. SectionReport.Remarks(sections), .. coverage.Unmapped.Select(Unmapped)],
            Sections = sections,
            Unmapped = coverage.Unmapped,
            Coverage = coverage.Coverage,
            MapUrl = profile.Map.Url,
            MessageTitle = profile.Manifest.Title,
            MapVersion = profile.Map.Version,
            Requests = requests,
            IsPartial = profile.Manifest.IsPartial,
        };
    }

    private static Issue Unmapped(UnmappedField field) =>
        Issue.Warning("informational", "map-field-unmapped", "No rule of the map reads this field.", "매핑 규칙이 읽지 않는 항목입니다.") with
        {
            Expression = field.Path, Line = field.Position.Line, Column = field.Position.Column, Found = field.Position.Field,
        };
}
