using System.Globalization;
using CareExchange.Benchmarks.Core;

namespace CareExchange.Benchmarks.Consents;

/// <summary>One kind of search, as many different ones of it as are asked.</summary>
/// <param name="Name">What is asked.</param>
/// <param name="Type">The type that is searched.</param>
/// <param name="Queries">The queries.</param>
internal sealed record ConsentSearches(string Name, string Type, IReadOnlyList<string> Queries)
{
    // More than are asked in all rounds: an answer that is kept from one round to the next costs no decision.
    private const int Different = 60_000;

    /// <summary>Every kind over a town.</summary>
    /// <param name="persons">How many persons it has.</param>
    /// <param name="among">Of how many is asked, spread over the town: towns of different sizes are compared by questions that are repeated equally often.</param>
    public static IReadOnlyList<ConsentSearches> All(int persons, int among)
    {
        var random = new Random(20261122);

        // Nothing is asked through a person whose consent only the content of each resource decides: those are left out.
        int[] asked = [.. Enumerable.Range(0, Different).Select(_ => Spread.Over(random.Next(among), persons / among)).Where(static one => one % ConsentTown.Undecided != 0)];
        ConsentSearches Of(string name, string type, Func<int, string> query) => new(name, type, [.. asked.Select(query).Distinct(StringComparer.Ordinal)]);
        return
        [
            Of("patient=", "Observation", one => $"patient=p{one}"),
            Of("identifier", "Patient", one => $"identifier={ConsentTown.System}|n{one}"),
            Of("patient, code, date", "Observation", one => string.Create(CultureInfo.InvariantCulture, $"patient=p{one}&code=urn:c|c{one % ConsentTown.Codes}&date=ge2005-01-01")),
            Of("code&_count=20", "Observation", one => string.Create(CultureInfo.InvariantCulture, $"code=urn:c|c{one % ConsentTown.Codes}&_count=20")),
            Of("_sort=-date&_count=20", "Observation", one => string.Create(CultureInfo.InvariantCulture, $"_sort=-date&_count=20&date=lt{2012 + (one % 15)}-0{1 + (one % 9)}-{10 + (one % 19)}")),
            Of("_include", "Observation", one => string.Create(CultureInfo.InvariantCulture, $"_id=p{one}-o{one % 2}&_include=Observation:subject")),
            Of("chain", "Observation", one => $"subject:Patient.identifier={ConsentTown.System}|n{one}"),
            Of("_has", "Patient", one => string.Create(CultureInfo.InvariantCulture, $"identifier={ConsentTown.System}|n{one}&_has:Observation:patient:code=urn:c|c{one % ConsentTown.Codes}")),
            Of("_total of a person", "Observation", one => $"patient=p{one}&_total=accurate"),
            Of("code&_sort=-date", "Observation", one => string.Create(CultureInfo.InvariantCulture, $"code=urn:c|c{one % ConsentTown.Codes}&_sort=-date&_count={20 + (one % 7)}")),
            Of("_sort=-date, all", "Observation", one => string.Create(CultureInfo.InvariantCulture, $"_sort=-date&_count={20 + (one % 50)}")),
            Of("name=", "Patient", one => string.Create(CultureInfo.InvariantCulture, $"name=Name{one % 977}&_count={20 + (one % 7)}")),
            Of("family=", "Patient", one => string.Create(CultureInfo.InvariantCulture, $"family=Ki&_count={20 + (one % 50)}")),
            Of("chain, wide", "Observation", one => string.Create(CultureInfo.InvariantCulture, $"subject:Patient.birthdate=lt1960-01-01&code=urn:c|c{one % ConsentTown.Codes}&_count={10 + (one % 7)}")),
            Of("_has, wide", "Patient", one => string.Create(CultureInfo.InvariantCulture, $"_has:Observation:patient:code=urn:c|c{one % ConsentTown.Codes}&_count={10 + (one % 7)}")),
            Of("code&_total", "Observation", one => string.Create(CultureInfo.InvariantCulture, $"code=urn:c|c{one % ConsentTown.Codes}&_total=accurate&_count={20 + (one % 7)}")),
        ];
    }
}
