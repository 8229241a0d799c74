namespace CareExchange.Benchmarks.Core;

/// <summary>The answer to one question: medians over all rounds.</summary>
/// <param name="Question">Which question.</param>
/// <param name="PerSecond">Resources a second, all threads together.</param>
/// <param name="MegabytesPerSecond">Millions of bytes of JSON a second, all threads together.</param>
/// <param name="BytesPerResource">Bytes allocated for one resource.</param>
/// <param name="Ratio">Speed over that of <c>JsonDocument.Parse</c> on the same bytes in the same round.</param>
internal sealed record CoreResult(string Question, double PerSecond, double MegabytesPerSecond, double BytesPerResource, double Ratio);
