using System.Text;
using CareExchange.Storage.Protection;

namespace CareExchange.Storage.Persons;

/// <summary>A person's record with everything hashed and encrypted, so that nothing is left to compute while others wait.</summary>
internal sealed class PreparedPerson
{
    public PreparedPerson(KeyRing keys, PersonRecord record)
    {
        (Person, Source) = (record.Person, record.Source);
        Identifiers = [.. record.Identifiers.Distinct().Select(identifier => new HashedIdentifier(identifier, keys.Hashes(ProtectionPurpose.Identifier, PersonRows.Text(identifier)), record.IsUnique(identifier)))];
        MatchKeys = [.. record.MatchKeys.DistinctBy(key => PersonRows.Text(key), StringComparer.Ordinal).Select(key => (keys.Hash(ProtectionPurpose.MatchKey, PersonRows.Text(key)), key.Kind))];
        ResidentNumber = record.ResidentNumber is { } number ? keys.Encrypt(ProtectionPurpose.ResidentNumber, record.Person, Encoding.UTF8.GetBytes(number)) : [];
    }

    /// <summary>Patient id.</summary>
    public string Person { get; }

    /// <summary>Id of the organisation that says it.</summary>
    public string Source { get; }

    /// <summary>Each identifier with its hash under every key of the ring, newest first.</summary>
    public IReadOnlyList<HashedIdentifier> Identifiers { get; }

    /// <summary>Hash and kind of each match key.</summary>
    public IReadOnlyList<(string Hash, string Kind)> MatchKeys { get; }

    /// <summary>The encrypted resident registration number; empty leaves what is kept.</summary>
    public byte[] ResidentNumber { get; }

    /// <summary>An identifier and what is kept of it.</summary>
    internal sealed record HashedIdentifier(PersonIdentifier Identifier, IReadOnlyList<string> Hashes, bool IsUnique)
    {
        /// <summary>Who else has it, under whichever key it was hashed; null for nobody.</summary>
        public string? OwnerAmong(IReadOnlyDictionary<string, string> owners, string person) =>
            Hashes.Select(hash => owners.GetValueOrDefault(hash)).FirstOrDefault(owner => owner is not null && owner != person);
    }
}
