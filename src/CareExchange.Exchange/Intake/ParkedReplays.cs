using System.Text.Json;
using CareExchange.Exchange.Partners;
using CareExchange.Exchange.Requests;
using CareExchange.Storage.Persons;

namespace CareExchange.Exchange.Intake;

/// <summary>Works on messages again that wait because it was in doubt whom they are about, after somebody decided about one of these persons.</summary>
/// <remarks>Each is worked on as the partner's own: what becomes of it is on record, and where it ends twice at once, once. What is still in doubt goes on waiting.</remarks>
public sealed class ParkedReplays(PersonStore parked, MessageIntake intake, PartnerDirectory partners)
{
    // So many that wait are looked through for those that a decision makes certain.
    private const int MostOthers = 200;

    /// <summary>Works on every message again that waits for one of these persons.</summary>
    /// <param name="persons">About whom was decided.</param>
    /// <param name="except">A message that was carried on with the decision itself; null for none.</param>
    /// <param name="trace">How the decision came.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task CarryAsync(IReadOnlyCollection<string> persons, string? except, RequestTrace trace, CancellationToken cancellationToken)
    {
        var waiting = (await parked.ListParkedAsync(MostOthers, cancellationToken))
            .Where(match => match.MessageId != except && match.Candidates.Intersect(persons, StringComparer.Ordinal).Any())
            .DistinctBy(match => match.MessageId, StringComparer.Ordinal);
        foreach (var match in waiting)
        {
            if (PartnerOf(match) is { Enabled: true } partner) await intake.ReplayAsync(partner, CarrierOf(partner), match.MessageId, trace, cancellationToken);
        }
    }

    /// <summary>Who sent a message that waits; null where they are registered no more.</summary>
    public Partner? PartnerOf(ParkedMatch match) => partners.All.FirstOrDefault(partner => partner.Id == PartnerId(match));

    /// <summary>The id of who sent it.</summary>
    public static string PartnerId(ParkedMatch match)
    {
        using var detail = JsonDocument.Parse(match.Detail);
        return detail.RootElement.GetProperty("partner").GetString()!;
    }

    /// <summary>In whose name a message is carried on: the facts are the partner's, whoever decided whose they are.</summary>
    public static Requester CarrierOf(Partner partner) => new(
        $"match:{partner.Id}", partner.OrganizationDisplay, RequesterRole.PartnerSystem, partner.OrganizationId, partner.OrganizationDisplay, PurposeOfUse.Treatment, IsSystem: true);
}
