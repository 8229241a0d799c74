using System.Globalization;
using System.Text;
using CareExchange.Exchange.Consent;
using CareExchange.Storage.Resources;

namespace CareExchange.Benchmarks.Consents;

/// <summary>Persons whose data an office contributed and whose consents all name one clinic: the office sees everything by law, the clinic as far as each person says.</summary>
internal static class ConsentTown
{
    /// <summary>Who contributed everything.</summary>
    public const string Office = "office";

    /// <summary>Whom the consents name.</summary>
    public const string Clinic = "clinic";

    /// <summary>The system of the persons' identifiers.</summary>
    public const string System = "urn:town";

    /// <summary>How many codes the Observations have between them.</summary>
    public const int Codes = 50;

    /// <summary>Every so many persons say something of which only the content of a resource tells whether it is meant.</summary>
    public const int Undecided = 10;

    private const int Chunk = 500;

    /// <summary>Id of a person's Patient.</summary>
    public static string Person(int number) => string.Create(CultureInfo.InvariantCulture, $"p{number}");

    /// <summary>Puts everything into an empty database.</summary>
    public static async Task FillAsync(ResourceStore store, int persons, CancellationToken cancellationToken)
    {
        foreach (var chunk in Enumerable.Range(0, persons).Chunk(Chunk))
        {
            await using var transaction = await store.BeginAsync(cancellationToken);
            foreach (var number in chunk)
            {
                var person = Person(number);
                await PutAsync(transaction, "Patient", person, Patient(number), new(person, DataCategories.Identity, Office), cancellationToken);
                await PutAsync(transaction, "Consent", person + "-c", Consent(number, "2026-01-01"), new(person, DataCategories.Consent, Office), cancellationToken);
                for (var at = 0; at < 2; at++) await PutAsync(transaction, "Observation", string.Create(CultureInfo.InvariantCulture, $"{person}-o{at}"), Observation(number, at), new(person, DataCategories.Clinical, Office), cancellationToken);
            }

            await transaction.CommitAsync(cancellationToken);
        }
    }

    /// <summary>Writes a person's Consent once more, so that it is another version.</summary>
    public static async Task ChangeAsync(ResourceStore store, int number, string date, CancellationToken cancellationToken)
    {
        await using var transaction = await store.BeginAsync(cancellationToken);
        await PutAsync(transaction, "Consent", Person(number) + "-c", Consent(number, date), new(Person(number), DataCategories.Consent, Office), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>Writes one of a person's Observations once more.</summary>
    public static async Task ObserveAsync(ResourceStore store, int number, int round, CancellationToken cancellationToken)
    {
        await using var transaction = await store.BeginAsync(cancellationToken);
        await PutAsync(transaction, "Observation", Person(number) + "-o0", Observation(number, 0, round), new(Person(number), DataCategories.Clinical, Office), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private static string Patient(int number) =>
        $$"""{"resourceType":"Patient","active":true,"identifier":[{"system":"{{System}}","value":"n{{number}}"}],"name":[{"family":"Kim","given":["Name{{number % 977}}"]}],"gender":"{{(number % 2 == 0 ? "female" : "male")}}","birthDate":"19{{30 + (number % 60)}}-0{{1 + (number % 9)}}-1{{number % 10}}"}""";

    private static string Observation(int number, int at, int round = 0) =>
        $$"""{"resourceType":"Observation","status":"final","code":{"coding":[{"system":"urn:c","code":"c{{number % Codes}}"}]},"subject":{"reference":"Patient/p{{number}}"},"effectiveDateTime":"20{{10 + (number % 16)}}-0{{1 + (number % 9)}}-0{{1 + at}}","valueQuantity":{"value":{{100 + (number % 40)}},"unit":"mm[Hg]","system":"http://unitsofmeasure.org","code":"mm[Hg]"},"note":[{"text":"{{round}}"}]}""";

    // Every tenth person keeps restricted data back, of which only the content of each resource tells; the others name categories.
    private static string Consent(int number, string date)
    {
        var provision = number % Undecided == 0
            ? """{"type":"permit","provision":[{"type":"deny","securityLabel":[{"system":"http://terminology.hl7.org/CodeSystem/v3-Confidentiality","code":"R"}]}]}"""
            : $$"""{"type":"permit","actor":[{"role":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ParticipationType","code":"IRCP"}]},"reference":{"reference":"Organization/{{Clinic}}"} }],"class":[{"system":"urn:careexchange:data-category","code":"clinical"},{"system":"urn:careexchange:data-category","code":"identity"}]}""";
        return $$"""{"resourceType":"Consent","status":"active","scope":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/consentscope","code":"patient-privacy"}]},"category":[{"coding":[{"system":"http://loinc.org","code":"59284-0"}]}],"patient":{"reference":"Patient/p{{number}}"},"dateTime":"{{date}}","policyRule":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ActCode","code":"OPTIN"}]},"provision":{{provision}} }""";
    }

    private static Task PutAsync(StoreTransaction transaction, string type, string id, string json, ResourceTags tags, CancellationToken cancellationToken) =>
        transaction.PutAsync(type, id, Encoding.UTF8.GetBytes(json), tags, null, cancellationToken);
}
