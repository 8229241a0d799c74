using CareExchange.Fhir.Outcomes;

namespace CareExchange.Terminology.ValueSets;

/// <summary>What is known of one code.</summary>
/// <param name="IsMember">True where it exists and is in the value set asked about, false where it is not, null for <em>not evaluated</em>.</param>
/// <param name="Issues">What is to be said about it: errors where it is wrong, warnings about display, status or shape, a remark where it was not evaluated.</param>
public sealed record CodeVerdict(bool? IsMember, IReadOnlyList<Issue> Issues)
{
    /// <summary>The system the code was found in; null where none was named and none could be told.</summary>
    public string? System { get; init; }

    /// <summary>The version of the system that was asked, or null.</summary>
    public string? Version { get; init; }

    /// <summary>The code.</summary>
    public string Code { get; init; } = "";

    /// <summary>The display to be shown, in the language asked for where there is one; null where none is known.</summary>
    public string? Display { get; init; }
}
