using CareExchange.Mapping.Writers;

namespace CareExchange.Mapping.Profiles;

/// <param name="Name">Its name in addresses.</param>
/// <param name="Map">Canonical url of the map.</param>
/// <param name="Format">One of <see cref="MessageWriters.Formats"/>.</param>
/// <param name="ContentType">Media type in lower case.</param>
/// <param name="ResourceType">The type of what starts it.</param>
/// <param name="FileName">Pattern of <c>{name}</c>, <c>{date}</c> and <c>{hash}</c>.</param>
internal sealed record ManifestOutput(string Name, string Map, string Format, string ContentType, string ResourceType, string FileName, int Line, int Column)
{
    /// <summary>What people call it; null where the manifest does not say.</summary>
    public string? Title { get; init; }

    /// <summary>Search of the type; null for all.</summary>
    public string? Search { get; init; }

    /// <summary>FHIRPath that a resource must meet; null for none.</summary>
    public string? Where { get; init; }

    /// <summary>True where one message holds many.</summary>
    public bool IsMany { get; init; }

    /// <summary>True where a table goes out without the rows that cannot be written.</summary>
    public bool IsPartial { get; init; }

    /// <summary>Path of the table's or the segments' declaration; null where none is needed.</summary>
    public string? Target { get; init; }

    /// <summary>Paths that are known to carry nothing for the partner.</summary>
    public IReadOnlyList<string> Ignore { get; init; } = [];

    /// <summary>How it is written.</summary>
    public WriterSettings Settings { get; init; } = new();
}
