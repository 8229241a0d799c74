using CareExchange.Identity.Bearer;

namespace CareExchange.Server.Rest;

/// <summary>What plain reads, searches and creates remember between the requests of one connection.</summary>
internal sealed class PlainReadMemory
{
    /// <summary>Whose token the last request carried.</summary>
    public BearerMemory? Bearer { get; set; }
}
