namespace CareExchange.Exchange.Consent.Templates;

/// <summary>Somebody a choice may be about. Exactly one of the five says who.</summary>
public sealed record RecipientOption
{
    /// <summary>Its id within the choice, in kebab case.</summary>
    public required string Id { get; init; }

    /// <summary>Who that is, in words.</summary>
    public required TemplateText Text { get; init; }

    /// <summary>Id of one Organization.</summary>
    public string? Organization { get; init; }

    /// <summary>Every organisation of a kind, such as <c>municipality</c>.</summary>
    public string? OrganizationType { get; init; }

    /// <summary>Everybody of a role (<see cref="Requests.RequesterRole"/>), whatever their organisation.</summary>
    public string? Role { get; init; }

    /// <summary>Who cares for the person at each moment: the CareTeam that is kept from the referrals.</summary>
    public bool CareTeam { get; init; }

    /// <summary>Whom the person names: <c>Organization</c> or <c>RelatedPerson</c>.</summary>
    public string? Named { get; init; }
}
