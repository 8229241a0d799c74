using CareExchange.Benchmarks.Core;

namespace CareExchange.Benchmarks.Http.Data;

/// <summary>A town of invented persons, each with a record and a Consent; the same numbers give the same bytes.</summary>
/// <param name="patients">How many persons.</param>
/// <param name="resources">How many resources each has, the Patient and the Consent included.</param>
internal sealed class Town(int patients, int resources)
{
    /// <summary>The most resources that a person can have.</summary>
    public const int MostResources = 26;

    /// <summary>How many persons.</summary>
    public int Patients => patients;

    /// <summary>How many resources each has.</summary>
    public int EachHas => resources;

    /// <summary>How many resources there are in all.</summary>
    public long Count => (long)patients * resources;

    /// <summary>Id of a person's Patient.</summary>
    public static string Patient(int person) => new SyntheticRecord(person).IdOf(0);

    /// <summary>Id of a person's first Observation.</summary>
    public static string Observation(int person) => new SyntheticRecord(person).IdOf(3);

    /// <summary>Everything about one person: the Patient, the Consent, then the record in its order.</summary>
    public IEnumerable<TownResource> Record(int person)
    {
        var record = new SyntheticRecord(person);
        var patient = record.IdOf(0);
        for (var index = 0; index < resources - 1; index++)
        {
            yield return new(SyntheticRecord.TypeOf(index), record.IdOf(index), patient, SyntheticResources.Minify(record.Resource(index)));
            if (index == 0) yield return new("Consent", $"consent-{person}", patient, SyntheticResources.Minify(TownConsent.Json($"consent-{person}", patient, person)));
        }
    }

    /// <summary>The records of persons from one number on, so many of them.</summary>
    public IEnumerable<TownResource> Records(int first, int count) => Enumerable.Range(first, count).SelectMany(Record);
}
