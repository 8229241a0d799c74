using CareExchange.Fhir.Outcomes;
using CareExchange.Storage.Database;

namespace CareExchange.Storage.Search;

/// <summary>Turns a query string's parameters into a checked request. Thread-safe.</summary>
public sealed class SearchQueryParser(StorageDatabase database)
{
    /// <summary>Reads a query, strictly: what is not understood is an issue that names what is.</summary>
    /// <param name="resourceType">The type searched.</param>
    /// <param name="query">Decoded name and value pairs in their order; <c>_format</c>, <c>_pretty</c> and the like are the door's and must be taken out before.
    /// A <c>_cursor</c> must stand alone: it carries the whole query.</param>
    /// <param name="requesterKey">Who asks; next-page cursors are bound to it.</param>
    /// <returns>The request; or issues <c>not-supported</c> (unknown parameter or modifier), <c>value</c> (malformed value), <c>security</c>/<c>cursor-invalid</c>.</returns>
    public Outcome<SearchRequest> Parse(string resourceType, IEnumerable<KeyValuePair<string, string>> query, string requesterKey) =>
        throw new NotImplementedException(database.ToString() + resourceType + query + requesterKey);
}
