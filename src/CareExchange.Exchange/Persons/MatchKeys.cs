using System.Globalization;
using CareExchange.Storage.Persons;

namespace CareExchange.Exchange.Persons;

/// <summary>The combinations of traits by which persons are found again; Storage keeps only their keyed hashes.</summary>
public static class MatchKeys
{
    /// <summary>Everything agrees.</summary>
    public const string All = "name-birth-sex-address";

    /// <summary>Everything but the address.</summary>
    public const string NameBirthSex = "name-birth-sex";

    /// <summary>Everything but the name: a misspelt name.</summary>
    public const string BirthSexAddress = "birth-sex-address";

    /// <summary>Everything but the date of birth: a slipped digit, or a father and son of one name.</summary>
    public const string NameSexAddress = "name-sex-address";

    /// <summary>Name and date of birth: the sex is missing or wrong.</summary>
    public const string NameBirth = "name-birth";

    /// <summary>Kept only for persons whose resident number is known, so that a candidate with another number is recognised without reading it.</summary>
    public const string NumberKnown = "number-known";

    /// <summary>The keys of a person with these traits.</summary>
    /// <param name="traits">The traits.</param>
    /// <param name="forLookup">True to look for candidates: then <see cref="NumberKnown"/> is always asked for.</param>
    public static IReadOnlyList<PersonMatchKey> Of(PersonTraits traits, bool forLookup)
    {
        HashSet<PersonMatchKey> keys = [];
        var birth = traits.BirthDate?.ToString("yyyyMMdd", CultureInfo.InvariantCulture);
        foreach (var name in traits.Names)
        {
            if (birth is not null)
            {
                keys.Add(new(NameBirth, $"{name}|{birth}"));
                if (forLookup || traits.HasResidentNumber) keys.Add(new(NumberKnown, $"{name}|{birth}"));
            }

            if (birth is not null && traits.Sex is not null) keys.Add(new(NameBirthSex, $"{name}|{birth}|{traits.Sex}"));
            foreach (var address in traits.Addresses)
            {
                if (traits.Sex is null) continue;
                if (birth is not null) keys.Add(new(All, $"{name}|{birth}|{traits.Sex}|{address}"));
                keys.Add(new(NameSexAddress, $"{name}|{traits.Sex}|{address}"));
            }
        }

        foreach (var address in traits.Addresses)
        {
            if (birth is not null && traits.Sex is not null) keys.Add(new(BirthSexAddress, $"{birth}|{traits.Sex}|{address}"));
        }

        return [.. keys];
    }

    /// <summary>What Storage keeps of a person: all identifiers, the keys of the merged Patient, and a resident number that has just been learnt.</summary>
    /// <param name="person">Patient id.</param>
    /// <param name="merged">Traits of the Patient after the merge.</param>
    /// <param name="incoming">Traits of the message.</param>
    /// <param name="source">Id of the organisation that says it.</param>
    public static PersonRecord RecordOf(string person, PersonTraits merged, PersonTraits incoming, string source)
    {
        var number = incoming.ResidentNumber;
        IEnumerable<PersonIdentifier> identifiers = merged.Identifiers.Concat(incoming.Identifiers);
        if (number is not null) identifiers = identifiers.Append(new PersonIdentifier(ResidentNumber.System, number));
        var keys = Of(merged with { HasResidentNumber = merged.HasResidentNumber || number is not null }, forLookup: false);
        return new PersonRecord(person, [.. identifiers.Distinct()], keys) { ResidentNumber = number, Source = source };
    }
}
