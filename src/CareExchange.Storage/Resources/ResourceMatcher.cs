using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;
using CareExchange.Storage.Database;
using CareExchange.Storage.Indexing;
using CareExchange.Storage.Search;

namespace CareExchange.Storage.Resources;

/// <summary>Says of one resource in hand whether a search would find it; the same criteria go into the SQL of searches (<see cref="AccessPredicate.Bounded"/>). Thread-safe.</summary>
/// <remarks>What only other resources, full text or distances decide cannot be asked here: <see cref="Read"/> refuses it.</remarks>
public sealed class ResourceMatcher
{
    private readonly IndexCatalog _catalog;
    private readonly IndexExtractor _extractor;
    private readonly SearchQueryParser _parser;

    internal ResourceMatcher(StorageDatabase database, IndexCatalog catalog, IndexExtractor extractor) =>
        (_catalog, _extractor, _parser) = (catalog, extractor, new SearchQueryParser(database));

    /// <summary>Reads the parameters of a query, all of which must hold.</summary>
    /// <param name="type">Resource type.</param>
    /// <param name="query">Decoded name and value pairs.</param>
    /// <returns>The criterion; or what is not understood, is no condition on a resource (<c>_sort</c>, <c>_include</c> …), or cannot be judged in hand.</returns>
    public Outcome<SearchCriterion> Read(string type, IReadOnlyList<KeyValuePair<string, string>> query)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (query.FirstOrDefault(pair => SearchQueryParser.Control.Contains(pair.Key, StringComparer.Ordinal)) is { Key: { } control }) return NotHere(control);
        var parsed = _parser.Parse(type, query, "");
        if (parsed.Value is not { } request || !parsed.Succeeded) return Outcome.Failure<SearchCriterion>(parsed.Issues);
        var criteria = request.Branches[0].Criteria;
        if (criteria.Count == 0) return NotHere("");
        return criteria.FirstOrDefault(criterion => !CriterionMatch.CanJudge(criterion)) is { } beyond ? NotHere(beyond.Code) : SearchCriterion.Of(SearchGroupKind.All, criteria);
    }

    /// <summary>True where <see cref="Meets"/> can judge a criterion that came by another way than <see cref="Read"/>.</summary>
    public static bool CanJudge(SearchCriterion criterion) => CriterionMatch.CanJudge(criterion);

    /// <summary>A criterion that nothing meets: no id looks like this.</summary>
    public static SearchCriterion Never { get; } = new("_id", "id", null, [new SearchValue { Text = "/" }]);

    /// <summary>Whether a resource as it is shown meets a criterion. What cannot be read meets none.</summary>
    /// <param name="criterion">As <see cref="Read"/> gave it for the same type.</param>
    /// <param name="type">Resource type.</param>
    /// <param name="id">Its id.</param>
    /// <param name="updated">When it was stored.</param>
    /// <param name="json">Its bytes.</param>
    public bool Meets(SearchCriterion criterion, string type, string id, DateTimeOffset updated, ReadOnlyMemory<byte> json)
    {
        if (_catalog.Find(type) is not { } known) return false;
        using var document = FhirDocument.Parse(json, _catalog.Schema).Value;
        return document is not null && document.Root.TypeName == type
            && new CriterionMatch(_catalog, known, id, (updated - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond, _extractor.Extract(document.Root, known)).Holds(criterion);
    }

    private static Issue NotHere(string name) => Issue.Error("not-supported", "search-parameter-unknown", "This parameter cannot limit a resource by itself.", "자원 하나만으로 판단할 수 없는 검색 항목입니다.") with { Found = name };
}
