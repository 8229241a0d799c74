namespace CareExchange.Mapping.Profiles;

/// <summary>mapping.json: who the partner is, and which map reads which message.</summary>
internal sealed record ProfileManifest(string Partner, string Version, bool Simulated, string UtcOffset, IReadOnlyList<ManifestMap> Maps)
{
    /// <summary>The rooms of <c>mappings/common/</c> whose maps and code lists the folder uses.</summary>
    public IReadOnlyList<string> Shared { get; init; } = [];

    /// <summary>What the partner gets.</summary>
    public IReadOnlyList<ManifestOutput> Outputs { get; init; } = [];
}

/// <param name="Map">Canonical url of the map.</param>
/// <param name="Format">One of <see cref="Sources.MessageSources.Formats"/>.</param>
/// <param name="ContentType">Media type in lower case, without parameters.</param>
/// <param name="FilePattern">Glob over the file name; null takes any.</param>
/// <param name="Source">Path of the table declaration; null where none is needed.</param>
/// <param name="Title">What the message is called, for people; null where the manifest does not say.</param>
/// <param name="Ignore">Property paths that are known to carry nothing.</param>
internal sealed record ManifestMap(string Map, string Format, string ContentType, string? FilePattern, string? Source, string? Title, IReadOnlyList<string> Ignore, int Line, int Column)
{
    /// <summary>Of HL7 v2: the types and events that it reads, <c>ADT^A03</c> or <c>ADT^*</c>; empty takes any.</summary>
    public IReadOnlyList<string> Messages { get; init; } = [];

    /// <summary>What cannot be mapped is left out with a warning; without this one error refuses the whole message.</summary>
    public bool IsPartial { get; init; }

    /// <summary>The first day on which the map is used.</summary>
    public DateOnly? From { get; init; }

    /// <summary>The last day on which the map is used.</summary>
    public DateOnly? Until { get; init; }

    /// <summary>A version that stands beside the one in use.</summary>
    public bool IsCandidate { get; init; }

    /// <summary>What is stored says of every element from which field of the message it was made.</summary>
    public bool HasFieldProvenance { get; init; }

    /// <summary>The line as others see it.</summary>
    public MappingEntry Public => new(Map, Format, ContentType, FilePattern, From, Until, IsCandidate);
}
