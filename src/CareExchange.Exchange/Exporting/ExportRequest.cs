namespace CareExchange.Exchange.Exporting;

/// <summary>An export as it is asked for, read and checked.</summary>
public sealed record ExportRequest
{
    /// <summary>What it is asked of.</summary>
    public ExportLevel Level { get; init; }

    /// <summary>Of a Group export, the Group.</summary>
    public string? Group { get; init; }

    /// <summary>The types asked for; null for all that may be read.</summary>
    public IReadOnlyList<string>? Types { get; init; }

    /// <summary>Searches of which one must find a resource of its type; types without any are exported whole.</summary>
    public IReadOnlyList<ExportFilter> Filters { get; init; } = [];

    /// <summary>Only what was stored at or after.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Only what was stored at or before.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Elements to keep, <c>Patient.name</c> or <c>name</c>; empty for all.</summary>
    public IReadOnlyList<string> Elements { get; init; } = [];

    /// <summary>Ids of the Patients asked for; null for all of the level.</summary>
    public IReadOnlyList<string>? Patients { get; init; }

    /// <summary>The address of the request, for the manifest.</summary>
    public string Address { get; init; } = "";
}
