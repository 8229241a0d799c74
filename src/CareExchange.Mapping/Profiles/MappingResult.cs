using CareExchange.Fhir.Outcomes;
using CareExchange.Mapping.Sources;

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

    /// <summary>The partner's setting: beside what is stored it is kept which field made which element (<see cref="FieldOrigin"/>).</summary>
    public bool HasFieldProvenance { get; init; }

    /// <summary>Of a table how many rows it has; 0 for other formats.</summary>
    public int Rows { get; init; }

    /// <summary>How many of them were left out, because something is wrong in them; the issues say what, cell by cell.</summary>
    public int RowsLeftOut { get; init; }

    /// <summary>The result of a table's good rows.</summary>
    internal MappingResult With(int rows, int leftOut, IEnumerable<Issue> remarks, Func<IReadOnlyList<(SourcePosition Position, Issue Issue)>, Outcome<MappingResult>> retry) => new(() => Trace)
    {
        Bundle = Bundle, Issues = [.. remarks, .. Issues], Sections = Sections, Unmapped = Unmapped, Coverage = Coverage, MapUrl = MapUrl, MessageTitle = MessageTitle,
        MapVersion = MapVersion, Requests = Requests, IsPartial = IsPartial, HasFieldProvenance = HasFieldProvenance, Rows = rows, RowsLeftOut = leftOut, Retry = retry,
    };

    /// <summary>Maps the message again without the rows of a table that parts of this result were made from; null where it is no table that may be taken in part.</summary>
    internal Func<IReadOnlyList<(SourcePosition Position, Issue Issue)>, Outcome<MappingResult>>? Retry { get; init; }

    /// <summary>The field of the message that a part of the result was made from.</summary>
    /// <param name="path">A FHIRPath location in the result, such as <c>Bundle.entry[2].resource.birthDate</c>.</param>
    /// <returns>The field of that part; where no rule made just it, of the nearest one around or inside it; null where no field did.</returns>
    public SourcePosition? SourceOf(string path)
    {
        for (var at = path; at.Contains('.', StringComparison.Ordinal); at = at[..at.LastIndexOf('.')])
        {
            foreach (var entry in Trace)
            {
                if (entry.Source is not null && entry.Target.StartsWith(at, StringComparison.Ordinal) && (entry.Target.Length == at.Length || entry.Target[at.Length] is '.' or '[')) return entry.Source;
            }
        }

        return null;
    }

    /// <summary>The same message without the rows that some places of this result were made from.</summary>
    /// <param name="wrong">What is wrong with the result, each at its FHIRPath location.</param>
    /// <returns>The result of the other rows, what is wrong beside it as warnings with the cell's address; or issues where it is no table, its partner's setting does not allow it, or nothing is left.</returns>
    public Outcome<MappingResult>? WithoutRowsOf(IReadOnlyList<Issue> wrong)
    {
        if (Retry is null) return null;
        List<(SourcePosition, Issue)> places = [];
        foreach (var issue in wrong)
        {
            if (issue.Expression is not { } path || SourceOf(path) is not { } position) return null;
            places.Add((position, issue));
        }

        return Retry(places);
    }

    /// <summary>The version of the partner's folder.</summary>
    public required string MapVersion { get; init; }

    /// <summary>What came from where, in the order of the rules; made when first asked for.</summary>
    public IReadOnlyList<TraceEntry> Trace => _trace.Value;
}
