using System.Text.Json;
using CareExchange.Benchmarks.Core;
using CareExchange.Benchmarks.Http.Data;
using CareExchange.Benchmarks.Http.Floor;

namespace CareExchange.Benchmarks.Http;

/// <summary>One question of the judging table, as requests to both servers.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Requests">Makes the gateway's requests with a token.</param>
/// <param name="Floor">Makes the floor's; null where by hand there is nothing to compare.</param>
internal sealed record HttpQuestion(string Name, Func<string, IReadOnlyList<ReadOnlyMemory<byte>>> Requests, Func<IReadOnlyList<ReadOnlyMemory<byte>>>? Floor)
{
    private const string System = "http://hospital.example.org";
    private const string Loinc = "http://loinc.org";
    private const int Different = 2000;
    private const int Seed = 20260;

    /// <summary>How many units one answer is: 1 for requests, the number of entries for a transaction.</summary>
    public double Units { get; init; } = 1;

    /// <summary>The connections of its closed loops.</summary>
    public IReadOnlyList<int> Connections { get; init; } = [8, 64];

    /// <summary>Whether it is asked in an open loop as well.</summary>
    public bool IsOpen { get; init; } = true;

    /// <summary>Makes a request that the gateway has not seen before out of one that was built; null where the same may be sent again.</summary>
    public Func<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>>? Renew { get; init; }

    /// <summary>Every question over a loaded town.</summary>
    /// <param name="town">The town.</param>
    /// <param name="among">Of how many persons is asked: towns of different sizes are compared by questions that are repeated equally often.</param>
    public static IEnumerable<HttpQuestion> All(Town town, int among)
    {
        var random = new Random(Seed);
        int Person() => Spread.Over(random.Next(among), town.Patients / among);
        TownResource[] sample = [.. Enumerable.Range(0, Different).Select(_ => Person()).Select(person => town.Record(person).ElementAt(random.Next(town.Count > town.Patients ? (int)(town.Count / town.Patients) : 1)))];
        yield return new("read", token => [.. sample.Select(one => HttpRequests.Get($"{one.Type}/{one.Id}", token))], () => [.. sample.Select(one => HttpRequests.FloorGet($"read/{one.Type}/{one.Id}"))]);
        foreach (var search in Searches(town, [.. Enumerable.Range(0, Different).Select(_ => Person())])) yield return search;

        // Persons beyond the town: what is written here is asked for nowhere else.
        TownResource[] fresh = [.. Enumerable.Range(town.Patients, 200).SelectMany(person => town.Record(person).Where(one => one.Type is "Observation" or "Condition" or "Encounter"))];
        yield return new("create", token => [.. fresh.Select(one => HttpRequests.Post(one.Type, one.Json, token))], () => [.. fresh.Select(one => HttpRequests.FloorPost($"create/{one.Type}", one.Json))]);

        // One of five writes: who reads what stands is not to wait for what is being stored.
        yield return new(
            "mixed",
            token => Mix([.. sample.Select(one => HttpRequests.Get($"{one.Type}/{one.Id}", token))], [.. fresh.Select(one => HttpRequests.Post(one.Type, one.Json, token))]),
            () => Mix([.. sample.Select(one => HttpRequests.FloorGet($"read/{one.Type}/{one.Id}"))], [.. fresh.Select(one => HttpRequests.FloorPost($"create/{one.Type}", one.Json))]));
        foreach (var (name, entries) in ((string, int)[])[("transaction-small", 5), ("transaction", 200), ("transaction-large", 1000)]) yield return Transaction(name, entries, town);
    }

    private static IReadOnlyList<ReadOnlyMemory<byte>> Mix(IReadOnlyList<ReadOnlyMemory<byte>> reads, IReadOnlyList<ReadOnlyMemory<byte>> writes) =>
        [.. reads.Select((read, place) => place % 5 == 4 ? writes[place / 5 % writes.Count] : read)];

    private static IEnumerable<HttpQuestion> Searches(Town town, int[] persons)
    {
        (string Patient, string Observation, string Code)[] asked = [.. persons.Select(person => (Town.Patient(person), Town.Observation(person), CodeOf(town, person)))];
        yield return Search("search-identifier", asked, one => $"Patient?identifier={System}|{one.Patient}", one => $"search/identifier/{Escape($"{System}|{one.Patient}")}");
        yield return Search(
            "search-patient-code-date",
            asked,
            one => $"Observation?patient={one.Patient}&code={Loinc}|{one.Code}&date=ge2012-01-01",
            one => $"search/patient-code-date/{Escape($"{one.Patient}|{one.Code}|2012")}/{Escape($"{one.Patient}|{one.Code}|3")}");
        yield return Search("search-include", asked, one => $"Observation?_id={one.Observation}&_include=Observation:subject", one => $"search/include/{one.Observation}");
        yield return Search("search-chain", asked, one => $"Observation?subject:Patient.identifier={System}|{one.Patient}", one => $"search/chain/{Escape($"{System}|{one.Patient}")}");
        yield return Search(
            "search-has",
            asked,
            one => $"Patient?identifier={System}|{one.Patient}&_has:Observation:patient:code={Loinc}|{one.Code}",
            one => $"search/has/{Escape($"{System}|{one.Patient}")}/{Escape($"|{one.Code}")}");

        // Questions that match a good part of the town: no floor, but those with a page have to be flat. Pages differ in size, so that what is kept of answers is not all that is measured.
        int[] places = [.. Enumerable.Range(0, asked.Length)];
        string Page(int place, string query) => $"{query}&_count={10 + (place % 10)}";
        yield return Search("search-sort-date", places, place => Page(place, "Observation?_sort=-date"), null);
        yield return Search("search-code-sort-date", places, place => Page(place, $"Observation?code={Loinc}|{asked[place].Code}&_sort=-date"), null);
        yield return Search("search-name", places, place => Page(place, $"Patient?name={(place % 2 == 0 ? "Haneul417" : "Gara")}"), null);
        yield return Search("search-total", places, place => Page(place, $"Observation?patient={asked[place].Patient}&_total=accurate"), null);
        yield return Search("search-type-total", places, place => Page(place, "Condition?_total=accurate"), null);
        yield return Search("search-chain-wide", asked, one => $"Observation?subject:Patient.birthdate=lt1960-01-01&code={Loinc}|{one.Code}&_count=10", null);
        yield return Search("search-has-wide", asked, one => $"Patient?_has:Observation:patient:code={Loinc}|{one.Code}&_count=10", null);
    }

    private static HttpQuestion Search<T>(string name, T[] asked, Func<T, string> query, Func<T, string>? floor) => new(
        name,
        token => [.. asked.Select(one => HttpRequests.Get(query(one), token))],
        floor is null ? null : () => [.. asked.Select(one => HttpRequests.FloorGet(floor(one)))]);

    private static HttpQuestion Transaction(string name, int entries, Town town)
    {
        var full = new Town(town.Patients, Town.MostResources);
        TownResource[][] bundles = [.. Enumerable.Range(0, 4000 / entries).Select(number => full.Records(town.Patients + (number * entries / Town.MostResources), (entries / Town.MostResources) + 1).Take(entries).ToArray())];
        return new(
            name,
            token => [.. bundles.Select((bundle, round) => HttpRequests.Post("", TownBundle.Creates(bundle, round), token))],
            () => [.. bundles.Select(bundle => HttpRequests.FloorPost("load", FloorRow.Write(bundle.Select(TownIndex.RowOf))))])
        {
            Units = entries, Connections = [2, 8], IsOpen = false, Renew = TownBundle.Renew,
        };
    }

    private static string CodeOf(Town town, int person)
    {
        var json = town.Record(person).First(resource => resource.Type == "Observation").Json;
        using var document = JsonDocument.Parse(json);
        return document.RootElement.GetProperty("code").GetProperty("coding")[0].GetProperty("code").GetString()!;
    }

    private static string Escape(string value) => Uri.EscapeDataString(value);
}
