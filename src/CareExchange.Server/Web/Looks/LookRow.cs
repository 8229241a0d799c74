using CareExchange.Exchange.CarePlans.Lines;

namespace CareExchange.Server.Web.Looks;

/// <summary>One look, or one refusal.</summary>
/// <param name="Items">What was touched, in words; null where nothing was.</param>
/// <param name="Purpose">The purpose stated and the grounds it was decided on.</param>
public sealed record LookRow(DateTimeOffset When, string Who, string? Organization, Phrase What, Phrase? Items, Phrase? Purpose, Phrase Result, bool Permitted)
{
    /// <summary>Id of the AuditEvent, for a question about it.</summary>
    public required string Id { get; init; }

    /// <summary>True for the person's own look, about which there is nothing to ask.</summary>
    public bool IsOwn { get; init; }
}
