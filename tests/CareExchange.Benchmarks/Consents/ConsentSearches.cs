using System.Globalization;

namespace CareExchange.Benchmarks.Consents;

/// <summary>One kind of search, as many different ones of it as are asked.</summary>
/// <param name="Name">What is asked.</param>
/// <param name="Type">The type that is searched.</param>
/// <param name="Queries">The queries.</param>
internal sealed record ConsentSearches(string Name, string Type, IReadOnlyList<string> Queries)
{
    // More than are asked in the seconds for which answers are kept, where searches are short.
    private const int Different = 4_000;

    /// <summary>Every kind over a town.</summary>
    public static IReadOnlyList<ConsentSearches> All(int persons)
    {
        var random = new Random(20261122);

        // Nothing is asked through a person whose consent only the content of each resource decides: those are left out.
        int[] asked = [.. Enumerable.Range(0, Different).Select(_ => random.Next(persons)).Where(static one => one % ConsentTown.Undecided != 0)];
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
        ];
    }
}
