namespace CareExchange.Fhir.Json;

/// <summary>How much of a stranger's JSON is read before it is refused.</summary>
/// <param name="MaxBytes">Longest text, in bytes.</param>
/// <param name="MaxDepth">Deepest nesting of objects and arrays.</param>
public sealed record JsonLimits(int MaxBytes = 256 * 1024 * 1024, int MaxDepth = 128)
{
    /// <summary>256 MiB and 128 levels: bulk files fit, a nesting bomb does not.</summary>
    public static JsonLimits Default { get; } = new();
}
