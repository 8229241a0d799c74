using CareExchange.Exchange.Requests;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Exchange.Partners;

/// <summary>The partners, by their names in addresses.</summary>
public sealed class PartnerDirectory(IReadOnlyList<Partner> partners)
{
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
}
