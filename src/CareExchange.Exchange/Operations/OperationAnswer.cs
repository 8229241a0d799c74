namespace CareExchange.Exchange.Operations;

/// <summary>What an operation answers.</summary>
/// <param name="Json">A resource, UTF-8 JSON: Parameters, or the one resource that the definition calls <c>return</c>; empty for no body.</param>
/// <param name="Status">The HTTP status.</param>
public sealed record OperationAnswer(ReadOnlyMemory<byte> Json, int Status = 200)
{
    /// <summary>Headers that belong to the answer, such as Location.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];
}
