using CareExchange.Storage.Audit;
using CareExchange.Storage.Loading;
using CareExchange.Storage.Persons;

namespace CareExchange.Exchange.Loading;

/// <summary>A batch made ready as far as it can be without the writer: sorted, its persons hashed, its Provenance and audit written, for the case that nothing of it stands yet.</summary>
internal sealed class LoadPlan
{
    private LoadPlan(IReadOnlyList<LoadItem> items, LoadServices services, LoadRecords records, LoadedKeys? seen, IReadOnlySet<(string Type, string Id)>? standing)
    {
        // What is new goes in bulk; what stands already, or comes twice, goes the way of every update.
        var named = new HashSet<(string, string)>();
        var asked = new List<(string, string)>();
        for (var at = 0; at < items.Count; at++)
        {
            foreach (var entry in items[at].Entries)
            {
                var key = entry.Key;
                var isFirst = named.Add(key);
                if (isFirst && (seen is null || seen.Add(key.Type, key.Id))) asked.Add(key);
                IsReferring |= key.Type is "Task" or "Consent";
                if (standing?.Contains(key) == true) Changes.Add(new(at, entry));

                // Consents are judged beside whoever gives them, so they wait for the persons and relatives of the same batch.
                else (!isFirst ? Repeats : key.Type == "Consent" ? Consents : Fresh).Add(new(at, entry));
            }
        }

        Asked = asked;
        Persons = services.Bulk.Prepare(Fresh.Select(place => place.Entry.Person).OfType<PersonRecord>());
        if (Changes.Count > 0) return;
        if (IsLate)
        {
            Rows = services.Bulk.Gather(Fresh.ConvertAll(place => place.Entry.Prepared));
            return;
        }

        var touched = Fresh.ConvertAll(place => (place.Entry.Prepared.Tags.Person, LoadRecords.Reference(place.Entry, 1)));
        Rows = services.Bulk.Gather([.. Fresh.Select(place => place.Entry.Prepared), .. records.Provenances(touched)]);
        Audits = [.. records.Audits(touched)];
    }

    /// <summary>First versions, Consents not among them.</summary>
    public List<LoadPlace> Fresh { get; } = [];

    /// <summary>First versions of Consents.</summary>
    public List<LoadPlace> Consents { get; } = [];

    /// <summary>New versions of what stands.</summary>
    public List<LoadPlace> Changes { get; } = [];

    /// <summary>What names a resource of the same batch once more.</summary>
    public List<LoadPlace> Repeats { get; } = [];

    /// <summary>What may stand already, each once: it has to be looked for.</summary>
    public IReadOnlyList<(string Type, string Id)> Asked { get; }

    /// <summary>The persons of <see cref="Fresh"/>.</summary>
    public LoadPersons Persons { get; }

    /// <summary>True where teams may follow from the batch.</summary>
    public bool IsReferring { get; }

    /// <summary>True where its Provenance can be written only when all else of it stands.</summary>
    public bool IsLate => Repeats.Count > 0 || IsReferring;

    /// <summary><see cref="Fresh"/>, with its Provenance unless that is late; null where something stands already.</summary>
    public LoadRows? Rows { get; }

    /// <summary>The audit of <see cref="Rows"/>; null where it is late, or something stands already.</summary>
    public IReadOnlyList<AuditRow>? Audits { get; }

    /// <summary>Every resource of the batch.</summary>
    public IEnumerable<LoadPlace> All => [.. Fresh, .. Consents, .. Changes, .. Repeats];

    /// <summary>The plan for the case that nothing stands. Any thread, one at a time.</summary>
    /// <param name="items">Prepared texts in their order.</param>
    /// <param name="services">What every load needs.</param>
    /// <param name="records">What is left beside the resources.</param>
    /// <param name="seen">What the load has seen, where it began with an empty database; null where everything has to be looked for.</param>
    public static LoadPlan Of(IReadOnlyList<LoadItem> items, LoadServices services, LoadRecords records, LoadedKeys? seen) => new(items, services, records, seen, standing: null);

    /// <summary>The plan where these stand.</summary>
    public static LoadPlan Beside(IReadOnlySet<(string Type, string Id)> standing, IReadOnlyList<LoadItem> items, LoadServices services, LoadRecords records) => new(items, services, records, seen: null, standing);
}
