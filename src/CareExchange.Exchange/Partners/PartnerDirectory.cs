using System.Text;
using CareExchange.Exchange.Requests;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Exchange.Partners;

/// <summary>The partners, by their names in addresses, and the organisations that the operator knows by name.</summary>
/// <param name="partners">The partners.</param>
/// <param name="others">Organisations that send nothing, but are named in documents; null for none.</param>
public sealed class PartnerDirectory(IReadOnlyList<Partner> partners, IReadOnlyList<RegisteredOrganization>? others = null)
{
    private readonly RegisteredOrganization[] _organizations =
        [.. partners.Select(partner => new RegisteredOrganization(partner.OrganizationId, [partner.OrganizationDisplay, .. partner.Names], partner.Identifiers)), .. others ?? []];

    /// <summary>All of them.</summary>
    public IReadOnlyList<Partner> All { get; } = partners;

    /// <summary>The partner with this id, if this requester may send for it.</summary>
    /// <returns>The partner; or <c>partner-unknown</c>, in the same words for a name nobody has, a partner that is switched off,
    /// and one whose organisation is not the requester's.</returns>
    public Outcome<Partner> Find(string id, Requester requester)
    {
        var partner = All.FirstOrDefault(candidate => candidate.Id == id);
        if (partner is { Enabled: true } && partner.OrganizationId == requester.OrganizationId) return partner;
        return Issue.Error("forbidden", "partner-unknown", "You may not send messages under this partner name.", "이 연계기관 이름으로 메시지를 보낼 수 없습니다.");
    }

    /// <summary>The organisation that a document means.</summary>
    /// <param name="identifier">Its identifier as a token, <c>system|value</c>; null where it has none.</param>
    /// <param name="name">Its name in words; null where it has none.</param>
    /// <returns>Id of its Organization; null where nobody the operator knows is called so, or several are. Organisations that partners
    /// state of themselves are not asked: else whoever calls itself a hospital would be one.</returns>
    public string? FindOrganization(string? identifier, string? name)
    {
        if (identifier is not null && One(organization => organization.Identifiers.Contains(identifier, StringComparer.Ordinal)) is { } known) return known;
        return name is not null && Plain(name) is { Length: > 0 } plain ? One(organization => organization.Names.Any(own => Plain(own) == plain)) : null;
    }

    private string? One(Func<RegisteredOrganization, bool> isMeant) =>
        _organizations.Where(isMeant).Select(organization => organization.Id).Distinct(StringComparer.Ordinal).ToArray() is [var id] ? id : null;

    private static string Plain(string name) =>
        string.Concat(name.Normalize(NormalizationForm.FormKC).Where(letter => !char.IsWhiteSpace(letter))).ToUpperInvariant();
}
