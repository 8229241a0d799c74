using System.Globalization;
using CareExchange.Exchange.Audit;
using CareExchange.Exchange.Consent;
using CareExchange.Exchange.Interactions;
using CareExchange.Exchange.Requests;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;
using CareExchange.Storage.Loading;
using CareExchange.Storage.Persons;
using CareExchange.Storage.Resources;

namespace CareExchange.Exchange.Loading;

/// <summary>One try at a batch: resources, persons, Provenance and audit, and how far the load has come, in one commit.</summary>
internal sealed class LoadCommit(LoadServices services, LoadOrder order, WriteUnit unit, IReadOnlyList<LoadItem> items)
{
    private static readonly AuditGround Ground = new(LegalBasis.OwnRecord.Uri, "write", null);
    private readonly Dictionary<int, List<Issue>> _issues = [];
    private readonly List<(string? Person, string Reference)> _touched = [];
    private int _updated;
    private int _unchanged;
    private int _refused;

    /// <summary>The text that must be left out as a whole, and why, where <see cref="WriteAsync"/> gave null.</summary>
    public (int Item, IReadOnlyList<Issue> Issues)? Undone { get; private set; }

    /// <summary>Writes and commits; null where a transaction is refused and the batch has to begin again without it.</summary>
    public async Task<LoadProgress?> WriteAsync(LoadProgress before, LoadProgress place, CancellationToken cancellationToken)
    {
        // 1. What is new goes in bulk; what stands already, or comes twice, goes the way of every update.
        var entries = items.SelectMany((item, at) => item.Entries.Select(entry => new Place(at, entry))).ToArray();
        var standing = await services.Bulk.FindAsync(unit.Transaction, entries.Select(entry => entry.Entry.Key), cancellationToken);
        var named = new HashSet<(string, string)>();
        var (fresh, changes, repeats) = (new List<Place>(entries.Length), new List<Place>(), new List<Place>());
        foreach (var entry in entries) (standing.Contains(entry.Entry.Key) ? changes : named.Add(entry.Entry.Key) ? fresh : repeats).Add(entry);

        // Consents are judged beside whoever gives them, so they wait for the persons and relatives of the same batch.
        var consents = fresh.FindAll(entry => entry.Entry.Prepared.Type == "Consent");
        if (consents.Count > 0) fresh.RemoveAll(entry => entry.Entry.Prepared.Type == "Consent");
        var isReferring = entries.Any(entry => entry.Entry.Prepared.Type is "Task" or "Consent");

        // 2. Persons first: an identifier that is somebody else's keeps its Patient out.
        var taken = await services.Bulk.SavePersonsAsync(unit.Transaction, [.. fresh.Select(entry => entry.Entry.Person).OfType<PersonRecord>()], cancellationToken);
        foreach (var entry in fresh.Where(entry => entry.IsOf(taken)))
        {
            if (IsUndone(entry.Item, [taken[entry.Entry.Prepared.Id]])) return null;
        }

        fresh.RemoveAll(entry => entry.IsOf(taken));

        // 3. Changes, then all that is new, then what names the same resource again.
        foreach (var entry in changes)
        {
            if (!await ChangeAsync(entry, cancellationToken)) return null;
        }

        _touched.AddRange(fresh.Select(entry => (entry.Entry.Prepared.Tags.Person, Reference(entry.Entry, 1))));
        var rows = fresh.ConvertAll(entry => entry.Entry.Prepared);
        var isLate = repeats.Count > 0 || isReferring;
        if (!isLate) rows.AddRange(Provenances());
        await services.Bulk.InsertAsync(unit.Transaction, rows, cancellationToken);
        if (consents.Count > 0)
        {
            foreach (var entry in consents.ToArray())
            {
                if (await MinorAsync(entry, cancellationToken) is not { } refused) continue;
                consents.Remove(entry);
                if (IsUndone(entry.Item, [refused])) return null;
            }

            _touched.AddRange(consents.Select(entry => (entry.Entry.Prepared.Tags.Person, Reference(entry.Entry, 1))));
            await services.Bulk.InsertAsync(unit.Transaction, consents.ConvertAll(entry => entry.Entry.Prepared), cancellationToken);
        }

        foreach (var entry in repeats)
        {
            if (!await ChangeAsync(entry, cancellationToken)) return null;
        }

        if (isReferring) await KeepTeamsAsync(entries, cancellationToken);
        if (isLate) await services.Bulk.InsertAsync(unit.Transaction, [.. Provenances()], cancellationToken);

        // 4. Audit, and how far the load has come with what it refused, belong to the same commit.
        foreach (var person in _touched.GroupBy(one => one.Person)) await AuditAsync(person.Key, [.. person.Select(one => one.Reference)], cancellationToken);
        if (_touched.Count == 0) await AuditAsync(null, [], cancellationToken);
        var after = place with
        {
            Created = before.Created + fresh.Count + consents.Count,
            Updated = before.Updated + _updated,
            Unchanged = before.Unchanged + _unchanged + items.Sum(item => item.Standing),
            Refused = before.Refused + _refused + items.Sum(item => item.Refused),
        };
        await services.Loads.SaveAsync(unit.Transaction, order.Id, LoadProgressJson.Write(after), Errors(), cancellationToken);
        await unit.Transaction.CommitAsync(cancellationToken);
        return after;
    }

    private async Task<Issue?> MinorAsync(Place place, CancellationToken cancellationToken)
    {
        using var document = place.Entry.Text.Read(services.Schema).Value ?? throw new InvalidOperationException("A checked resource cannot be read.");
        return await services.Writes.MinorAsync(document.Root, (type, id) => unit.Transaction.ReadAsync(type, id, cancellationToken));
    }

    // The same as behind every other write: a load is no way around who belongs to a person's team.
    private async Task KeepTeamsAsync(IReadOnlyList<Place> entries, CancellationToken cancellationToken)
    {
        string[] Persons(string type) => [.. entries.Where(entry => entry.Entry.Prepared.Type == type).Select(entry => entry.Entry.Prepared.Tags.Person).OfType<string>()];
        var referred = Persons("Task");
        foreach (var team in await TeamKeeping.KeepAsync(services.Writes, unit.Transaction, referred, [.. referred, .. Persons("Consent")], cancellationToken))
        {
            _touched.Add((team.Resource.Tags.Person, WriteRecords.Reference(team.Resource)));
        }
    }

    private async Task<bool> ChangeAsync(Place place, CancellationToken cancellationToken)
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
        _touched.Add((put.Value.Resource.Tags.Person, Reference(entry, put.Value.Resource.Version)));
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

    private IEnumerable<PreparedLoad> Provenances()
    {
        var now = services.Writes.Clock.GetUtcNow();
        foreach (var person in _touched.GroupBy(one => one.Person))
        {
            var json = ProvenanceWriter.Write([.. person.Select(one => one.Reference)], order.Requester, LegalBasis.OwnRecord, now, original: null, map: null);
            using var document = FhirDocument.Parse(json, services.Schema).Value ?? throw new InvalidOperationException("A Provenance of our own cannot be read.");
            var tags = new ResourceTags(person.Key, DataCategories.Record, order.Requester.OrganizationId);
            yield return services.Bulk.Prepare(document, Guid.CreateVersion7(now).ToString(), tags).Value ?? throw new InvalidOperationException("A Provenance of our own cannot be stored.");
        }
    }

    private Task AuditAsync(string? person, string[] entities, CancellationToken cancellationToken) => services.Writes.Audit.AppendAsync(
        unit.Transaction,
        new(AuditAction.Import, order.Requester, order.Trace) { Person = person, Entities = entities, Grounds = [Ground] },
        cancellationToken);

    private static string Reference(LoadEntry entry, long version) =>
        string.Create(CultureInfo.InvariantCulture, $"{entry.Prepared.Type}/{entry.Prepared.Id}/_history/{version}");

    private readonly record struct Place(int Item, LoadEntry Entry)
    {
        public bool IsOf(IReadOnlyDictionary<string, Issue> persons) => Entry.Person is { } person && persons.ContainsKey(person.Person);
    }
}
