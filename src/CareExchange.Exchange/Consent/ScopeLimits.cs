using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using CareExchange.Exchange.Requests;
using CareExchange.Storage.Resources;
using CareExchange.Storage.Search;

namespace CareExchange.Exchange.Consent;

/// <summary>Holds every answer and every write to the queries of the token's scopes. Thread-safe.</summary>
/// <remarks>A query that is not understood, or not any more (its search parameter was taken away), lets nothing through.</remarks>
internal sealed class ScopeLimits(ResourceMatcher matcher)
{
    private readonly ConditionalWeakTable<RequestLimits, ConcurrentDictionary<(string Type, ResourceActions Action), SearchCriterion?>> _known = [];

    /// <summary>True where a query on a type (<c>*</c> for all of them) can be held to.</summary>
    public static bool Understands(ResourceMatcher matcher, string type, string query)
    {
        // What is asked of every type must be a parameter of every type: those of Resource, whose names begin so.
        var pairs = Pairs(query);
        return type == "*" ? pairs.All(pair => pair.Key.StartsWith('_')) && matcher.Read("Basic", pairs).Succeeded : matcher.Read(type, pairs).Succeeded;
    }

    /// <summary>What a resource of a type must meet for this; null for no limit.</summary>
    public SearchCriterion? Of(Requester requester, string type, ResourceActions action)
    {
        if (requester.Limits is not { } limits) return null;
        return _known.GetValue(limits, _ => new()).GetOrAdd((type, action), key =>
        {
            if (limits.QueriesOf(key.Type, key.Action) is not { } queries) return null;
            SearchCriterion[] criteria = [.. queries.Select(query => matcher.Read(key.Type, Pairs(query))).Where(read => read.Succeeded).Select(read => read.Value!)];
            return criteria.Length switch { 0 => ResourceMatcher.Never, 1 => criteria[0], _ => SearchCriterion.Of(SearchGroupKind.Any, criteria) };
        });
    }

    /// <summary>True where the token lets this be done to this version.</summary>
    /// <param name="requester">Who asks.</param>
    /// <param name="resource">The version.</param>
    /// <param name="shown">Its bytes as the requester may see them: what is kept back meets no query.</param>
    /// <param name="action">What is done.</param>
    public bool Permits(Requester requester, StoredResource resource, ReadOnlyMemory<byte> shown, ResourceActions action) =>
        Of(requester, resource.Type, action) is not { } limit || (!shown.IsEmpty && matcher.Meets(limit, resource.Type, resource.Id, resource.LastUpdated, shown));

    /// <summary>The same of bytes that are to be written.</summary>
    public bool Permits(Requester requester, string type, string id, DateTimeOffset now, ReadOnlyMemory<byte> json, ResourceActions action) =>
        Of(requester, type, action) is not { } limit || matcher.Meets(limit, type, id, now, json);

    /// <summary>A predicate held to the limits.</summary>
    public AccessPredicate Bound(AccessPredicate access, Requester requester, ResourceActions action) =>
        requester.Limits is null ? access : access.Bounded(type => Of(requester, type, action));

    private static KeyValuePair<string, string>[] Pairs(string query) =>
        [.. query.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(part => part.Split('=', 2)).Select(part => KeyValuePair.Create(Decode(part[0]), part.Length > 1 ? Decode(part[1]) : ""))];

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
