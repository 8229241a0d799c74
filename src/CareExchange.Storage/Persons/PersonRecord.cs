namespace CareExchange.Storage.Persons;

/// <summary>What is to be known of one person for finding them again.</summary>
/// <param name="Person">Patient id.</param>
/// <param name="Identifiers">Added to those already kept; each finds whoever had it first, and somebody decides whether the two are one person.</param>
/// <param name="MatchKeys">Replace those already kept, because traits change (an address).</param>
public sealed record PersonRecord(string Person, IReadOnlyList<PersonIdentifier> Identifiers, IReadOnlyList<PersonMatchKey> MatchKeys)
{
    /// <summary>Id of the organisation that says it: it alone is told where the resident number is somebody's already whom it stated itself.</summary>
    public string Source { get; init; } = "";

    /// <summary>The resident registration number, kept encrypted; null leaves what is kept.</summary>
    public string? ResidentNumber { get; init; }

    /// <summary>True of the resident registration number: a law gives it to one person. Every other identifier may be said of two (R4 Identifier: a card is passed on, a number is short).</summary>
    internal bool IsUnique(PersonIdentifier identifier) => ResidentNumber is { } number && identifier.Value == number;
}
