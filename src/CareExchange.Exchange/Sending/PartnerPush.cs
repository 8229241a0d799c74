using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CareExchange.Exchange.Audit;
using CareExchange.Exchange.Intake;
using CareExchange.Exchange.Interactions;
using CareExchange.Exchange.Partners;
using CareExchange.Exchange.Requests;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Mapping.Profiles;
using CareExchange.Storage.Outbox;
using CareExchange.Storage.Resources;
using CareExchange.Storage.Search;

namespace CareExchange.Exchange.Sending;

/// <summary>Sends partners what they would otherwise fetch: looks for what is new, keeps a notice of it in the outbox, and makes the message when it leaves.</summary>
/// <remarks>
/// A notice holds an id and no content. Who may be told what is decided at each try, by the consents of that moment and the rights that the partner's client has then, and stands
/// in the trail before anything leaves. At least once: a receiver sees the same message id again where an answer was lost.
/// </remarks>
public sealed class PartnerPush(
    ResourceStore store, SearchQueryParser parser, PartnerOutbox messages, PartnerDirectory partners, MappingLibrary mappings, OutboxStore outbox, AuditTrail audit, Schema schema, TimeProvider clock)
{
    private const int PageSize = 500;
    private const int AtOnce = 1;
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);

    /// <summary>Begins to look for new messages of a kind, from now on; where it was begun before, it goes on from there.</summary>
    public Task BeginAsync(PushTarget target, CancellationToken cancellationToken) => outbox.EnsureAsync(
        new OutboxMessage(Key(target.ScanChannel, "first"), target.ScanChannel, "push-scan", new PushScan(clock.GetUtcNow(), []).Write()), cancellationToken);

    /// <summary>Looks for new messages where it is time to, and no other node does.</summary>
    public async Task ScanAsync(PushTarget target, CancellationToken cancellationToken)
    {
        if (await outbox.LeaseAsync(target.ScanChannel, 1, Lease, cancellationToken) is not [var lease]) return;
        var scan = PushScan.Read(lease.Message.Payload);
        var now = clock.GetUtcNow();
        var since = now - PushScan.Overlap > scan.Since ? now - PushScan.Overlap : scan.Since;
        var found = await FindAsync(target, scan.Since, cancellationToken);

        // Where there is more than one look takes in, the next one begins at its end.
        if (found.Count >= PartnerOutbox.MostMatches && found[^1].LastUpdated < since) since = found[^1].LastUpdated;
        var seen = scan.Seen.ToHashSet(StringComparer.Ordinal);
        var isNew = found.Where(notice => !seen.Contains(KeyOf(notice))).ToArray();
        var next = new PushScan(since, [.. found.Where(notice => notice.LastUpdated >= since).Select(KeyOf)]);

        // The notices and the next look come in one commit: a node that dies here has looked, or has not.
        await using (var transaction = await store.BeginAsync(cancellationToken))
        {
            foreach (var message in Messages(target, isNew)) await transaction.EnqueueAsync(message, cancellationToken);
            await transaction.EnqueueAsync(new OutboxMessage(Key(lease.Message.Id, "next"), target.ScanChannel, "push-scan", next.Write()) { NotBefore = now + target.Interval }, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        await outbox.CompleteAsync(lease, cancellationToken);
    }

    /// <summary>Sends what is due.</summary>
    /// <param name="target">The kind of message.</param>
    /// <param name="channel">The way to the partner.</param>
    /// <param name="caller">In whose name; null where the partner's client may do nothing now, so that everything waits.</param>
    /// <param name="address">What fullUrls begin with.</param>
    /// <param name="cancellationToken">Cancels between two messages.</param>
    /// <returns>How many were in hand.</returns>
    public async Task<int> DeliverAsync(PushTarget target, IPushChannel channel, PushCaller? caller, string address, CancellationToken cancellationToken)
    {
        if (caller is null || partners.Find(target.PartnerId, caller.Requester).Value is not { } partner) return 0;
        var leases = await outbox.LeaseAsync(target.Channel, AtOnce, Lease, cancellationToken);
        foreach (var lease in leases) await DeliverAsync(target, partner, lease, channel, caller, address, cancellationToken);
        return leases.Count;
    }

    /// <summary>What was given up, newest first.</summary>
    public async Task<IReadOnlyList<PushFailure>> FailuresAsync(CancellationToken cancellationToken) =>
        [.. (await outbox.ListDeadAsync(null, 1000, cancellationToken)).Where(letter => letter.Message.Channel.StartsWith(PushTarget.ChannelStart, StringComparison.Ordinal)).Select(letter =>
        {
            var parts = letter.Message.Channel[PushTarget.ChannelStart.Length..].Split('/', 2);
            return new PushFailure(letter.Message.Id, parts[0], parts[^1], letter.Attempts, letter.Reason, letter.Since);
        })];

    /// <summary>Tries one again that was given up; who had it tried again is on record, as each try is.</summary>
    /// <returns>False where there is none of that id.</returns>
    public async Task<bool> RetryAsync(string id, Requester requester, RequestTrace trace, CancellationToken cancellationToken)
    {
        var isThere = (await FailuresAsync(cancellationToken)).FirstOrDefault(failure => failure.Id == id);
        await audit.RecordAsync(new AuditRecord(AuditAction.PushRetried, requester, trace) { Refused = isThere is null, Query = isThere is null ? "push" : $"push/{isThere.PartnerId}/{isThere.Output}", Explanation = isThere?.Reason ?? "push-unknown" }, cancellationToken);
        return isThere is not null && await outbox.ReviveAsync(id, cancellationToken);
    }

    private async Task DeliverAsync(PushTarget target, Partner partner, OutboxLease lease, IPushChannel channel, PushCaller caller, string address, CancellationToken cancellationToken)
    {
        var trace = new RequestTrace($"push-{lease.Message.Id[..16]}", TraceParents.Next(), null);
        var notice = PushNotice.Read(lease.Message.Payload);
        var written = await messages.FetchAsync(partner, target.Output, notice?.Id, notice?.Query ?? [], caller.Refusal, caller.Requester, trace, address, cancellationToken);
        if (written.Value is not { } message || !written.Succeeded)
        {
            // What is withheld or gone is nobody's failure: the refusal is in the trail, and where a consent comes later the partner can still fetch it.
            var rule = written.Issues.FirstOrDefault(issue => issue.IsError)?.Rule ?? "";
            if (rule == "output-nothing") await outbox.CompleteAsync(lease, cancellationToken);
            else await outbox.DeadLetterAsync(lease, rule, cancellationToken);
            return;
        }

        var answer = await channel.SendAsync(message, lease.Message.Id, trace.TraceParent, cancellationToken);
        if (answer.Kind == PushAnswerKind.Taken)
        {
            await outbox.CompleteAsync(lease, cancellationToken);
        }
        else if (answer.Kind == PushAnswerKind.Later && lease.Attempt < target.Attempts)
        {
            await outbox.RetryAsync(lease, clock.GetUtcNow() + PauseAfter(lease.Attempt), answer.Reason, cancellationToken);
        }
        else
        {
            await outbox.DeadLetterAsync(lease, answer.Reason, cancellationToken);
            await audit.RecordAsync(new AuditRecord(AuditAction.MessageSent, caller.Requester, trace) { Refused = true, Query = $"push/{target.Output}", Explanation = answer.Reason }, cancellationToken);
        }
    }

    private static TimeSpan PauseAfter(int attempt)
    {
        var pause = FirstPause * Math.Pow(2, Math.Min(attempt, 20) - 1);
        return pause < LongestPause ? pause : LongestPause;
    }

    // Nothing is shown here: ids alone, to be decided about when they leave.
    private async Task<List<OutputNotice>> FindAsync(PushTarget target, DateTimeOffset since, CancellationToken cancellationToken)
    {
        List<OutputNotice> found = [];
        if (mappings.Find(target.PartnerId) is not { } profile || profile.Outputs.FirstOrDefault(output => output.Name == target.Output) is not { } kind) return found;
        if (partners.All.FirstOrDefault(partner => partner.Id == target.PartnerId) is not { } partner) return found;
        var organization = $"Organization/{partner.OrganizationId}";
        IReadOnlyList<KeyValuePair<string, string>> asked =
        [
            .. QueryPairs.Parse((kind.Search ?? "").Replace("{organization}", Uri.EscapeDataString(organization), StringComparison.Ordinal)).Where(pair => pair.Key != "_sort"),
            new("_lastUpdated", $"ge{PushScan.Moment(since)}"), new("_sort", "_lastUpdated"), new("_count", PageSize.ToString(CultureInfo.InvariantCulture)),
        ];
        while (true)
        {
            if (parser.Parse(kind.ResourceType, asked, "push").Value is not { } request) return found;
            var page = await store.SearchAsync(request, AccessPredicate.Unrestricted, cancellationToken);
            found.AddRange(page.Matches.Where(match => Starts(profile, kind.Name, match.Json, organization)).Select(match => new OutputNotice(match.Type, match.Id, match.Version, match.LastUpdated)));
            if (page.NextCursor is not { } cursor || found.Count >= PartnerOutbox.MostMatches) return found;
            asked = [new("_cursor", cursor)];
        }
    }

    private bool Starts(MappingProfile profile, string output, ReadOnlyMemory<byte> json, string organization)
    {
        using var document = FhirDocument.Parse(json, schema).Value;
        return document is not null && profile.Starts(output, document.Root, organization);
    }

    private IEnumerable<OutboxMessage> Messages(PushTarget target, OutputNotice[] found)
    {
        if (found.Length == 0) return [];
        var isMany = mappings.Find(target.PartnerId)!.Outputs.First(output => output.Name == target.Output).IsMany;
        if (!isMany) return found.Select(notice => new OutboxMessage(Key(target.Channel, KeyOf(notice)), target.Channel, "push-message", new PushNotice(notice.Id, null, null).Write()));
        var (from, until) = (PushScan.Moment(found.Min(notice => notice.LastUpdated)), PushScan.Moment(found.Max(notice => notice.LastUpdated) + TimeSpan.FromMilliseconds(1)));
        return [new OutboxMessage(Key(target.Channel, $"{from} {until} {string.Join(' ', found.Select(KeyOf))}"), target.Channel, "push-message", new PushNotice(null, from, until).Write())];
    }

    private static string KeyOf(OutputNotice notice) => string.Create(CultureInfo.InvariantCulture, $"{notice.Id}/{notice.Version}");

    private static string Key(string channel, string what) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{channel} {what}")))[..32];
}
