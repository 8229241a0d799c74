namespace CareExchange.Exchange.Interactions;

/// <summary>How a version came to be (R4 http.html#history: the request that made it).</summary>
public enum ResourceOrigin
{
    /// <summary>An update of what stood already.</summary>
    Updated,

    /// <summary>A create: the server gave the id.</summary>
    Created,

    /// <summary>An update that created it, under an id that the client chose, or again after a deletion.</summary>
    CreatedByUpdate,
}
