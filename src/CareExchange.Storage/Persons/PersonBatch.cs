using CareExchange.Fhir.Outcomes;
using CareExchange.Storage.Database;

namespace CareExchange.Storage.Persons;

/// <summary>Saves persons, however many, in the same few statements.</summary>
internal static class PersonBatch
{
    private static readonly TableShape PersonTable = new("person", [Text("id"), new("resident_number", "bytea")]);
    private static readonly TableShape IdentifierTable = new("person_identifier", [Text("hash"), Text("person"), Text("system")]);
    private static readonly TableShape MatchKeyTable = new("person_match_key", [Text("hash"), Text("person"), Text("kind")]);

    /// <summary>Adds or completes persons; an identifier leads to whoever had it first, and that two have it is noted for somebody to decide whether they are one.</summary>
    /// <returns>By Patient id, why a person is refused (<c>identifier-of-another-person</c>, of a resident number that the same organisation stated of another); nothing is saved of them.</returns>
    public static async Task<IReadOnlyDictionary<string, Issue>> SaveAsync(WriteSession session, IReadOnlyList<PreparedPerson> persons, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var refused = new Dictionary<string, Issue>(StringComparer.Ordinal);
        if (persons.Count == 0) return refused;
        if (session.OnlyAdds)
        {
            await AddAsync(session, persons, cancellationToken);
            return refused;
        }

        var dialect = session.Dialect;
        var identifiers = persons.SelectMany(person => person.Identifiers).ToArray();
        await session.LockAllAsync([.. identifiers.Select(identifier => "person/" + identifier.Hashes[0]).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)], cancellationToken);

        // Under every key of the ring: what was stored before a rotation counts as well.
        var answers = await session.QueryAllAsync([Owners(dialect, persons), Known(dialect, persons)], cancellationToken);
        var owners = answers[0].ToDictionary(row => (string)row[0], row => (string)row[1], StringComparer.Ordinal);
        var known = answers[1].Select(row => (string)row[0]).ToHashSet(StringComparer.Ordinal);
        var stated = await StatedAsync(session, persons, owners, cancellationToken);
        List<object[]> added = [], named = [], keyed = [];
        Dictionary<(string First, string Second), string> shared = [];
        List<Statement> others = [];
        foreach (var person in persons)
        {
            // Only who said it before is told that it was said: to others the answer would tell that the person is known here.
            if (person.Identifiers.FirstOrDefault(identifier => identifier.IsUnique && identifier.OwnerAmong(owners, person.Person) is { } owner && stated.Exists(one => one.Owner == owner && one.Source == person.Source && one.Holder != person.Person)) is { } taken)
            {
                refused[person.Person] = PersonRows.Taken(taken.Identifier);
                continue;
            }

            if (person.ResidentNumber.Length > 0 && person.Source.Length > 0) stated.Add((person.Person, person.Source, person.Person));
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
                if (identifier.OwnerAmong(owners, person.Person) is { } owner)
                {
                    if (!shared.TryAdd((owner, person.Person), identifier.Identifier.System) && identifier.IsUnique) shared[(owner, person.Person)] = identifier.Identifier.System;
                    if (identifier.IsUnique && person.Source.Length > 0) stated.Add((owner, person.Source, person.Person));
                }
                else if (owners.TryAdd(identifier.Hashes[0], person.Person)) named.Add([identifier.Hashes[0], person.Person, identifier.Identifier.System]);
            }

            foreach (var (hash, kind) in person.MatchKeys) keyed.Add([hash, person.Person, kind]);
        }

        // In order, so that two who note the same pairs wait for each other and not in a circle.
        others.AddRange(shared.OrderBy(pair => pair.Key.First, StringComparer.Ordinal).ThenBy(pair => pair.Key.Second, StringComparer.Ordinal).Select(pair => SharedIdentifierRows.Note(pair.Key.First, pair.Key.Second, pair.Value, now)));
        await session.ExecuteAsync(others, cancellationToken);
        await session.InsertAllAsync([new(PersonTable, added), new(IdentifierTable, named), new(MatchKeyTable, keyed)], cancellationToken);
        return refused;
    }

    /// <summary>What nobody may have where a person is new: the id, and every identifier under every key.</summary>
    public static IEnumerable<(string Kind, string Name)> Names(PreparedPerson person) =>
        [(PersonTable.Name, person.Person), .. person.Identifiers.SelectMany(static identifier => identifier.Hashes).Select(static hash => (IdentifierTable.Name, hash))];

    /// <summary>True where nobody has any of these names.</summary>
    public static async Task<bool> AreAbsentAsync(DatabaseSession session, IReadOnlyList<PreparedPerson> persons, CancellationToken cancellationToken) =>
        (await session.ListAsync(Owners(session.Dialect, persons), static _ => true, cancellationToken)).Count == 0
        && (await session.ListAsync(Known(session.Dialect, persons), static _ => true, cancellationToken)).Count == 0;

    // Persons who are new, one as the other.
    private static Task AddAsync(WriteSession session, IReadOnlyList<PreparedPerson> persons, CancellationToken cancellationToken) => session.InsertAllAsync(
        [
            new(PersonTable, [.. persons.Select(static person => new object[] { person.Person, person.ResidentNumber })]),
            new(IdentifierTable, [.. persons.SelectMany(static person => person.Identifiers.Select(identifier => new object[] { identifier.Hashes[0], person.Person, identifier.Identifier.System }))]),
            new(MatchKeyTable, [.. persons.SelectMany(static person => person.MatchKeys.Select(key => new object[] { key.Hash, person.Person, key.Kind }))]),
        ],
        cancellationToken);

    private static Statement Owners(IDatabaseDialect dialect, IReadOnlyList<PreparedPerson> persons) =>
        new($"SELECT hash, person FROM person_identifier WHERE {dialect.In("hash", "$1")}", dialect.Texts([.. persons.SelectMany(static person => person.Identifiers).SelectMany(static identifier => identifier.Hashes)]));

    private static Statement Known(IDatabaseDialect dialect, IReadOnlyList<PreparedPerson> persons) =>
        new($"SELECT id FROM person WHERE {dialect.In("id", "$1")}", dialect.Texts([.. persons.Select(static person => person.Person)]));

    // Which organisations stated a resident number that comes again, and of whom: of who had it first, and of those who came with it later.
    private static async Task<List<(string Owner, string Source, string Holder)>> StatedAsync(WriteSession session, IReadOnlyList<PreparedPerson> persons, Dictionary<string, string> owners, CancellationToken cancellationToken)
    {
        var taken = persons.SelectMany(person => person.Identifiers.Where(identifier => identifier.IsUnique).Select(identifier => (Owner: identifier.OwnerAmong(owners, person.Person), identifier.Identifier.System))).Where(one => one.Owner is not null).ToArray();
        if (taken.Length == 0) return [];
        var rows = await session.ListAsync(
            new Statement(
                $"""
                SELECT id, source, id FROM resource WHERE type = 'Patient' AND {session.Dialect.In("id", "$1")}
                UNION ALL
                SELECT s.first, r.source, s.second FROM shared_identifier s JOIN resource r ON r.type = 'Patient' AND r.id = s.second WHERE {session.Dialect.In("s.first", "$1")} AND {session.Dialect.In("s.system", "$2")}
                """,
                session.Dialect.Texts([.. taken.Select(one => one.Owner!).Distinct(StringComparer.Ordinal)]),
                session.Dialect.Texts([.. taken.Select(one => one.System).Distinct(StringComparer.Ordinal)])),
            row => (row.GetString(0), row.GetString(1), row.GetString(2)),
            cancellationToken);
        return [.. rows];
    }

    private static ColumnShape Text(string name) => new(name, "text");
}
