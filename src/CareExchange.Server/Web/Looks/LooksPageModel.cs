using CareExchange.Exchange.CarePlans.Lines;
using CareExchange.Exchange.Reading;

namespace CareExchange.Server.Web.Looks;

/// <summary>Who looked at one person's data, newest first.</summary>
/// <param name="Next">Where the next page starts; null on the last one.</param>
public sealed record LooksPageModel(string PersonId, string PersonName, IReadOnlyList<LookRow> Rows, string? Next, bool IsFirst)
{
    /// <summary>What was asked about looks, newest first.</summary>
    public IReadOnlyList<AccessQuestion> Questions { get; init; } = [];

    /// <summary>Emergency accesses that are open now and that the reader may end.</summary>
    public IReadOnlyList<CareExchange.Exchange.Consent.EmergencyGrant> Emergencies { get; init; } = [];

    /// <summary>What has just been done.</summary>
    public Phrase? Notice { get; init; }
}
