using CareExchange.Fhir.Definitions;
using CareExchange.Storage.Search;

namespace CareExchange.Exchange.Interactions;

/// <summary>What can really be asked for, for whoever describes the server.</summary>
public sealed class SearchOffers(SearchQueryParser parser, Schema schema)
{
    /// <summary>The search parameters of a type, in the order of their names: definition canonical (null where none is published), and of references the types they may point at.</summary>
    public IReadOnlyList<(string Code, string Type, string? Definition, IReadOnlyList<string> Targets)> Of(string type) =>
        [.. parser.Offers(type).Select(offer => Described(type, offer)).Where(offer => offer.Code != "_text" || offer.Definition is not null)];

    // Among the definitions stands an example that calls itself _id, too.
    private (string Code, string Type, string? Definition, IReadOnlyList<string> Targets) Described(string type, SearchOffer offer)
    {
        if (offer.Code == "_id") return (offer.Code, offer.Type, "http://hl7.org/fhir/SearchParameter/Resource-id", offer.Targets);
        var definition = schema.FindSearchParameter(type, offer.Code);
        return (offer.Code, definition?.Type ?? offer.Type, offer.Definition ?? definition?.Url, offer.Targets);
    }
}
