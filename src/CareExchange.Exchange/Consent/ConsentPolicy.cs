using CareExchange.Fhir.Outcomes;

namespace CareExchange.Exchange.Consent;

/// <summary>What one version of a Consent says, read once and never changed.</summary>
public sealed record ConsentPolicy
{
    /// <summary>Id of the Consent.</summary>
    public required string Id { get; init; }

    /// <summary>Its version.</summary>
    public required long Version { get; init; }

    /// <summary>Id of the Patient it is about; null where it names none.</summary>
    public required string? Person { get; init; }

    /// <summary>True only for status <c>active</c>: a draft, rejected, withdrawn or erroneous consent says nothing.</summary>
    public required bool IsActive { get; init; }

    /// <summary>When it was given; null where it does not say or cannot be read.</summary>
    public required TimeRange? StatedAt { get; init; }

    /// <summary>When this version was stored; null where it was read from nothing stored.</summary>
    public DateTimeOffset? Recorded { get; init; }

    /// <summary>Since when its permits count, where something else speaks against them: the earliest moment its date can mean, and not later than it was stored. Nobody gives a consent tomorrow, so a date ahead outlasts no refusal of today.</summary>
    public DateTimeOffset PermitsSince => StatedAt is not { } stated ? DateTimeOffset.MinValue : Recorded is { } recorded && recorded < stated.From ? recorded : stated.From;

    /// <summary>Its provisions with an effect, outer ones first.</summary>
    public required IReadOnlyList<ConsentStatement> Statements { get; init; }

    /// <summary>Why it opens less than its author may have meant; for the operator and the author.</summary>
    public required IReadOnlyList<Issue> Issues { get; init; }

    /// <summary>The Groups and CareTeams that its provisions name, such as <c>CareTeam/x</c>: who is in them is asked at each decision.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>What its refusals name with everything related to it, such as <c>Encounter/e1</c>: what that refers to is asked at each decision.</summary>
    public IReadOnlyList<string> RelatedTo { get; init; } = [];

    /// <summary>Id of the organisation that stored it; null where it was read from nothing stored.</summary>
    public string? Source { get; init; }

    /// <summary>True where it opens something to the very organisation that recorded it, without what was signed and without a verification.</summary>
    public bool IsOwnRecord => !HasEvidence && Source is { } source && Statements.Any(statement => statement.Effect == ConsentEffect.Permit && statement.Actors.Values.Any(actor => actor.Reference == $"Organization/{source}"));

    /// <summary>True where what was signed or a verification stands in it.</summary>
    public bool HasEvidence { get; init; }

    /// <summary>What it says of unique numbers (PIPA 24): agreed to, itemised without them, or nothing either way.</summary>
    public UniqueNumberAgreement UniqueNumbers { get; init; }

    /// <summary>True where judging it needs the content of a resource, not only its tags.</summary>
    public bool NeedsContent { get; init; }
}
