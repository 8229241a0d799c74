using System.Text;
using CareExchange.Fhir.Outcomes;
using CareExchange.Storage.Database;
using CareExchange.Storage.Persons;
using CareExchange.Storage.Protection;

namespace CareExchange.Storage.Loading;

/// <summary>The person tables, written for many persons in a few statements.</summary>
internal static class LoadPersons
{
    public static async Task<IReadOnlyDictionary<string, Issue>> SaveAsync(
        WriteSession session, KeyRing keys, IReadOnlyList<PersonRecord> persons, CancellationToken cancellationToken)
    {
        var refused = new Dictionary<string, Issue>(StringComparer.Ordinal);
        if (persons.Count == 0) return refused;
        var dialect = session.Dialect;
        var names = persons.SelectMany(person => person.Identifiers).Distinct().Select(identifier => PersonRows.Lock(keys, identifier)).Order(StringComparer.Ordinal);
        await session.LockAllAsync([.. names], cancellationToken);

        // Under every key of the ring: what was stored before a rotation counts as well.
        var hashes = persons.SelectMany(person => person.Identifiers).Distinct()
            .ToDictionary(identifier => identifier, identifier => keys.Hashes(ProtectionPurpose.Identifier, PersonRows.Text(identifier)));
        var owners = (await session.ListAsync(
            new Statement($"SELECT hash, person FROM person_identifier WHERE {dialect.In("hash", "$1")}", dialect.Texts([.. hashes.Values.SelectMany(hash => hash)])),
            row => (Hash: row.GetString(0), Person: row.GetString(1)),
            cancellationToken)).ToDictionary(row => row.Hash, row => row.Person, StringComparer.Ordinal);
        var known = (await session.ListAsync(
            new Statement($"SELECT id FROM person WHERE {dialect.In("id", "$1")}", dialect.Texts([.. persons.Select(person => person.Person)])),
            row => row.GetString(0),
            cancellationToken)).ToHashSet(StringComparer.Ordinal);

        List<object[]> personRows = [], identifierRows = [], keyRows = [];
        List<Statement> others = [];
        foreach (var person in persons)
        {
            bool IsOfAnother(PersonIdentifier identifier) => hashes[identifier].Any(hash => owners.TryGetValue(hash, out var owner) && owner != person.Person);
            if (person.Identifiers.FirstOrDefault(identifier => person.IsUnique(identifier) && IsOfAnother(identifier)) is { } taken)
            {
                refused[person.Person] = PersonRows.Taken(taken);
                continue;
            }

            var number = person.ResidentNumber is { } text
                ? keys.Encrypt(ProtectionPurpose.ResidentNumber, person.Person, Encoding.UTF8.GetBytes(text))
                : [];
            if (known.Add(person.Person))
            {
                personRows.Add([person.Person, number]);
            }
            else
            {
                if (number.Length > 0) others.Add(new("UPDATE person SET resident_number = $1 WHERE id = $2", number, person.Person));
                others.Add(new("DELETE FROM person_match_key WHERE person = $1", person.Person));
            }

            foreach (var identifier in person.Identifiers)
            {
                if (IsOfAnother(identifier)) continue;
                var hash = keys.Hash(ProtectionPurpose.Identifier, PersonRows.Text(identifier));
                if (owners.TryAdd(hash, person.Person)) identifierRows.Add([hash, person.Person, identifier.System]);
            }

            foreach (var key in person.MatchKeys.DistinctBy(key => PersonRows.Text(key)))
            {
                keyRows.Add([keys.Hash(ProtectionPurpose.MatchKey, PersonRows.Text(key)), person.Person, key.Kind]);
            }
        }

        await session.ExecuteAsync(others, cancellationToken);
        await session.InsertManyAsync(LoadTables.Person, personRows, cancellationToken);
        await session.InsertManyAsync(LoadTables.PersonIdentifier, identifierRows, cancellationToken);
        await session.InsertManyAsync(LoadTables.PersonMatchKey, keyRows, cancellationToken);
        return refused;
    }
}
