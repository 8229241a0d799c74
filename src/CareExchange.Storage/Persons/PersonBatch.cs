using CareExchange.Fhir.Outcomes;
using CareExchange.Storage.Database;

namespace CareExchange.Storage.Persons;

/// <summary>Saves persons, however many, in the same few statements.</summary>
internal static class PersonBatch
{
    private static readonly TableShape PersonTable = new("person", [Text("id"), new("resident_number", "bytea")]);
    private static readonly TableShape IdentifierTable = new("person_identifier", [Text("hash"), Text("person"), Text("system")]);
    private static readonly TableShape MatchKeyTable = new("person_match_key", [Text("hash"), Text("person"), Text("kind")]);

    /// <summary>Adds or completes persons; an identifier leads to whoever had it first.</summary>
    /// <returns>By Patient id, why a person is refused (<c>identifier-of-another-person</c>, of a resident number); nothing is saved of them.</returns>
    public static async Task<IReadOnlyDictionary<string, Issue>> SaveAsync(WriteSession session, IReadOnlyList<PreparedPerson> persons, CancellationToken cancellationToken)
    {
        var refused = new Dictionary<string, Issue>(StringComparer.Ordinal);
        if (persons.Count == 0) return refused;
        var dialect = session.Dialect;
        var identifiers = persons.SelectMany(person => person.Identifiers).ToArray();
        await session.LockAllAsync([.. identifiers.Select(identifier => "person/" + identifier.Hashes[0]).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)], cancellationToken);

        // Under every key of the ring: what was stored before a rotation counts as well.
        var answers = await session.QueryAllAsync(
            [
                new($"SELECT hash, person FROM person_identifier WHERE {dialect.In("hash", "$1")}", dialect.Texts([.. identifiers.SelectMany(identifier => identifier.Hashes)])),
                new($"SELECT id FROM person WHERE {dialect.In("id", "$1")}", dialect.Texts([.. persons.Select(person => person.Person)])),
            ],
            cancellationToken);
        var owners = answers[0].ToDictionary(row => (string)row[0], row => (string)row[1], StringComparer.Ordinal);
        var known = answers[1].Select(row => (string)row[0]).ToHashSet(StringComparer.Ordinal);
        List<object[]> added = [], named = [], keyed = [];
        List<Statement> others = [];
        foreach (var person in persons)
        {
            if (person.Identifiers.FirstOrDefault(identifier => identifier.IsUnique && identifier.IsOfAnother(owners, person.Person)) is { } taken)
            {
                refused[person.Person] = PersonRows.Taken(taken.Identifier);
                continue;
            }

            if (known.Add(person.Person))
            {
                added.Add([person.Person, person.ResidentNumber]);
            }
            else
            {
                if (person.ResidentNumber.Length > 0) others.Add(new("UPDATE person SET resident_number = $1 WHERE id = $2", person.ResidentNumber, person.Person));
                others.Add(new("DELETE FROM person_match_key WHERE person = $1", person.Person));
            }

            // Found under an old key it gets a row under the newest one too, so that the old key can be retired one day. What somebody else had first goes on leading to them.
            foreach (var identifier in person.Identifiers)
            {
                if (identifier.IsOfAnother(owners, person.Person)) continue;
                if (owners.TryAdd(identifier.Hashes[0], person.Person)) named.Add([identifier.Hashes[0], person.Person, identifier.Identifier.System]);
            }

            foreach (var (hash, kind) in person.MatchKeys) keyed.Add([hash, person.Person, kind]);
        }

        await session.ExecuteAsync(others, cancellationToken);
        await session.InsertAllAsync([new(PersonTable, added), new(IdentifierTable, named), new(MatchKeyTable, keyed)], cancellationToken);
        return refused;
    }

    private static ColumnShape Text(string name) => new(name, "text");
}
