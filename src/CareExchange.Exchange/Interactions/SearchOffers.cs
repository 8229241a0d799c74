using CareExchange.Fhir.Definitions;
using CareExchange.Storage.Search;

namespace CareExchange.Exchange.Interactions;

/// <summary>What can really be asked for, for whoever describes the server.</summary>
public sealed class SearchOffers(SearchQueryParser parser, Schema schema)
{
    /// <summary>The search parameters of a type, in the order of their names: definition canonical (null where none is published), and of references the types they may point at.</summary>
    public IReadOnlyList<(string Code, string Type, string? Definition, IReadOnlyList<string> Targets)> Of(string type) =>
        [.. parser.Offers(type).Select(offer => (offer.Code, offer.Type, schema.FindSearchParameter(type, offer.Code)?.Url, offer.Targets))];
}
