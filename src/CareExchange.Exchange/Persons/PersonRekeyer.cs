using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Storage.Persons;
using CareExchange.Storage.Resources;

namespace CareExchange.Exchange.Persons;

/// <summary>Makes the hashes by which persons are found anew under the newest key, from what their Patient says and the sealed number, and takes the older ones away.</summary>
/// <remarks>Person by person, each in a commit, while gateways go on. What a Patient does not say any more keeps its older hash, and with it the need for the older key:
/// who asks how many are left (<c>KeyRewriter.OlderHashesAsync</c>) is told.</remarks>
/// <param name="store">The Patients.</param>
/// <param name="persons">The hashes.</param>
/// <param name="schema">Reads a Patient.</param>
public sealed class PersonRekeyer(ResourceStore store, PersonStore persons, Schema schema)
{
    private const int PersonsAtATime = 200;

    /// <summary>Goes through everybody who has older hashes.</summary>
    /// <returns>How many persons were written.</returns>
    public async Task<long> RunAsync(CancellationToken cancellationToken)
    {
        long done = 0;
        for (var after = ""; ;)
        {
            var some = await persons.ListOlderHashesAsync(after, PersonsAtATime, cancellationToken);
            if (some.Count == 0) return done;
            after = some[^1];
            foreach (var person in some) done += await RunAsync(person, cancellationToken) ? 1 : 0;
        }
    }

    private async Task<bool> RunAsync(string person, CancellationToken cancellationToken)
    {
        // Again where somebody changed the Patient meanwhile: what they say of it counts.
        for (var attempt = 0; attempt < 3; attempt++)
        {
            if (await store.ReadAsync("Patient", person, cancellationToken) is not { Deleted: false } patient || FhirDocument.Parse(patient.Json, schema).Value is not { } document) return false;
            using (document)
            {
                var number = await persons.RevealResidentNumberAsync(person, cancellationToken);
                var traits = PersonTraits.Of(document.Root);
                var record = MatchKeys.RecordOf(person, traits, traits with { ResidentNumber = number }, source: "");
                await using var transaction = await store.BeginAsync(cancellationToken);
                if ((await transaction.ReadAsync("Patient", person, cancellationToken))?.Version != patient.Version) continue;
                if (!(await transaction.SavePersonAsync(record, cancellationToken)).Succeeded) return false;
                await transaction.RetireHashesAsync(person, record.Identifiers, cancellationToken);
                await transaction.CommitAsync(cancellationToken);
                return true;
            }
        }

        return false;
    }
}
