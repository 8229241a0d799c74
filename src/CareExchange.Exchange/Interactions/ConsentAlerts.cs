using System.Globalization;
using System.Text.Json;
using CareExchange.Exchange.Audit;
using CareExchange.Exchange.Consent;
using CareExchange.Exchange.Requests;
using CareExchange.Storage.Outbox;
using CareExchange.Storage.Resources;

namespace CareExchange.Exchange.Interactions;

/// <summary>Tells the operator of Consents that open less than they may have meant to (S18): what cannot be read closes, and somebody has to know.</summary>
/// <remarks>Follows the commits, beside them: writing a Consent does not wait for it. Each version is told once in a process.</remarks>
public sealed class ConsentAlerts(ConsentDecider consent, ResourceStore store, AuditTrail audit)
{
    /// <summary>Kind of the message in the outbox.</summary>
    public const string Kind = "consent-unclear-operator";

    /// <summary>Kind of the message to the person of whom an organisation recorded, without evidence, that they consented to it.</summary>
    public const string OwnRecordKind = "consent-recorded-person";

    /// <summary>The gateway itself, where it does something that nobody asked for.</summary>
    public static Requester Gateway { get; } = new(EmergencyTask.Source, "CareExchange", RequesterRole.Operator, EmergencyTask.Source, "CareExchange", PurposeOfUse.Operations, IsSystem: true);

    private readonly HashSet<string> _told = new(StringComparer.Ordinal);
    private long? _horizon;

    /// <summary>Looks through what was written since the last look; the first one only marks where it begins.</summary>
    /// <param name="trace">How the records of it are to say they came.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <param name="tellsPersons">True where notices have an address: then persons are told of what organisations recorded in their own favour.</param>
    /// <returns>How many Consents cannot be read.</returns>
    public async Task<int> LookAsync(RequestTrace trace, CancellationToken cancellationToken, bool tellsPersons = false)
    {
        var (horizon, policies) = await consent.FollowAsync(_horizon ?? long.MaxValue, cancellationToken);
        var count = 0;
        foreach (var (person, policy) in policies)
        {
            if (tellsPersons && policy is { IsActive: true, IsOwnRecord: true } && _told.Add($"own {Version(policy)}")) await TellPersonAsync(person, policy, cancellationToken);
            if (!policy.IsActive || policy.Issues.Count == 0 || !_told.Add(Version(policy))) continue;
            await TellAsync(person, policy, trace, cancellationToken);
            count++;
        }

        _horizon = horizon;
        if (_told.Count > 100_000) _told.Clear();
        return count;
    }

    private async Task TellAsync(string person, ConsentPolicy policy, RequestTrace trace, CancellationToken cancellationToken)
    {
        var payload = JsonSerializer.SerializeToUtf8Bytes(new
        {
            consent = Version(policy),
            issues = policy.Issues.Select(issue => new { rule = issue.Rule, expression = issue.Expression, english = issue.English, korean = issue.Korean }),
        });
        await using var transaction = await store.BeginAsync(cancellationToken);
        await transaction.EnqueueAsync(new OutboxMessage($"unclear-{policy.Id}-{policy.Version.ToString(CultureInfo.InvariantCulture)}", EmergencyAccessInteraction.NoticeChannel, Kind, payload), cancellationToken);
        await audit.AppendAsync(
            transaction, new AuditRecord(AuditAction.ConsentUnclear, Gateway, trace) { Person = person, Entities = [Version(policy)], Explanation = policy.Issues[0].Rule }, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    // Ids alone: the person reads it where they read who looked.
    private async Task TellPersonAsync(string person, ConsentPolicy policy, CancellationToken cancellationToken)
    {
        await using var transaction = await store.BeginAsync(cancellationToken);
        await transaction.EnqueueAsync(
            new OutboxMessage(
                $"own-{policy.Id}-{policy.Version.ToString(CultureInfo.InvariantCulture)}", EmergencyAccessInteraction.NoticeChannel, OwnRecordKind,
                JsonSerializer.SerializeToUtf8Bytes(new { person = $"Patient/{person}", consent = Version(policy), organization = $"Organization/{policy.Source}" })),
            cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private static string Version(ConsentPolicy policy) => string.Create(CultureInfo.InvariantCulture, $"Consent/{policy.Id}/_history/{policy.Version}");
}
