using CareExchange.Storage.Resources;

namespace CareExchange.Exchange.Interactions;

/// <summary>What stands after a write.</summary>
/// <param name="Resource">The current version.</param>
/// <param name="Created">True where there was none before.</param>
public sealed record WriteResult(ResourceVersion Resource, bool Created)
{
    internal static WriteResult Of(PutResult put) => new(ResourceVersion.Of(put.Resource), put.Change == PutChange.Created);
}
