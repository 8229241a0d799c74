using CareExchange.Fhir.Outcomes;
using CareExchange.Storage.Database;
using CareExchange.Storage.Protection;

namespace CareExchange.Storage.Persons;

/// <summary>The person tables: lookups that both stores and transactions make, and the writes of a transaction.</summary>
internal static class PersonRows
{
    public static Task<string?> FindAsync(DatabaseSession session, KeyRing keys, PersonIdentifier identifier, CancellationToken cancellationToken) =>
        session.FirstAsync(
            new Statement(
                $"SELECT person FROM person_identifier WHERE {session.Dialect.In("hash", "$1")}",
                session.Dialect.Texts(keys.Hashes(ProtectionPurpose.Identifier, Text(identifier)))),
            row => row.GetString(0),
            cancellationToken);

    public static async Task<IReadOnlyList<PersonCandidate>> FindCandidatesAsync(
        DatabaseSession session, KeyRing keys, IReadOnlyList<PersonMatchKey> matchKeys, CancellationToken cancellationToken)
    {
        string[] hashes = [.. matchKeys.SelectMany(key => keys.Hashes(ProtectionPurpose.MatchKey, Text(key)))];
        var rows = await session.ListAsync(
            new Statement(
                $"SELECT DISTINCT person, kind FROM person_match_key WHERE {session.Dialect.In("hash", "$1")} ORDER BY person, kind",
                session.Dialect.Texts(hashes)),
            row => (Person: row.GetString(0), Kind: row.GetString(1)),
            cancellationToken);
        return [.. rows.GroupBy(row => row.Person, row => row.Kind, StringComparer.Ordinal)
            .Select(group => new PersonCandidate(group.Key, [.. group]))
            .OrderByDescending(candidate => candidate.Kinds.Count).ThenBy(candidate => candidate.Person, StringComparer.Ordinal)];
    }

    /// <summary>The names a transaction holds while it decides whether a person is new.</summary>
    public static string Lock(KeyRing keys, PersonIdentifier identifier) => "person/" + keys.Hash(ProtectionPurpose.Identifier, Text(identifier));

    /// <inheritdoc cref="Lock(KeyRing, PersonIdentifier)"/>
    public static string Lock(KeyRing keys, PersonMatchKey key) => "person/" + keys.Hash(ProtectionPurpose.MatchKey, Text(key));

    /// <summary>Removes what older keys made of these identifiers.</summary>
    public static async Task<int> RetireAsync(WriteSession session, KeyRing keys, string person, IReadOnlyList<PersonIdentifier> identifiers, CancellationToken cancellationToken)
    {
        string[] older = [.. identifiers.SelectMany(identifier => keys.Hashes(ProtectionPurpose.Identifier, Text(identifier)).Skip(1))];
        return older.Length == 0 ? 0 : await session.ExecuteAsync(
            new Statement($"DELETE FROM person_identifier WHERE person = $2 AND {session.Dialect.In("hash", "$1")}", session.Dialect.Texts(older), person), cancellationToken);
    }

    /// <summary>Takes away what a person was found by: their Patient is deleted, and whoever comes with the same identifiers is somebody new. A version put over the deletion brings its own.</summary>
    public static Task ForgetAsync(WriteSession session, string person, CancellationToken cancellationToken) =>
        session.ExecuteAsync([new("DELETE FROM person_identifier WHERE person = $1", person), new("DELETE FROM person_match_key WHERE person = $1", person), SharedIdentifierRows.Forget(person)], cancellationToken);

    // The separator cannot occur in a system or kind, so two different pairs never hash the same text.
    internal static string Text(PersonIdentifier identifier) => identifier.System + "\n" + identifier.Value;

    internal static string Text(PersonMatchKey key) => key.Kind + "\n" + key.Text;

    internal static Issue Taken(PersonIdentifier identifier) =>
        Issue.Error(
            "conflict",
            "identifier-of-another-person",
            "The identifier belongs to another person already.",
            "이미 다른 사람의 식별번호로 등록되어 있습니다.") with { Found = identifier.System };
}
