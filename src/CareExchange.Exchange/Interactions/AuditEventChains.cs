using CareExchange.Exchange.Requests;
using CareExchange.Storage.Resources;
using CareExchange.Storage.Search;

namespace CareExchange.Exchange.Interactions;

/// <summary>The identifiers by which ITI-81 asks: of the patient they are looked up, of agents, entities and sources they stand in the record itself.</summary>
internal static class AuditEventChains
{
    private const string Patient = "patient.identifier";
    private const int MostPatients = 100;

    /// <summary>The query without chains.</summary>
    /// <returns>The pairs, and whether no patient has such an identifier: then nothing matches.</returns>
    public static async Task<(IReadOnlyList<KeyValuePair<string, string>> Pairs, bool Nobody)> ResolveAsync(
        IReadOnlyList<KeyValuePair<string, string>> query, SearchQueryParser parser, ResourceStore store, Requester requester, CancellationToken cancellationToken)
    {
        if (!query.Any(pair => pair.Key.EndsWith(".identifier", StringComparison.Ordinal))) return (query, false);
        var pairs = new List<KeyValuePair<string, string>>();
        foreach (var (name, value) in query)
        {
            if (name is "agent.identifier" or "entity.identifier" or "source.identifier") pairs.Add(new($"{name.Split('.')[0]}:identifier", value));
            else if (name is Patient or "patient:Patient.identifier")
            {
                var parsed = parser.Parse("Patient", [new("identifier", value), new("_count", MostPatients.ToString(System.Globalization.CultureInfo.InvariantCulture))], requester.Id);

                // Said of the trail's own query below: the value is what is wrong with it.
                if (parsed.Value is not { } request || !parsed.Succeeded) pairs.Add(new("patient:identifier", value));
                else
                {
                    var found = await store.SearchAsync(request, AccessPredicate.Unrestricted, cancellationToken);
                    if (found.Matches.Count == 0) return ([.. query.Where(pair => pair.Key != name)], true);
                    pairs.Add(new("patient", string.Join(',', found.Matches.Select(patient => $"Patient/{patient.Id}"))));
                }
            }
            else pairs.Add(new(name, value));
        }

        return (pairs, false);
    }
}
