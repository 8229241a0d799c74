using CareExchange.Fhir.Outcomes;

namespace CareExchange.Mapping.Profiles;

/// <summary>A message made for a partner.</summary>
public sealed class OutputResult
{
    private readonly Lazy<IReadOnlyList<TraceEntry>> _trace;

    internal OutputResult(Lazy<IReadOnlyList<TraceEntry>> trace) => _trace = trace;

    /// <summary>The same table, told as a part.</summary>
    internal OutputResult With(IReadOnlyList<OutputLeftOut> leftOut, IReadOnlyList<int> readEntries, IReadOnlyList<Issue> issues) => new(_trace)
    {
        Content = Content, ContentType = ContentType, FileName = FileName, Issues = issues, Unmapped = Unmapped, Coverage = Coverage, ReadEntries = readEntries, LeftOut = leftOut,
        MapUrl = MapUrl, MapVersion = MapVersion,
    };

    /// <summary>The bytes, as they are to be sent.</summary>
    public required ReadOnlyMemory<byte> Content { get; init; }

    /// <summary>The media type, with the character set where the type has one.</summary>
    public required string ContentType { get; init; }

    /// <summary>What the file is called; nothing in it is about a person.</summary>
    public required string FileName { get; init; }

    /// <summary>Warnings and remarks of the map and the writer.</summary>
    public required IReadOnlyList<Issue> Issues { get; init; }

    /// <summary>What the resources say and no rule read.</summary>
    public required IReadOnlyList<UnmappedField> Unmapped { get; init; }

    /// <summary>Mapped ÷ populated.</summary>
    public required MappingCoverage Coverage { get; init; }

    /// <summary>Which entries of the Bundle the map read something of, from 0: what has left.</summary>
    public required IReadOnlyList<int> ReadEntries { get; init; }

    /// <summary>What is not in the table because it cannot be written, where the partner takes tables in part; empty else.</summary>
    public IReadOnlyList<OutputLeftOut> LeftOut { get; init; } = [];

    /// <summary>The map's canonical url.</summary>
    public required string MapUrl { get; init; }

    /// <summary>The version of the partner's folder.</summary>
    public required string MapVersion { get; init; }

    /// <summary>Which rule made which part of the tree from which element; made when first asked for.</summary>
    public IReadOnlyList<TraceEntry> Trace => _trace.Value;
}
