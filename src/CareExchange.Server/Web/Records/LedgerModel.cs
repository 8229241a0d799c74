using CareExchange.Exchange.Reading;

namespace CareExchange.Server.Web.Records;

/// <summary>A ledger with what was asked.</summary>
/// <param name="Rows">Its lines.</param>
/// <param name="Person">The only person, or empty.</param>
/// <param name="Recipient">The only recipient, or empty.</param>
/// <param name="From">First day, <c>yyyy-MM-dd</c>.</param>
/// <param name="Until">Last day.</param>
/// <param name="FileUrl">Address of the same as a file; the format's name is to be added.</param>
/// <param name="IsOfficer">True for the privacy officer, false for the person.</param>
public sealed record LedgerModel(IReadOnlyList<LedgerRow> Rows, string Person, string Recipient, string From, string Until, string FileUrl, bool IsOfficer);
