using CareExchange.Exchange.Requests;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Exchange.Operations;

/// <summary>One request for an operation, its input read.</summary>
/// <param name="Target">What it is asked of.</param>
/// <param name="Input">What goes in.</param>
/// <param name="Requester">Who asks.</param>
/// <param name="Trace">How they ask.</param>
/// <param name="Refusal">Says why the caller may not do something to a type, or null.</param>
public sealed record OperationCall(
    OperationTarget Target, OperationInput Input, Requester Requester, RequestTrace Trace, Func<string, OperationNeed, Issue?> Refusal)
{
    /// <summary>What links of the answer begin with, such as <c>https://host/fhir</c>.</summary>
    public string Base { get; init; } = "";

    /// <summary>How the answer is written, encoded: links carry it on from page to page.</summary>
    public string Writing { get; init; } = "";

    /// <summary>True where the caller may read a type.</summary>
    public bool MayRead(string type) => Refusal(type, OperationNeed.Read) is null;
}
