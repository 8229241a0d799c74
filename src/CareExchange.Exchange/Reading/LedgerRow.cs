using CareExchange.Exchange.CarePlans.Lines;

namespace CareExchange.Exchange.Reading;

/// <summary>A line of the ledger of provisions to third parties, with the eight items of 개인정보 보호법 시행령 제15조: what one organisation was given on one day for one purpose, on one ground, in one form.</summary>
/// <param name="File">(1) Name of the personal information file.</param>
/// <param name="Recipient">(2) Who received it.</param>
/// <param name="Purpose">(3) What for.</param>
/// <param name="Basis">(4) On which legal basis.</param>
/// <param name="Items">(5) Which items.</param>
/// <param name="Day">(6) When, the day in Korea.</param>
/// <param name="Form">(7) In which form.</param>
/// <param name="Restrictions">(8) What the recipient is bound to.</param>
/// <param name="Persons">How many persons it was about.</param>
/// <param name="Times">How often.</param>
public sealed record LedgerRow(
    Phrase File, string Recipient, Phrase Purpose, Phrase Basis, Phrase Items, DateOnly Day, Phrase Form, Phrase Restrictions, int Persons, int Times)
{
    /// <summary>Id of the recipient's Organization.</summary>
    public string RecipientId { get; init; } = "";
}
