using System.Runtime.CompilerServices;

namespace CareExchange.Storage.Search;

/// <summary>What a search asks, by which it is found again: the query as it is carried out says everything but the asker, the place and what may be known of.</summary>
/// <param name="Scope">The type, compartment or system searched.</param>
/// <param name="Types">The types that are left of it for the asker.</param>
/// <param name="Query">The query.</param>
/// <param name="Order">The order, which need not be asked for.</param>
/// <param name="Requester">Who asks.</param>
/// <param name="Place">Where the page begins; empty for the first.</param>
/// <param name="Access">What may be known of, this very decision.</param>
internal sealed record SearchQuestion(string Scope, string Types, string Query, string Order, string Requester, string Place, AccessPredicate Access)
{
    /// <summary>The question of a request; null where what it finds hangs on more than the database, such as on whoever judges what is undecided.</summary>
    public static SearchQuestion? Of(SearchRequest request, AccessPredicate access) => request.AsksText || access.Undecided.Count > 0 ? null : new(
        request.Scope,
        request.IsSystem ? string.Join(',', request.Types) : "",
        request.Query,
        string.Join(',', request.Sort),
        request.RequesterKey,
        request.After is { } after ? string.Join('\n', [after.Row, after.LastRow, after.Total, .. after.Keys]) : "",
        access);

    /// <inheritdoc/>
    public bool Equals(SearchQuestion? other) => other is not null && ReferenceEquals(Access, other.Access)
        && Query == other.Query && Order == other.Order && Scope == other.Scope && Types == other.Types && Requester == other.Requester && Place == other.Place;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Query, Scope, Place, RuntimeHelpers.GetHashCode(Access));
}
