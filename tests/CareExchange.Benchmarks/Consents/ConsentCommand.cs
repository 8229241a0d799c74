using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using CareExchange.Exchange.Consent;
using CareExchange.Exchange.Interactions;
using CareExchange.Exchange.Requests;
using CareExchange.Storage.Database;
using CareExchange.Storage.Protection;
using CareExchange.Storage.Resources;
using CareExchange.Storage.Search;

namespace CareExchange.Benchmarks.Consents;

/// <summary><c>consent</c>: what a decision costs for each resource, and how much slower searches are for somebody whom many consents name.</summary>
internal static class ConsentCommand
{
    private static readonly Requester Nurse = new("nurse", "nurse", RequesterRole.ClinicNurse, "clinic", "clinic", PurposeOfUse.Treatment, false);

    public static Command Create()
    {
        var persons = new Option<int>("--persons") { Description = "Persons, each with one consent and two observations.", DefaultValueFactory = _ => 100_000 };
        var rounds = new Option<int>("--rounds") { Description = "How often each question is asked.", DefaultValueFactory = _ => 200 };
        var command = new Command("consent", "Cost of consent decisions.") { persons, rounds };
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed.GetValue(persons), parsed.GetValue(rounds), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(int persons, int rounds, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("careexchange-consent-").FullName;
        try
        {
            var options = new StorageOptions { DataFolder = folder, Durable = false, Keys = [new StorageKey("bench", Encoding.ASCII.GetBytes("0123456789abcdef0123456789abcdef"))] };
            await using var database = await StorageDatabase.OpenAsync(options, TimeProvider.System, cancellationToken);
            var store = new ResourceStore(database);
            await FillAsync(store, persons, cancellationToken);
            var decider = new ConsentDecider(store, LegalBasisRules.Default, TimeProvider.System);
            Console.WriteLine("| question | µs of processor, median |");
            Console.WriteLine("|---|---|");
            await DecideAsync(store, decider, "decision on one resource, by its tags", "p1", rounds, cancellationToken);
            await DecideAsync(store, decider, "decision on one resource, by its content (label)", "p0", rounds, cancellationToken);

            var first = Stopwatch.GetTimestamp();
            var access = (await decider.DecidePersonsAsync(Nurse, cancellationToken)).Predicate;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| first decision about all {persons:N0} persons (kept afterwards), by the clock | {Stopwatch.GetElapsedTime(first).TotalMicroseconds:N0} |"));
            await CostAsync("decision about all persons, kept", rounds, async () => await decider.DecidePersonsAsync(Nurse, cancellationToken));
            var parser = new SearchQueryParser(database);
            foreach (var query in (string[])["patient=p7", "code=urn:c|c3&_count=20", "_sort=-date&_count=20"])
            {
                var request = parser.Parse("Observation", QueryPairs.Parse(query), "bench").Value!;
                var disclosure = new Disclosure(decider, Nurse);

                // A decision of its own for each question: answers to the same decision are kept, and would be compared with work.
                var open = await CostAsync($"search `{query}`, everything open", rounds, () => store.SearchAsync(request, AccessPredicate.AnyOf([new AccessGrant()]), cancellationToken));
                var decided = await CostAsync($"search `{query}`, by consents", rounds, () => store.SearchAsync(request, access, disclosure.JudgeAsync, cancellationToken));
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| … that is more by | {(decided / open - 1) * 100:N0} % |"));
            }

            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task DecideAsync(ResourceStore store, ConsentDecider decider, string name, string person, int rounds, CancellationToken cancellationToken)
    {
        var resource = (await store.ReadAsync("Observation", person + "-o0", cancellationToken))!;
        await CostAsync(name, rounds, async () =>
        {
            // A fresh look each time, as each answer makes one; a hundred resources, as a page has.
            var disclosure = new Disclosure(decider, Nurse);
            for (var at = 0; at < 100; at++) await disclosure.ReleaseAsync(resource, cancellationToken);
        }, 100);
    }

    private static async Task<double> CostAsync(string name, int rounds, Func<Task> ask, int each = 1)
    {
        for (var warm = 0; warm < Math.Min(rounds, 50); warm++) await ask();
        using var process = Process.GetCurrentProcess();
        var costs = new List<double>();
        for (var block = 0; block < 10; block++)
        {
            process.Refresh();
            var before = process.TotalProcessorTime;
            for (var round = 0; round < rounds / 10; round++) await ask();
            process.Refresh();
            costs.Add((process.TotalProcessorTime - before).TotalMicroseconds / (rounds / 10) / each);
        }

        costs.Sort();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {costs[5]:N1} |"));
        return costs[5];
    }

    // Every tenth consent keeps restricted data back; most name a category.
    private static async Task FillAsync(ResourceStore store, int persons, CancellationToken cancellationToken)
    {
        foreach (var chunk in Enumerable.Range(0, persons).Chunk(500))
        {
            await using var transaction = await store.BeginAsync(cancellationToken);
            foreach (var number in chunk)
            {
                var person = string.Create(CultureInfo.InvariantCulture, $"p{number}");
                var provision = number % 10 == 0
                    ? """{"type":"permit","provision":[{"type":"deny","securityLabel":[{"system":"http://terminology.hl7.org/CodeSystem/v3-Confidentiality","code":"R"}]}]}"""
                    : """{"type":"permit","actor":[{"role":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ParticipationType","code":"IRCP"}]},"reference":{"reference":"Organization/clinic"}}],"class":[{"system":"urn:careexchange:data-category","code":"clinical"}]}""";
                await PutAsync(transaction, "Consent", person + "-c", $$"""{"resourceType":"Consent","status":"active","scope":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/consentscope","code":"patient-privacy"}]},"patient":{"reference":"Patient/{{person}}"},"dateTime":"2026-01-01","provision":{{provision}} }""", new(person, DataCategories.Consent, "office"), cancellationToken);
                for (var at = 0; at < 2; at++)
                {
                    await PutAsync(
                        transaction, "Observation", string.Create(CultureInfo.InvariantCulture, $"{person}-o{at}"),
                        $$"""{"resourceType":"Observation","status":"final","code":{"coding":[{"system":"urn:c","code":"c{{number % 50}}"}]},"subject":{"reference":"Patient/{{person}}"},"effectiveDateTime":"2026-0{{1 + (number % 9)}}-0{{1 + at}}" }""",
                        new(person, DataCategories.Clinical, "office"), cancellationToken);
                }
            }

            await transaction.CommitAsync(cancellationToken);
        }
    }

    private static Task PutAsync(StoreTransaction transaction, string type, string id, string json, ResourceTags tags, CancellationToken cancellationToken) =>
        transaction.PutAsync(type, id, Encoding.UTF8.GetBytes(json), tags, null, cancellationToken);
}
