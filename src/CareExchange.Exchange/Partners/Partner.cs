using CareExchange.Exchange.Requests;

namespace CareExchange.Exchange.Partners;

/// <summary>Somebody who sends messages: who they are, what they may send, and on which ground.</summary>
/// <param name="Id">The partner's name in addresses and the folder under <c>mappings/</c>.</param>
/// <param name="OrganizationId">The Organization whose contributions its messages are.</param>
/// <param name="OrganizationDisplay">The organisation's name.</param>
/// <param name="Basis">The ground on which it sends.</param>
public sealed record Partner(string Id, string OrganizationId, string OrganizationDisplay, LegalBasis Basis)
{
    /// <summary>The largest message in bytes when nothing else is said: 8 MiB.</summary>
    public const int DefaultBodyLimit = 8 * 1024 * 1024;

    /// <summary>The largest message it may send, in bytes.</summary>
    public int BodyLimit { get; init; } = DefaultBodyLimit;

    /// <summary>Other names under which documents speak of its organisation.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>Business identifiers of its organisation as tokens, <c>system|value</c>.</summary>
    public IReadOnlyList<string> Identifiers { get; init; } = [];

    /// <summary>False where it is known but may not send at present.</summary>
    public bool Enabled { get; init; } = true;
}
