using CareExchange.Exchange.Audit;
using CareExchange.Exchange.Consent;
using CareExchange.Exchange.Interactions;
using CareExchange.Exchange.Partners;
using CareExchange.Exchange.Persons;
using CareExchange.Exchange.Requests;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;
using CareExchange.Mapping.Profiles;
using CareExchange.Storage.Messages;
using CareExchange.Storage.Persons;
using CareExchange.Storage.Resources;
using CareExchange.Storage.Search;

namespace CareExchange.Exchange.Intake;

/// <summary>A partner's message → mapped, validated, attributed, stored with provenance and audit in one commit.</summary>
/// <remarks>The original is kept first, in a commit of its own: whatever happens later, it waits with its issues and can be replayed.</remarks>
public sealed class MessageIntake(
    MessageStore messages, MappingLibrary mappings, WriteServices services, PersonResolver persons, PersonStore parked, Schema schema, PartnerDirectory? register = null)
{
    /// <summary>Takes a message in.</summary>
    /// <param name="partner">Who sends it.</param>
    /// <param name="requester">The client that carried it.</param>
    /// <param name="content">The bytes.</param>
    /// <param name="contentType">As sent.</param>
    /// <param name="fileName">As sent, or null.</param>
    /// <param name="trace">How it came.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<MessageReport> ReceiveAsync(
        Partner partner, Requester requester, ReadOnlyMemory<byte> content, string contentType, string? fileName, RequestTrace trace, CancellationToken cancellationToken)
    {
        var id = Guid.CreateVersion7(services.Clock.GetUtcNow()).ToString();
        var receipt = await messages.ReceiveAsync(new(id, partner.Id, contentType, fileName, content), cancellationToken);

        // The same bytes again get the answer of the first time; only what never came to an end is worked on again.
        if (receipt.AlreadyKnown && receipt.Message.State != MessageState.Received) return MessageReportReader.Read(receipt.Message);
        return (await WorkAsync(partner, requester, receipt.Message, content, trace, null, cancellationToken))!;
    }

    /// <summary>Works on a kept message again, after its map, its code list or a parked match was put right.</summary>
    /// <returns>The report; null where this partner has no such message.</returns>
    public async Task<MessageReport?> ReplayAsync(
        Partner partner, Requester requester, string messageId, RequestTrace trace, CancellationToken cancellationToken)
    {
        var message = await messages.FindAsync(messageId, cancellationToken);
        if (message is null || message.Partner != partner.Id) return null;
        var content = await messages.ReadOriginalAsync(messageId, cancellationToken);
        return content is null ? null : await WorkAsync(partner, requester, message, content, trace, null, cancellationToken);
    }

    /// <summary>Carries a message on by what a person decided about one of its matches. Decision, content and end of the message are one commit: where it fails, the match waits as before.</summary>
    /// <param name="partner">Who sent it.</param>
    /// <param name="requester">In whose name it is carried on: the partner's.</param>
    /// <param name="match">The match, which waits.</param>
    /// <param name="decision">What was decided.</param>
    /// <param name="trace">How.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>Processed; parked where another person of the message waits; rejected, and then nothing was decided. Null where it was decided meanwhile.</returns>
    public async Task<MessageReport?> DecideAsync(
        Partner partner, Requester requester, ParkedMatch match, MatchDecision decision, RequestTrace trace, CancellationToken cancellationToken)
    {
        var message = await messages.FindAsync(match.MessageId, cancellationToken);
        var content = await messages.ReadOriginalAsync(match.MessageId, cancellationToken);
        return message is null || content is null ? null : await WorkAsync(partner, requester, message, content, trace, decision, cancellationToken);
    }

    /// <summary>What became of a message; null where this partner has none of that id.</summary>
    public async Task<MessageReport?> FindAsync(Partner partner, string messageId, CancellationToken cancellationToken) =>
        await messages.FindAsync(messageId, cancellationToken) is { } message && message.Partner == partner.Id ? MessageReportReader.Read(message) : null;

    // A message that is replayed is read by the map of the day it came. Folders speak of days where the gateway is.
    private static DateOnly ArrivalDay(InboundMessage message) => CivilTime.Here.DayOf(message.Received);

    // Null only where a decision came too late.
    private async Task<MessageReport?> WorkAsync(
        Partner partner, Requester requester, InboundMessage message, ReadOnlyMemory<byte> content, RequestTrace trace, MatchDecision? decision, CancellationToken cancellationToken)
    {
        // 1. Bytes → FHIR by the partner's map. 2. Every resource is held against base R4. Both without the writer.
        var mapped = mappings.Find(partner.Id) is { } profile
            ? profile.Transform(content, message.ContentType, message.FileName, ArrivalDay(message))
            : Issue.Error("not-found", "mapping-unknown", "There is no mapping for this partner.", "이 연계기관의 변환 규칙이 없습니다.");
        if (mapped.Value is not { } result || !mapped.Succeeded) return await RejectAsync(requester, message, null, mapped.Issues, trace, cancellationToken);
        var map = $"{result.MapUrl}|{result.MapVersion}";
        var check = new MessageCheck(services.Check, schema, OwnReferences.SystemOf(partner)).Check(result);
        if (check.Value is not { Entries: var entries } accepted) return await RejectAsync(requester, message, map, check.Issues, trace, cancellationToken);

        // 3. Whose is it, under which id, and into the store: one transaction.
        await using var unit = await services.BeginAsync(requester, cancellationToken);
        var references = new Dictionary<string, string>(StringComparer.Ordinal);
        var issues = new List<Issue>(accepted.Issues);
        var doubtful = new List<(MappedEntry Entry, PersonResolution Resolution)>();
        var waiting = await WaitingAsync(message.Id, cancellationToken);
        if (decision is not null && !await RecordAsync(unit.Transaction, decision, trace, cancellationToken)) return null;
        foreach (var entry in entries.Where(entry => entry.Resource.Type == "Patient"))
        {
            // Kept before the next one is resolved: two rows about one new person must not become two persons.
            var wait = waiting.GetValueOrDefault(entry.Entry.FullUrl!);
            var isDecidedNow = decision is not null && wait?.Id == decision.MatchId;
            var resolution = (isDecidedNow ? decision!.Person : wait?.ResolvedPerson) is { } decided
                ? PersonResolver.Decided(entry.Resource.Document, decided)
                : await persons.ResolveAsync(unit.Transaction, entry.Resource.Document, OwnReferences.SystemOf(partner), cancellationToken, unit.OrganizationId);
            if (resolution.Doubtful.Count > 0)
            {
                doubtful.Add((entry, resolution));
                issues.Add(Doubtful(entry.Entry.Place, resolution.Doubtful.Count));
                continue;
            }

            // Somebody decided to be new gets the parked match's own id: replaying once more finds the same person.
            entry.Id = resolution.Person ?? wait?.Id ?? NewId();

            // What was decided of another message may have made this one certain: then nobody has to decide it any more.
            if (wait is { ResolvedPerson: null } && !isDecidedNow) await unit.Transaction.ResolveMatchAsync(wait.Id, entry.Id, requester.Id, cancellationToken);
            references[entry.Entry.FullUrl!] = $"Patient/{entry.Id}";

            // Two numbers that were known to be one person's before they were merged: there is nothing to replace.
            if (PersonLinks.ReplacedBy(entry.Resource.Document.Root) is { } by && references.GetValueOrDefault(by) == $"Patient/{entry.Id}") continue;
            issues.AddRange(await PutAsync(unit, entry, references, cancellationToken, resolution.Replaced));
            if (isDecidedNow) await unit.Transaction.TellApartAsync(entry.Id, [.. wait!.Candidates.Where(other => other != entry.Id)], decision!.By.Id, cancellationToken);
        }

        if (doubtful.Count > 0)
        {
            await unit.DisposeAsync();
            return await ParkAsync(partner, requester, message, map, doubtful, waiting, decision, issues, trace, cancellationToken);
        }

        foreach (var entry in entries.Where(entry => entry.Id is null))
        {
            if (await IdentifyAsync(unit, entry, cancellationToken) is { } issue) issues.Add(issue);
            else references[entry.Entry.FullUrl!] = $"{entry.Resource.Type}/{entry.Id}";
        }

        var recipients = new ConsentRecipients(register);
        var own = new OwnReferences(partner, Own(unit));
        foreach (var entry in entries.Where(entry => entry.Resource.Type != "Patient"))
        {
            var linked = await own.LinkAsync(unit, entry, cancellationToken);
            issues.AddRange(linked.Issues);
            if (linked.Value is { } resource) entry.Resource = resource;
            if (entry.Resource.Type == "Consent") entry.Resource = recipients.Resolve(entry, issues);
        }

        foreach (var entry in entries.Where(entry => entry.Resource.Type != "Patient"))
        {
            if (issues.Exists(issue => issue.IsError)) break;
            issues.AddRange(await PutAsync(unit, entry, references, cancellationToken));
        }

        if (issues.Exists(issue => issue.IsError))
        {
            await unit.DisposeAsync();
            return await RejectAsync(requester, message, map, issues, trace, cancellationToken);
        }

        // 4. Original, Provenance, audit and the message's end in the same commit; the report is the acknowledgement.
        var report = new MessageReport(
            message.Id, MessageState.Processed, IsDuplicate: false, map, Count(entries),
            unit.Written.Count(put => put.Change != PutChange.Unchanged), accepted.Result.Coverage.Ratio, [.. accepted.Result.Issues, .. issues])
        {
            Rows = accepted.Result.Rows, RowsLeftOut = accepted.Result.RowsLeftOut, EntriesLeftOut = accepted.LeftOut,
        };
        var original = await PutOriginalAsync(unit, partner, message, result.MessageTitle ?? partner.OrganizationDisplay, cancellationToken);
        var end = new MessageOutcome(MessageState.Processed, OperationOutcome.Write(report.Issues), MessageReportJson.Write(report));
        if (!await unit.Transaction.FinishMessageAsync(message.Id, end, cancellationToken, message.Attempts))
        {
            // Somebody else worked on it at the same moment and was first: what they stored stands, and this is thrown away.
            await unit.DisposeAsync();
            return decision is null ? await StandingAsync(message, cancellationToken) : null;
        }

        await unit.CommitAsync(new(AuditAction.Message, partner.Basis, original, map) { Fields = FieldsOf(accepted.Result, entries) }, trace, cancellationToken);
        return report;
    }

    // Paths are those of the resource as the message stated it; a person whom others speak of too may hold more names than these.
    private static IReadOnlyList<(string Field, IReadOnlyList<(string Resource, string Path)> Elements)> FieldsOf(MappingResult result, List<MappedEntry> entries)
    {
        if (!result.HasFieldProvenance) return [];
        var stored = entries.ToDictionary(entry => entry.Entry.Index, entry => entry);
        var types = new string[stored.Count == 0 ? 0 : stored.Keys.Max() + 1];
        for (var i = 0; i < types.Length; i++) types[i] = stored.TryGetValue(i, out var entry) ? entry.Resource.Type : "";
        return [.. FieldOrigin.Of(result.Trace, types).Select(field => (field.Source.ToString(), (IReadOnlyList<(string, string)>)[
            .. field.Targets.Where(target => stored.ContainsKey(target.Entry)).Select(target => ($"{types[target.Entry]}/{stored[target.Entry].Id}", target.Path))]))];
    }

    // The same business identifier of the same partner is the same fact: it updates what it said before.
    private async Task<Issue?> IdentifyAsync(WriteUnit unit, MappedEntry entry, CancellationToken cancellationToken)
    {
        if (entry.Entry.Id is { } given)
        {
            entry.Id = given;
            return null;
        }

        var found = await unit.FindAsync(entry.Resource.Type, entry.Entry.Query ?? "", Own(unit), cancellationToken);
        if (found.Issues is [var issue, ..]) return issue with { Expression = entry.Entry.Place };
        entry.Id = found.Value?.Id ?? NewId();
        return null;
    }

    private static AccessPredicate Own(WriteUnit unit) => AccessPredicate.AnyOf([new AccessGrant { Sources = [unit.OrganizationId] }]);

    private static async Task<IReadOnlyList<Issue>> PutAsync(
        WriteUnit unit, MappedEntry entry, Dictionary<string, string> references, CancellationToken cancellationToken, IReadOnlyList<PersonIdentifier>? replaced = null)
    {
        var before = await unit.Transaction.ReadAsync(entry.Resource.Type, entry.Id!, cancellationToken);

        // The directory entry of an organisation belongs to whoever stated it first; others only refer to it.
        if (entry.Resource.Type == "Organization" && before is { Deleted: false } && before.Tags.Source != unit.OrganizationId) return [];
        var document = entry.Resource.Document;
        var json = ReferenceRewrite.Apply(document, references.GetValueOrDefault);
        if (replaced is { Count: > 0 }) json = PersonLinks.Without(json.ToArray(), replaced);
        var resource = FhirDocument.Parse(json, document.Schema).Value is { } rewritten ? entry.Resource with { Document = rewritten } : entry.Resource;
        if (entry.Resource.Type == "Consent" && before is not null
            && FhirDocument.Parse(before.Json, document.Schema).Value is { } stored && ConsentWithdrawal.WouldRevive(stored.Root, resource.Document.Root))
        {
            return [Issue.Warning("business-rule", "consent-withdrawn", "The consent was withdrawn since; the message does not revive it.", "이미 철회된 동의이므로 되살리지 않습니다.") with { Expression = entry.Entry.Place }];
        }

        var put = resource.Type == "Patient"
            ? await unit.MergePersonAsync(resource, entry.Id!, cancellationToken)
            : await unit.PutAsync(resource, entry.Id!, ifMatch: null, cancellationToken);
        return put.Succeeded ? [] : [.. put.Issues.Select(issue => issue with { Expression = entry.Entry.Place })];
    }

    // What this message waited for before, by the Patient it was about; the newest where it waited twice.
    private async Task<Dictionary<string, ParkedMatch>> WaitingAsync(string messageId, CancellationToken cancellationToken)
    {
        var waiting = new Dictionary<string, ParkedMatch>(StringComparer.Ordinal);
        foreach (var match in await parked.ListParkedAsync(messageId, cancellationToken)) waiting[PersonResolution.EntryOf(match)] = match;
        return waiting;
    }

    private static async Task<string> PutOriginalAsync(
        WriteUnit unit, Partner partner, InboundMessage message, string title, CancellationToken cancellationToken)
    {
        string[] about = [.. unit.Written.Select(put => put.Resource.Tags.Person).OfType<string>().Distinct(StringComparer.Ordinal)];
        var person = about.Length == 1 ? about[0] : null;
        var json = OriginalDocument.Write(partner, message.Id, message.Sha256, message.ContentType, message.Length, message.Received, title, person);
        await unit.Transaction.PutAsync("DocumentReference", message.Id, json, new(person, DataCategories.Record, partner.OrganizationId), ifMatch: null, cancellationToken);
        return $"DocumentReference/{message.Id}";
    }

    private async Task<MessageReport> RejectAsync(
        Requester requester, InboundMessage message, string? map, IReadOnlyList<Issue> issues, RequestTrace trace, CancellationToken cancellationToken)
    {
        await using var transaction = await services.Store.BeginAsync(cancellationToken);
        return await FinishAsync(transaction, MessageState.Rejected, message, map, issues, requester, trace, cancellationToken);
    }

    private async Task<MessageReport?> ParkAsync(
        Partner partner, Requester requester, InboundMessage message, string map, List<(MappedEntry Entry, PersonResolution Resolution)> doubtful, Dictionary<string, ParkedMatch> waiting, MatchDecision? decision,
        IReadOnlyList<Issue> issues, RequestTrace trace, CancellationToken cancellationToken)
    {
        await using var transaction = await services.Store.BeginAsync(cancellationToken);
        if (decision is not null && !await RecordAsync(transaction, decision, trace, cancellationToken)) return null;
        foreach (var (entry, resolution) in doubtful)
        {
            await persons.ParkAsync(transaction, message.Id, partner.Id, entry.Entry.FullUrl!, entry.Resource.Document, resolution, waiting.GetValueOrDefault(entry.Entry.FullUrl!)?.Id, cancellationToken);
        }

        return await FinishAsync(transaction, MessageState.Parked, message, map, issues, requester, trace, cancellationToken);
    }

    private async Task<MessageReport> FinishAsync(
        StoreTransaction transaction, MessageState state, InboundMessage message, string? map, IReadOnlyList<Issue> issues, Requester requester, RequestTrace trace, CancellationToken cancellationToken)
    {
        var report = new MessageReport(message.Id, state, IsDuplicate: false, map, new Dictionary<string, int>(), 0, 0, issues);
        var isFirst = await transaction.FinishMessageAsync(message.Id, new(state, OperationOutcome.Write(issues), MessageReportJson.Write(report)), cancellationToken, message.Attempts);
        if (!isFirst)
        {
            await transaction.DisposeAsync();
            return await StandingAsync(message, cancellationToken);
        }

        await services.Audit.AppendAsync(
            transaction,
            new(AuditAction.Message, requester, trace) { Refused = state == MessageState.Rejected, Explanation = issues.Count > 0 ? issues[0].Rule : null },
            cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return report;
    }

    private async Task<MessageReport> StandingAsync(InboundMessage message, CancellationToken cancellationToken) =>
        MessageReportReader.Read(await messages.FindAsync(message.Id, cancellationToken) ?? message);

    // False where the match no longer waits, or the person chosen is no longer there.
    private async Task<bool> RecordAsync(StoreTransaction transaction, MatchDecision decision, RequestTrace trace, CancellationToken cancellationToken)
    {
        var isKnown = decision.Person.Length > 0;
        if (isKnown && await transaction.ReadAsync("Patient", decision.Person, cancellationToken) is not { Deleted: false }) return false;
        if (!await transaction.ResolveMatchAsync(decision.MatchId, decision.Person, decision.By.Id, cancellationToken)) return false;
        await services.Audit.AppendAsync(
            transaction,
            new(AuditAction.MatchDecided, decision.By, trace) { Person = isKnown ? decision.Person : null, Query = $"match/{decision.MatchId}", Explanation = isKnown ? "match-same" : "match-new" },
            cancellationToken);
        return true;
    }

    private string NewId() => Guid.CreateVersion7(services.Clock.GetUtcNow()).ToString();

    private static Dictionary<string, int> Count(List<MappedEntry> entries) =>
        entries.GroupBy(entry => entry.Resource.Type, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Count(), StringComparer.Ordinal);

    private static Issue Doubtful(string path, int candidates) =>
        Issue.Warning("business-rule", "person-doubtful", "It is not certain whom this is about; a person has to decide.", "대상자 일치 여부가 확실하지 않아 담당자 확인이 필요합니다.") with
        {
            Expression = path,
            Found = $"{candidates} possible persons",
        };
}
