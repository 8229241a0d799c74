using CareExchange.Storage.Database;

namespace CareExchange.Storage.Persons;

/// <summary>Finds persons by keyed hashes; written only inside a StoreTransaction, whose lookups also keep others from adding the same person.</summary>
public sealed class PersonStore(StorageDatabase database)
{
    /// <summary>Patient id of the person who has this identifier, or null.</summary>
    public Task<string?> FindAsync(PersonIdentifier identifier, CancellationToken cancellationToken) => throw new NotImplementedException(database.ToString());

    /// <summary>Persons who share any of these keys, most agreeing kinds first.</summary>
    public Task<IReadOnlyList<PersonCandidate>> FindCandidatesAsync(IReadOnlyList<PersonMatchKey> keys, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>The resident registration number in the clear, or null; whoever asks must be audited.</summary>
    public Task<string?> RevealResidentNumberAsync(string person, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Doubtful matches that still wait, oldest first.</summary>
    public Task<IReadOnlyList<ParkedMatch>> ListParkedAsync(int count, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>One parked match, decided or not; null when there is none.</summary>
    public Task<ParkedMatch?> FindParkedAsync(string id, CancellationToken cancellationToken) => throw new NotImplementedException();
}
