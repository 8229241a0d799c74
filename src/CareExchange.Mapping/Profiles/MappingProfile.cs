using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;
using CareExchange.Mapping.Sources;
using CareExchange.Mapping.Sources.Hl7v2;

namespace CareExchange.Mapping.Profiles;

/// <summary>Everything of one <c>mappings/&lt;partner&gt;/</c> folder, compiled once: manifest, maps, code lists, table declarations.</summary>
/// <remarks>Immutable and safe across threads. Pure: callers bring the folder's bytes and each message's bytes.</remarks>
public sealed class MappingProfile
{
    private readonly IReadOnlyList<ProfileMap> _maps;

    internal MappingProfile(string name, ProfileManifest manifest, IReadOnlyList<ProfileMap> maps)
    {
        Name = name;
        Partner = manifest.Partner;
        Version = manifest.Version;
        IsSimulated = manifest.Simulated;
        _maps = maps;
    }

    /// <summary>The name that the caller gave the folder.</summary>
    public string Name { get; }

    /// <summary>The partner that the manifest names.</summary>
    public string Partner { get; }

    /// <summary>The folder's version; goes into the Provenance of what it makes.</summary>
    public string Version { get; }

    /// <summary>True where the format is ours, made up to show the gateway at work.</summary>
    public bool IsSimulated { get; }

    /// <summary>Canonical urls of the maps that the manifest names.</summary>
    public IReadOnlyList<string> MapUrls => [.. _maps.Select(map => map.Map.Url)];

    /// <summary>The lines of the manifest, in its order.</summary>
    public IReadOnlyList<MappingEntry> Entries => [.. _maps.Select(map => map.Manifest.Public)];

    /// <summary>What the partner gets in its own format, in the order of the manifest.</summary>
    public IReadOnlyList<OutputEntry> Outputs => [.. OutputMaps.Select(output => output.Entry)];

    internal IReadOnlyList<OutputMap> OutputMaps { get; init; } = [];

    /// <summary>Writes a message for the partner.</summary>
    /// <param name="output">The name of one of <see cref="Outputs"/>.</param>
    /// <param name="bundle">A Bundle, UTF-8 JSON: what starts the message as entries whose <c>search.mode</c> is <c>match</c>, and what they refer to.</param>
    /// <returns>
    /// The message; or issues at the elements that cannot be written: those of the map (<c>map-…</c>) and of the format (<c>hl7-…</c>, <c>cda-…</c>,
    /// <c>csv-…</c>, <c>xlsx-…</c>, <c>xml-…</c>, <c>table-…</c>). The same Bundle gives the same bytes.
    /// </returns>
    /// <exception cref="ArgumentException">The manifest names no such output.</exception>
    public Outcome<OutputResult> Write(string output, ReadOnlyMemory<byte> bundle) => Output(output).Write(bundle);

    /// <summary>True where a resource starts a message: it is of the type that the manifest names and meets its condition.</summary>
    /// <param name="output">The name of one of <see cref="Outputs"/>.</param>
    /// <param name="resource">The resource.</param>
    /// <param name="organization">The partner's own, <c>Organization/x</c>.</param>
    /// <exception cref="ArgumentException">The manifest names no such output.</exception>
    public bool Starts(string output, Element resource, string organization) => Output(output).StartsWith(resource, organization);

    private OutputMap Output(string name) => OutputMaps.FirstOrDefault(output => output.Entry.Name == name) ?? throw new ArgumentException($"{Name} has no output {name}.", nameof(name));

    /// <summary>Compiles a folder.</summary>
    /// <param name="name">What to call it.</param>
    /// <param name="files">Relative path with forward slashes → bytes. <c>mapping.json</c> is required; <c>*.map</c>, ConceptMap and table JSON are found by name; <c>examples/</c> is left alone, and so is what stands in <c>common/</c> outside the rooms that the manifest shares.</param>
    /// <param name="schema">The types that maps make.</param>
    /// <returns>The profile, or every issue found; each names its file in <see cref="Issue.Expression"/>, with line and column.</returns>
    public static Outcome<MappingProfile> Compile(string name, IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files, Schema schema) =>
        new ProfileCompiler(name, files, schema).Compile();

    /// <summary>Maps one message.</summary>
    /// <param name="message">The bytes as the partner sent them.</param>
    /// <param name="contentType">Its media type; parameters and case do not matter.</param>
    /// <param name="fileName">Its file name, where the partner gave one.</param>
    /// <param name="day">The day on which it came, which decides where the manifest says from when until when a map is used.</param>
    /// <returns>
    /// The Bundle with its report, or issues with the line and field of the message: <c>map-not-found</c>, those of the format
    /// (<c>json-syntax</c>, <c>csv-encoding</c>, <c>csv-column-missing</c> …) and those of the map (<c>map-code-unknown</c>,
    /// <c>map-check-failed</c>, <c>map-value-invalid</c> …). Any bytes give one or the other.
    /// </returns>
    public Outcome<MappingResult> Transform(ReadOnlyMemory<byte> message, string contentType, string? fileName, DateOnly? day = null)
    {
        if (Choose(message, contentType, fileName, day) is not { } profile)
        {
            return Issue.Error("not-supported", "map-not-found", $"{Name} has no map for this kind of message.", $"{Name}에 이 종류의 메시지를 읽는 매핑이 없습니다.") with
            {
                Expected = string.Join(", ", _maps.Select(map => map.Manifest.FilePattern is { } pattern ? $"{map.Manifest.ContentType} {pattern}" : map.Manifest.ContentType)),
                Found = Hl7v2Header.Read(message.Span) is { } header ? $"{header.MessageCode}^{header.TriggerEvent}" : contentType,
                Expression = Hl7v2Header.Read(message.Span) is null ? null : "MSH-9",
                Line = Hl7v2Header.Read(message.Span) is null ? null : 1,
            };
        }

        return Read(profile, message, fileName);
    }

    /// <summary>Maps one message by a map of this folder, whether it is the one in use or not.</summary>
    /// <param name="mapUrl">One of <see cref="MapUrls"/>.</param>
    /// <param name="message">The bytes as the partner sent them.</param>
    /// <param name="fileName">Its file name, where the partner gave one.</param>
    /// <returns>As <see cref="Transform"/>.</returns>
    /// <exception cref="ArgumentException">The manifest names no such map.</exception>
    public Outcome<MappingResult> TransformBy(string mapUrl, ReadOnlyMemory<byte> message, string? fileName) =>
        Read(_maps.FirstOrDefault(map => map.Map.Url == mapUrl) ?? throw new ArgumentException($"{Name} has no map {mapUrl}.", nameof(mapUrl)), message, fileName);

    /// <summary>The media type that a file of this name is sent as: by its pattern and its ending; null where no line of the manifest fits.</summary>
    public string? ContentTypeOf(string fileName) => (
        _maps.FirstOrDefault(map => map.Manifest.FilePattern is { } pattern && FilePattern.Matches(pattern, fileName) && FormatEndings.Fit(map.Manifest.Format, fileName))
        ?? _maps.FirstOrDefault(map => FormatEndings.Fit(map.Manifest.Format, fileName)))?.Manifest.ContentType;

    private static Outcome<MappingResult> Read(ProfileMap profile, ReadOnlyMemory<byte> message, string? fileName) =>
        profile is { Source: ITableSource table, Manifest.IsPartial: true } ? new TablePart(profile, table, message, fileName).Read() : MessageRun.Read(profile, message, fileName);

    private ProfileMap? Choose(ReadOnlyMemory<byte> message, string contentType, string? fileName, DateOnly? day)
    {
        var media = contentType.Split(';')[0].Trim();
        ProfileMap? fallback = null;
        var count = 0;
        foreach (var map in _maps)
        {
            if (!FormatEndings.IsMedia(map.Manifest.Format, map.Manifest.ContentType, media) || !map.Reads(message.Span) || !map.IsUsedOn(day)) continue;
            if (map.Manifest.FilePattern is not { } pattern || (fileName is not null && FilePattern.Matches(pattern, fileName))) return map;
            count++;
            fallback = map;
        }

        return fileName is null && count == 1 ? fallback : null;
    }
}
