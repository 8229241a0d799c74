using System.Security.Claims;

namespace CareExchange.Identity.Bearer;

/// <summary>What a header was found to say, for the next request of the same connection. Good only until it is asked again.</summary>
public sealed class BearerMemory
{
    internal BearerMemory(string header, ValidatedTokens.Held held) => (Header, Held) = (header, held);

    /// <summary>Whose token it is.</summary>
    public ClaimsPrincipal Principal => Held.Principal;

    internal string Header { get; }

    internal ValidatedTokens.Held Held { get; }
}
