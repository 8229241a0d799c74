using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;
using CareExchange.Storage.Resources;

namespace CareExchange.Exchange.Persons;

/// <summary>Keeps what a message says of a person: how to find them again, and the Patient as it is to be stored.</summary>
/// <param name="schema">Reads the merged Patient.</param>
public sealed class PersonKeeper(Schema schema)
{
    /// <summary>Saves identifiers, match keys and the encrypted resident number, and merges the Patient.</summary>
    /// <param name="transaction">Saves in this commit.</param>
    /// <param name="personId">Patient id, known or new.</param>
    /// <param name="before">The Patient as stored; null for a new person.</param>
    /// <param name="patient">The Patient of the message.</param>
    /// <param name="source">Id of the partner's Organization.</param>
    /// <param name="isRestated">True where the organisation says all that it has to say, so that what it alone said before is replaced; false to add to it.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The Patient to put, without resident number; the stored bytes where the message says nothing new. An
    /// issue where an identifier belongs to somebody else (<c>identifier-of-another-person</c>) or the JSON is wrong.</returns>
    public async Task<Outcome<ReadOnlyMemory<byte>>> KeepAsync(
        StoreTransaction transaction, string personId, StoredResource? before, FhirDocument patient, string source, bool isRestated, CancellationToken cancellationToken)
    {
        var kept = Prepare(personId, before, patient, source, isRestated);
        if (kept.Value is not { } person) return Outcome.Failure<ReadOnlyMemory<byte>>(kept.Issues);
        using var document = person.Patient;
        var saved = await transaction.SavePersonAsync(person.Record, cancellationToken);
        return saved.Succeeded ? new Outcome<ReadOnlyMemory<byte>>(person.Patient.Utf8, kept.Issues) : Outcome.Failure<ReadOnlyMemory<byte>>(saved.Issues);
    }

    /// <summary>The same without saving: what is to be saved, and the Patient to put. Needs no writer.</summary>
    public Outcome<KeptPerson> Prepare(string personId, StoredResource? before, FhirDocument patient, string source, bool isRestated = false)
    {
        var existing = before is { Deleted: false } ? isRestated ? PatientRestatement.BaseOf(before.Json, source) : before.Json : default;
        var merged = PatientMerge.Merge(existing, patient, source, before is { Deleted: false } ? before.Tags.Source : null);
        if (merged.Value is not { } json || !merged.Succeeded) return Outcome.Failure<KeptPerson>(merged.Issues);
        var parsed = FhirDocument.Parse(json, schema);
        if (parsed.Value is not { } document) return Outcome.Failure<KeptPerson>(parsed.Issues);
        var record = MatchKeys.RecordOf(personId, PersonTraits.Of(document.Root), PersonTraits.Of(patient.Root), source);
        return new Outcome<KeptPerson>(new KeptPerson(record, document), merged.Issues);
    }
}
