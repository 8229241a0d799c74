using CareExchange.Exchange.Audit;
using CareExchange.Exchange.Consent;
using CareExchange.Exchange.Requests;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;
using CareExchange.Storage.Resources;
using CareExchange.Storage.Search;

namespace CareExchange.Exchange.Interactions;

/// <summary>transaction (R4 http.html#transaction): all entries or none, in the order DELETE, POST, PUT and PATCH, GET.</summary>
/// <remarks>Histories and operations are left to the caller, to be carried out when all of it is stored: each for itself, as it would be alone.</remarks>
public sealed class TransactionInteraction(WriteServices services, PatchInteraction patches, TransactionReads reads, ConsentDecider consent, Schema schema)
{
    // In work a Bundle takes about ten times its length: rows, versions, what is answered. More at once only wait for the one who writes, with all that they hold.
    private const long BytesInWork = 5 * 1024 * 1024;
    private readonly WorkGate _gate = new(BytesInWork);

    /// <summary>Waits until there is room for one more Bundle in work: before it is read, because its token table alone is longer than its text.</summary>
    /// <param name="bytes">How long the text is.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The room; disposing gives it back, once the answer is written.</returns>
    public async Task<IDisposable> EnterAsync(long bytes, CancellationToken cancellationToken) => await _gate.EnterAsync(bytes, cancellationToken);

    /// <summary>Carries a transaction Bundle out whose entries name addresses below the server's own.</summary>
    /// <inheritdoc cref="ExecuteAsync(Element, string?, Func{BundleEntry, Issue?}, Requester, RequestTrace, CancellationToken)"/>
    public Task<Outcome<IReadOnlyList<EntryResult>>> ExecuteAsync(
        Element bundle, Func<BundleEntry, Issue?> admit, Requester requester, RequestTrace trace, CancellationToken cancellationToken) =>
        ExecuteAsync(bundle, null, admit, requester, trace, cancellationToken);

    /// <summary>Carries a transaction Bundle out, for a caller who has room for it (<see cref="EnterAsync"/>).</summary>
    /// <param name="bundle">A Bundle of type transaction.</param>
    /// <param name="address">The server's own address: entries may name it in full.</param>
    /// <param name="admit">Says why the caller may not have an entry carried out, or null.</param>
    /// <param name="requester">Who asks.</param>
    /// <param name="trace">How they ask.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>One result for each entry in the entries' own order; or every issue that was found, and nothing done.</returns>
    public async Task<Outcome<IReadOnlyList<EntryResult>>> ExecuteAsync(
        Element bundle, string? address, Func<BundleEntry, Issue?> admit, Requester requester, RequestTrace trace, CancellationToken cancellationToken)
    {
        // 1. Everything that can be known without the store is checked before the writer is taken.
        var read = BundleEntry.Read(bundle, address);
        if (read.Value is not { } entries) return Outcome.Failure<IReadOnlyList<EntryResult>>(read.Issues);

        // Only conditions ask what the requester may know of; every Consent that is written makes it a new question.
        AccessPredicate? decided = null;
        async ValueTask<AccessPredicate> AccessAsync() => decided ??= (await consent.DecidePersonsAsync(requester, cancellationToken)).Predicate;
        await using var unit = await services.BeginAsync(requester, cancellationToken);
        unit.Address = address;
        var resolver = new TransactionReferences(unit, AccessAsync, address);
        var puts = new TransactionPuts(
            services, unit, resolver, requester, schema, step => patches.WithheldAsync(AuditAction.Update, unit, step.Entry.Type, step.Id!, requester, trace, cancellationToken));

        // Where every id is known already, and so every reference, an entry is made ready while it is open from being checked.
        var mayCreate = TransactionPuts.MayCreate(entries);
        string?[] ids = [.. entries.Select(entry => !mayCreate ? null : entry.Method == "POST" ? NewId() : entry.Id)];
        for (var place = 0; place < ids.Length; place++)
        {
            if (ids[place] is { } id && entries[place].FullUrl is { } fullUrl) resolver.Add(fullUrl, $"{entries[place].Type}/{id}");
        }

        var steps = new TransactionStep[entries.Count];
        InParallel.For(steps.Length, place => steps[place] = Check(entries[place], ids[place], puts));
        var issues = steps.SelectMany(step => step.Issues).ToList();
        if (issues.Exists(issue => issue.IsError)) return Outcome.Failure<IReadOnlyList<EntryResult>>(issues);
        if (entries.Select(entry => admit(entry) is { } refusal ? refusal with { Expression = $"{entry.Place}.request" } : null).OfType<Issue>().ToArray() is [var first, ..] refused)
        {
            await services.Audit.RecordAsync(new AuditRecord(AuditAction.Transaction, requester, trace) { Refused = true, Explanation = first.Rule }, cancellationToken);
            return Outcome.Failure<IReadOnlyList<EntryResult>>(refused);
        }

        // 2. Ids first, so that every reference can be rewritten before anything is stored.
        foreach (var step in steps.Where(step => step.Result is null && !mayCreate))
        {
            if (await IdentifyAsync(step, unit, AccessAsync, cancellationToken) is { } issue) issues.Add(issue);
            if (step.Id is null) continue;
            if (step.Entry.FullUrl is { } fullUrl) resolver.Add(fullUrl, $"{step.Entry.Type}/{step.Id}");
            if (VersionChoice.Several(step.Entry.IfMatch) is { Count: > 0 } several) step.Expected = VersionChoice.Of(several, await unit.Transaction.ReadAsync(step.Entry.Type, step.Id, cancellationToken));
        }

        issues.AddRange(TransactionDuplicates.Find([.. steps.Where(step => step.Result is null && step.Entry.Method is not ("GET" or "HEAD")).Select(step => (step.Entry, step.Id, step.Existing is not null))]));
        if (issues.Exists(issue => issue.IsError)) return Outcome.Failure<IReadOnlyList<EntryResult>>(issues);

        // 3. In the order the specification asks for; whatever is created or updated is stored together.
        var origin = new WriteOrigin(AuditAction.Transaction, LegalBasis.OwnRecord);
        TransactionStep[] writing = [.. steps.Where(step => step.Result is null)];
        if (mayCreate && await puts.TryCreateAsync(writing, origin, trace, cancellationToken))
        {
            return Outcome.Success<IReadOnlyList<EntryResult>>([.. steps.Select(step => step.Result!)], issues);
        }

        List<Issue> found = [];
        foreach (var step in steps.Where(step => step.Entry.Method == "DELETE" && found.Count == 0)) found.AddRange(await DeleteAsync(step, unit, requester, trace, cancellationToken));
        foreach (var step in steps.Where(step => step.Entry.Method == "POST" && step.Existing is not null)) step.Result = new(200, ResourceVersion.Of(step.Existing!));
        if (found.Count == 0) found.AddRange(await puts.StoreAsync([.. steps.Where(step => step.Entry.Method is "POST" or "PUT" && step.Result is null)], cancellationToken));
        foreach (var step in steps.Where(step => step.Entry.Method == "PATCH" && !found.Exists(issue => issue.IsError))) found.AddRange(await PatchAsync(step, unit, requester, trace, cancellationToken));
        foreach (var step in steps.Where(step => step.Entry.Method is "GET" or "HEAD" && step.Result is null && !found.Exists(issue => issue.IsError))) found.AddRange(await GetAsync(step, unit, admit, requester, trace, cancellationToken));
        issues.AddRange(found);
        if (found.Exists(issue => issue.IsError))
        {
            var failed = Outcome.Failure<IReadOnlyList<EntryResult>>(issues);
            var answer = await services.GiveUpAsync<IReadOnlyList<EntryResult>, IReadOnlyList<EntryResult>>(unit, failed, AuditAction.Transaction, requester, trace, cancellationToken);

            // Nothing was shown of what was found before; what was withheld was asked for all the same.
            foreach (var refusal in steps.SelectMany(step => step.Looks).Where(look => look.Refused)) await services.Audit.RecordAsync(refusal, cancellationToken);
            return answer;
        }

        foreach (var look in steps.SelectMany(step => step.Looks)) await services.Audit.AppendAsync(unit.Transaction, look, cancellationToken);
        await unit.CommitAsync(origin, trace, cancellationToken);
        return Outcome.Success<IReadOnlyList<EntryResult>>([.. steps.Select(step => step.Result!)], issues);
    }

    private TransactionStep Check(BundleEntry entry, string? id, TransactionPuts puts)
    {
        if (entry.IsAfterwards) return new(entry, default, null, null, []) { Result = new(0) { Afterwards = entry } };
        if (schema.FindType(entry.Type) is not { IsConstraint: false, IsAbstract: false } type || !type.IsA("Resource"))
        {
            return new(entry, default, null, null, [InteractionIssues.UnknownType(entry.Type) with { Expression = $"{entry.Place}.request.url" }]);
        }

        if (entry.Type == AuditEventIssues.Type && entry.Method is not ("GET" or "HEAD")) return new(entry, default, null, null, [(entry.Method == "POST" ? AuditEventIssues.AloneOnly : AuditEventIssues.ReadOnly) with { Expression = $"{entry.Place}.request" }]);
        if (!entry.Resource.Exists || entry.Method == "PATCH") return new(entry, default, null, null, []);
        var check = services.Check.Check(entry.Body, entry.Type, entry.Method == "PUT" ? entry.Id : null);
        using var document = check.Value?.Document;
        IReadOnlyList<Issue> issues = check.Issues.Count == 0 ? [] : [.. check.Issues.Where(issue => check.Value is null || issue.IsError).Select(entry.At)];
        var step = new TransactionStep(entry, document?.Utf8 ?? default, check.Value?.Category, document?.Root["id"].Text, issues) { Id = id, IsNew = id is not null && entry.Method == "POST" };
        if (id is not null && issues.Count == 0 && check.Value is { } resource) puts.MakeFirst(step, resource);
        return step;
    }

    private async Task<Issue?> IdentifyAsync(TransactionStep step, WriteUnit unit, Func<ValueTask<AccessPredicate>> access, CancellationToken cancellationToken)
    {
        var entry = step.Entry;
        step.Id = entry.Id;
        var condition = entry.Method == "POST" ? entry.IfNoneExist : entry.Id is null ? entry.Query : null;
        if (entry.Method is not ("POST" or "PUT" or "PATCH" or "DELETE") || (condition is null && entry.Method != "POST"))
        {
            return entry.Id is null && entry.Method is not ("GET" or "HEAD") ? NeedsCondition(entry) : null;
        }

        if (condition is not null)
        {
            var found = await unit.FindAsync(entry.Type, condition, await access(), cancellationToken);
            if (found.Issues is [var issue, ..]) return issue with { Expression = $"{entry.Place}.request" };
            step.Existing = found.Value;
            if (entry.Method == "PATCH" && found.Value is null) return InteractionIssues.NothingMatches(entry.Type) with { Expression = $"{entry.Place}.request" };
        }

        step.Id = step.Existing?.Id ?? (entry.Method == "PUT" ? step.OwnId : null);
        step.IsNew = step.Id is null && entry.Method != "DELETE";
        if (step.IsNew) step.Id = NewId();
        return null;
    }

    private async Task<IReadOnlyList<Issue>> DeleteAsync(TransactionStep step, WriteUnit unit, Requester requester, RequestTrace trace, CancellationToken cancellationToken)
    {
        if (step.Id is null) return Done(step, new(204, null));
        var deleted = await unit.DeleteAsync(step.Entry.Type, step.Id, step.Expected, cancellationToken);
        if (InteractionIssues.TellsOfWhatStands(deleted.Issues) && await patches.WithheldAsync(AuditAction.Delete, unit, step.Entry.Type, step.Id, requester, trace, cancellationToken) is { } withheld)
        {
            step.Looks = [withheld];
            return Done(step, new(204, null));
        }

        return deleted.Succeeded || deleted.Issues is [{ Rule: "resource-unknown" }] ? Done(step, new(204, null)) : step.Entry.AtPlace(deleted.Issues);
    }

    private async Task<IReadOnlyList<Issue>> GetAsync(TransactionStep step, WriteUnit unit, Func<BundleEntry, Issue?> admit, Requester requester, RequestTrace trace, CancellationToken cancellationToken)
    {
        var entry = step.Entry;
        var (result, looks) = await reads.CarryOutAsync(entry, unit, type => admit(BundleEntry.Search(type)), requester, trace, cancellationToken);
        step.Looks = looks;
        return result.Value is { } read && result.Succeeded ? Done(step, read) : [.. result.Issues.Select(issue => issue with { Expression = $"{entry.Place}.request" })];
    }

    private async Task<IReadOnlyList<Issue>> PatchAsync(TransactionStep step, WriteUnit unit, Requester requester, RequestTrace trace, CancellationToken cancellationToken)
    {
        var entry = step.Entry;
        var patch = ResourcePatch.Of(entry.Resource);
        if (patch.Value is not { } change) return entry.AtPlace(patch.Issues);
        var (put, remarks, withheld) = await patches.PatchAsync(unit, entry.Type, step.Id!, change with { Body = change.Body with { Address = unit.Address } }, step.Expected, requester, trace, cancellationToken);
        step.Looks = withheld is null ? [] : [withheld];
        if (!put.Succeeded) return entry.AtPlace(put.Issues);
        step.Result = new(200, ResourceVersion.Of(put.Value.Resource));
        return entry.AtPlace(remarks);
    }

    private string NewId() => Guid.CreateVersion7(services.Clock.GetUtcNow()).ToString();

    private static Issue[] Done(TransactionStep step, EntryResult result)
    {
        step.Result = result;
        return [];
    }

    private static Issue NeedsCondition(BundleEntry entry) =>
        Issue.Error("invalid", "bundle-request", "The entry names neither an id nor a condition.", "항목에 id나 조건이 없습니다.") with { Expression = $"{entry.Place}.request.url" };
}
