using CareExchange.Exchange.CarePlans.Lines;
using CareExchange.Exchange.Sending;
using CareExchange.Identity.Clients;
using CareExchange.Identity.Staff;

namespace CareExchange.Server.Web.Access;

/// <summary>Who may use the gateway, for its operator.</summary>
/// <param name="Staff">All accounts, in the order of their names.</param>
/// <param name="Clients">All clients, in the order of their ids.</param>
/// <param name="Failures">Messages to partners that were given up, newest first.</param>
/// <param name="OverdueMatches">How many doubtful matches and pairs of persons have waited too long for a case manager.</param>
/// <param name="Notice">What was just done, or null.</param>
public sealed record AccessPageModel(IReadOnlyList<StaffSummary> Staff, IReadOnlyList<ClientSummary> Clients, IReadOnlyList<PushFailure> Failures, long OverdueMatches, Phrase? Notice);
