using CareExchange.Exchange.Interactions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;
using CareExchange.Storage.Resources;

namespace CareExchange.Exchange.Loading;

/// <summary>One try at a batch: resources, persons, Provenance and audit, and how far the load has come, in one transaction.</summary>
internal sealed class LoadCommit(LoadServices services, LoadOrder order, WriteUnit unit, IReadOnlyList<LoadItem> items, LoadPlan prepared)
{
    private readonly LoadRecords _records = new(services, order);
    private readonly Dictionary<int, List<Issue>> _issues = [];
    private readonly List<(string? Person, string Reference)> _touched = [];
    private int _updated;
    private int _unchanged;
    private int _refused;

    /// <summary>The text that must be left out as a whole, and why, where <see cref="WriteAsync"/> gave null.</summary>
    public (int Item, IReadOnlyList<Issue> Issues)? Undone { get; private set; }

    /// <summary>Writes, for the caller to commit; null where a transaction is refused and the batch has to begin again without it.</summary>
    public async Task<LoadProgress?> WriteAsync(LoadProgress before, LoadProgress place, CancellationToken cancellationToken)
    {
        // 1. Nearly always nothing stands, and the plan is good as it is.
        var standing = prepared.Asked.Count == 0 ? null : await services.Bulk.FindAsync(unit.Transaction, prepared.Asked, cancellationToken);
        var plan = standing is { Count: > 0 } ? LoadPlan.Beside(standing, items, services, _records) : prepared;

        // 2. Persons first: an identifier that is somebody else's keeps its Patient out.
        var (fresh, consents, rows) = (plan.Fresh, plan.Consents, plan.Rows);
        var taken = await plan.Persons.SaveAsync(unit.Transaction, cancellationToken);
        if (taken.Count > 0)
        {
            foreach (var entry in fresh.Where(entry => entry.IsOf(taken)))
            {
                if (IsUndone(entry.Item, [taken[entry.Entry.Prepared.Id]])) return null;
            }

            fresh.RemoveAll(entry => entry.IsOf(taken));
            rows = null;
        }

        // 3. Changes, then all that is new, then what names the same resource again.
        foreach (var entry in plan.Changes)
        {
            if (!await ChangeAsync(entry, cancellationToken)) return null;
        }

        _touched.AddRange(fresh.Select(entry => (entry.Entry.Prepared.Tags.Person, LoadRecords.Reference(entry.Entry, 1))));
        rows ??= services.Bulk.Gather([.. fresh.Select(entry => entry.Entry.Prepared), .. plan.IsLate ? [] : _records.Provenances(_touched)]);
        await services.Bulk.InsertAsync(unit.Transaction, rows, cancellationToken);
        if (consents.Count > 0)
        {
            foreach (var entry in consents.ToArray())
            {
                if (await UngivenAsync(entry, cancellationToken) is not { } refused) continue;
                consents.Remove(entry);
                if (IsUndone(entry.Item, [refused])) return null;
            }

            _touched.AddRange(consents.Select(entry => (entry.Entry.Prepared.Tags.Person, LoadRecords.Reference(entry.Entry, 1))));
            await services.Bulk.InsertAsync(unit.Transaction, consents.ConvertAll(entry => entry.Entry.Prepared), cancellationToken);
        }

        foreach (var entry in plan.Repeats)
        {
            if (!await ChangeAsync(entry, cancellationToken)) return null;
        }

        if (plan.IsReferring) await KeepTeamsAsync([.. plan.All], cancellationToken);
        if (plan.IsLate) await services.Bulk.InsertAsync(unit.Transaction, [.. _records.Provenances(_touched)], cancellationToken);

        // 4. Audit, and how far the load has come with what it refused, belong to the same commit.
        var audits = ReferenceEquals(rows, plan.Rows) && plan.Audits is { } ready ? ready : _records.Audits(_touched);
        foreach (var audit in audits) await unit.Transaction.AppendAuditAsync(audit, cancellationToken);
        var after = place with
        {
            Created = before.Created + fresh.Count + consents.Count,
            Updated = before.Updated + _updated,
            Unchanged = before.Unchanged + _unchanged + items.Sum(item => item.Standing),
            Refused = before.Refused + _refused + items.Sum(item => item.Refused),
        };
        await services.Loads.SaveAsync(unit.Transaction, order.Id, LoadProgressJson.Write(after), Errors(), cancellationToken);
        return after;
    }

    private async Task<Issue?> UngivenAsync(LoadPlace place, CancellationToken cancellationToken)
    {
        using var document = place.Entry.Text.Read(services.Schema).Value ?? throw new InvalidOperationException("A checked resource cannot be read.");
        return await services.Writes.UngivenAsync(document.Root, order.Requester, (type, id) => unit.Transaction.ReadAsync(type, id, cancellationToken), cancellationToken);
    }

    // The same as behind every other write: a load is no way around who belongs to a person's team.
    private async Task KeepTeamsAsync(IReadOnlyList<LoadPlace> entries, CancellationToken cancellationToken)
    {
        string[] Persons(string type) => [.. entries.Where(entry => entry.Entry.Prepared.Type == type).Select(entry => entry.Entry.Prepared.Tags.Person).OfType<string>()];
        var referred = Persons("Task");
        foreach (var team in await TeamKeeping.KeepAsync(services.Writes, unit.Transaction, referred, [.. referred, .. Persons("Consent")], cancellationToken))
        {
            _touched.Add((team.Resource.Tags.Person, WriteRecords.Reference(team.Resource)));
        }
    }

    private async Task<bool> ChangeAsync(LoadPlace place, CancellationToken cancellationToken)
    {
        var entry = place.Entry;
        using var document = entry.Text.Read(services.Schema).Value ?? throw new InvalidOperationException("A checked resource cannot be read.");
        var put = await unit.PutAsync(new CheckedResource(document, entry.Category), entry.Prepared.Id, ifMatch: null, cancellationToken);
        if (!put.Succeeded) return !IsUndone(place.Item, put.Issues);
        if (put.Value.Change == PutChange.Unchanged)
        {
            _unchanged++;
            return true;
        }

        _updated++;
        _touched.Add((put.Value.Resource.Tags.Person, LoadRecords.Reference(entry, put.Value.Resource.Version)));
        return true;
    }

    // True where the batch has to begin again; elsewhere the one entry is refused and the others go on.
    private bool IsUndone(int item, IReadOnlyList<Issue> issues)
    {
        Issue[] errors = [.. issues.Where(issue => issue.IsError)];
        if (items[item].IsWhole)
        {
            Undone = (item, errors);
            return true;
        }

        if (!_issues.TryGetValue(item, out var list)) _issues[item] = list = [];
        list.AddRange(errors);
        _refused++;
        return false;
    }

    private byte[] Errors()
    {
        using var lines = new MemoryStream();
        for (var at = 0; at < items.Count; at++)
        {
            IReadOnlyList<Issue> issues = _issues.TryGetValue(at, out var late) ? [.. items[at].Issues, .. late] : items[at].Issues;
            if (issues.Count > 0) LoadErrors.Write(lines, items[at].Text, issues);
        }

        return lines.ToArray();
    }
}
