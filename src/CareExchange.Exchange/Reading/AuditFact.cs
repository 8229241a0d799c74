using CareExchange.Exchange.Requests;

namespace CareExchange.Exchange.Reading;

/// <summary>One record of the audit trail as those read it who answer for it: who, when, whose data, what, why, with what outcome.</summary>
/// <param name="Id">Id of the AuditEvent.</param>
/// <param name="When">When it happened.</param>
/// <param name="Action">A word of the audit trail such as <c>plan-read</c>.</param>
/// <param name="Permitted">False for a refusal.</param>
/// <param name="Agent">Id of who did it.</param>
/// <param name="Who">Their name.</param>
/// <param name="OrganizationId">For which organisation, or null.</param>
/// <param name="Organization">Its name, or null.</param>
/// <param name="Person">Patient id of the person concerned, or null.</param>
public sealed record AuditFact(
    string Id, DateTimeOffset When, string Action, bool Permitted, string Agent, string Who, string? OrganizationId, string? Organization, string? Person)
{
    /// <summary>Why, as it was stated; null where it is no known purpose.</summary>
    public PurposeOfUse? Purpose { get; init; }

    /// <summary>On what it was decided.</summary>
    public IReadOnlyList<LegalBasis> Grounds { get; init; } = [];

    /// <summary>The consents that decided, <c>Consent/id/_history/version</c>.</summary>
    public IReadOnlyList<string> Consents { get; init; } = [];

    /// <summary>References of what was touched, consents that decided not among them.</summary>
    public IReadOnlyList<string> Entities { get; init; } = [];

    /// <summary>The caller's network address, or null.</summary>
    public string? Address { get; init; }

    /// <summary>True where it was done by who acts for the person.</summary>
    public bool IsOnBehalf { get; init; }

    /// <summary>The id of the request, or null.</summary>
    public string? RequestId { get; init; }

    /// <summary>A word of explanation, or null.</summary>
    public string? Explanation { get; init; }

    /// <summary>The resource types that were touched, each once, in their order.</summary>
    public IReadOnlyList<string> Types => [.. Entities.Select(entity => entity.Split('/')[0]).Where(type => type.Length > 0).Distinct(StringComparer.Ordinal)];

    /// <summary>True where somebody was given data on another ground than that their own organisation had contributed it.</summary>
    public bool IsProvision => Permitted && Person is not null && Grounds.Any(ground => ground.Kind is not (LegalBasisKind.OwnRecord or LegalBasisKind.Operator));
}
