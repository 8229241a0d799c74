using CareExchange.Exchange.Interactions;

namespace CareExchange.Exchange.Operations;

/// <summary>A request for an operation as it came, over HTTP or as an entry of a batch.</summary>
/// <param name="Target">What it is asked of.</param>
/// <param name="IsGet">True for GET and HEAD.</param>
/// <param name="Query">The decoded query without the parameters that only say how the answer is written.</param>
/// <param name="Body">The body; null or empty where there is none.</param>
public sealed record OperationRequest(OperationTarget Target, bool IsGet, IReadOnlyList<KeyValuePair<string, string>> Query, ResourceBody? Body)
{
    /// <summary>What links of the answer begin with, such as <c>https://host/fhir</c>.</summary>
    public string Base { get; init; } = "";

    /// <summary>How the answer is written, encoded: links carry it on from page to page.</summary>
    public string Writing { get; init; } = "";
}
