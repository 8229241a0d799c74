using CareExchange.Fhir.Outcomes;

namespace CareExchange.Exchange.Interactions;

/// <summary>One page of an answered search.</summary>
/// <param name="Query">The query as it was understood, for the self link.</param>
/// <param name="Matches">The matches with the bytes that may leave.</param>
/// <param name="Total">All matches the requester may know of, where it was asked for.</param>
/// <param name="NextCursor">The value of <c>_cursor</c> for the next page; null on the last.</param>
public sealed record SearchPage(string Query, IReadOnlyList<ResourceVersion> Matches, long? Total, string? NextCursor)
{
    /// <summary>What comes along with the matches, with the bytes that may leave.</summary>
    public IReadOnlyList<ResourceVersion> Included { get; init; } = [];

    /// <summary>What the requester should know about the answer, such as that more would have come along than is allowed.</summary>
    public IReadOnlyList<Issue> Remarks { get; init; } = [];
}
