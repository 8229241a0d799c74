namespace CareExchange.Mapping.Profiles;

/// <summary>One line of a manifest: which map reads which messages, and when.</summary>
/// <param name="MapUrl">Canonical url of the map.</param>
/// <param name="Format">How the messages are written: <c>json</c>, <c>csv</c> …</param>
/// <param name="ContentType">Their media type.</param>
/// <param name="FilePattern">Pattern of their file names; null takes any.</param>
/// <param name="From">The first day on which the map is used; null for always.</param>
/// <param name="Until">The last day on which the map is used; null for always.</param>
/// <param name="IsCandidate">True for a version that stands beside the one in use, to be compared before the switch: no message is given to it unasked.</param>
public sealed record MappingEntry(string MapUrl, string Format, string ContentType, string? FilePattern, DateOnly? From, DateOnly? Until, bool IsCandidate)
{
    /// <summary>True where the map is used on a day; without a day only what is used always is.</summary>
    public bool IsUsedOn(DateOnly? day) => !IsCandidate && (From is not { } from || day >= from) && (Until is not { } until || day is null || day <= until);
}
