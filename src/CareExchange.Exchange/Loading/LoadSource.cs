namespace CareExchange.Exchange.Loading;

/// <summary>Where resources come from.</summary>
/// <param name="Name">What error reports call it; no path that says more than it must.</param>
/// <param name="Format">How it holds them.</param>
/// <param name="OpenAsync">Opens it from its beginning, unpacked; the load disposes the stream. May be opened again after a kill.</param>
public sealed record LoadSource(string Name, LoadFormat Format, Func<CancellationToken, Task<Stream>> OpenAsync)
{
    /// <summary>The resource type it is said to hold, or null for any; others in it are refused.</summary>
    public string? Type { get; init; }
}
