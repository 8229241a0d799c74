namespace CareExchange.Exchange.Requests;

/// <summary>Who asks, in which role, for which organisation and why: the whole of what a decision may look at.</summary>
/// <param name="Id">Stable id of the staff member, person or client.</param>
/// <param name="Display">The name shown in the audit.</param>
/// <param name="Role">A code of <see cref="RequesterRole"/>.</param>
/// <param name="OrganizationId">Id of the Organization resource.</param>
/// <param name="OrganizationDisplay">The organisation's name.</param>
/// <param name="Purpose">Why.</param>
/// <param name="IsSystem">True for a client that acts without a person at the keyboard.</param>
public sealed record Requester(
    string Id, string Display, string Role, string OrganizationId, string OrganizationDisplay, PurposeOfUse Purpose, bool IsSystem)
{
    /// <summary>Who states what the gateway itself writes, such as the review of an emergency access. No Organization has this id.</summary>
    public const string GatewayId = "urn:careexchange:gateway";

    /// <summary>What kind of organisation it is (<c>municipality</c>, <c>clinic</c> …); null where nobody said.</summary>
    public string? OrganizationType { get; init; }

    /// <summary>The organisation's name in English; null where nobody states one: then English sentences say the name as it is.</summary>
    public string? OrganizationEnglish { get; init; }

    /// <summary>References of the Groups and CareTeams the requester is an active member of, such as <c>CareTeam/x</c>.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>Those that somebody else than the gateway, or than who stored the Consents that name them, says the requester is in: they open nothing, and shut what is shut to them.</summary>
    public IReadOnlyList<string> DoubtfulGroups { get; init; } = [];

    /// <summary>FHIR reference of who signed in, such as <c>Practitioner/kim</c>, <c>Patient/p1</c> or <c>RelatedPerson/r1</c>; null where the account has none.</summary>
    public string? FhirUser { get; init; }

    /// <summary>Id of the RelatedPerson as whom a caregiver signed in; null for everybody else.</summary>
    public string? RelatedPersonId => FhirUser is { } user && user.StartsWith("RelatedPerson/", StringComparison.Ordinal) ? user["RelatedPerson/".Length..] : null;

    /// <summary>Id of the Patient the requester is; null for staff and systems.</summary>
    public string? PersonId { get; init; }

    /// <summary>Id of the only Patient this request may reach, as an app's token says; null for no such bound.</summary>
    public string? OnlyPersonId { get; init; }

    /// <summary>What the token's scopes allow where some of them end at a query; null where none does.</summary>
    public RequestLimits? Limits { get; init; }

    /// <summary>True for whom the operator named for emergency access, and who asks in person: what is worked off later never breaks the glass.</summary>
    public bool MayBreakGlass { get; init; }

    /// <summary>Id (<c>jti</c>) of the access token that was shown; null where there was none.</summary>
    public string? TokenId { get; init; }

    /// <summary>Id of the app through which a member of staff asks; null for none.</summary>
    public string? AppId { get; init; }

    /// <summary>What of identifiers the role is shown; null for everything. Set where decisions are made.</summary>
    public IdentifierMasks? Masks { get; init; }
}
