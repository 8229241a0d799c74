using CareExchange.Fhir.Outcomes;

namespace CareExchange.Mapping.Profiles;

/// <summary>What a map made of one message.</summary>
public sealed class MappingResult
{
    private readonly Lazy<IReadOnlyList<TraceEntry>> _trace;

    internal MappingResult(Func<IReadOnlyList<TraceEntry>> trace) => _trace = new(trace);

    /// <summary>The resource that the map makes, as canonical JSON; a transaction Bundle for partner messages.</summary>
    public required ReadOnlyMemory<byte> Bundle { get; init; }

    /// <summary>Warnings and remarks: unmapped fields, codes that a list passes on or has no counterpart for.</summary>
    public required IReadOnlyList<Issue> Issues { get; init; }

    /// <summary>Every populated field that no rule read, in the order of the message.</summary>
    public required IReadOnlyList<UnmappedField> Unmapped { get; init; }

    /// <summary>Of a CDA document what became of each section, in document order; empty for other formats.</summary>
    public IReadOnlyList<SectionCoverage> Sections { get; init; } = [];

    /// <summary>Mapped ÷ populated.</summary>
    public required MappingCoverage Coverage { get; init; }

    /// <summary>The map's canonical url.</summary>
    public required string MapUrl { get; init; }

    /// <summary>What the manifest calls such a message, for people; null where it does not say.</summary>
    public string? MessageTitle { get; init; }

    /// <summary>Of a Bundle that may hold no requests (a document): the conditional update of each entry, <c>Type?identifier=…</c>, by its index. Empty for a transaction, whose entries say it themselves.</summary>
    public IReadOnlyList<string?> Requests { get; init; } = [];

    /// <summary>The partner's setting: what is wrong in one part does not refuse the others.</summary>
    public bool IsPartial { get; init; }

    /// <summary>The version of the partner's folder.</summary>
    public required string MapVersion { get; init; }

    /// <summary>What came from where, in the order of the rules; made when first asked for.</summary>
    public IReadOnlyList<TraceEntry> Trace => _trace.Value;
}
