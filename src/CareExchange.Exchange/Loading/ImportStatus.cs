namespace CareExchange.Exchange.Loading;

/// <summary>Where an import stands.</summary>
/// <param name="Progress">How far it is.</param>
/// <param name="Done">What it came to; null while it runs, or where it failed.</param>
/// <param name="Failure">An OperationOutcome where it failed; empty otherwise.</param>
/// <param name="Types">What its sources hold, as far as that is known; <c>*</c> for any.</param>
public sealed record ImportStatus(string Progress, LoadProgress? Done, ReadOnlyMemory<byte> Failure, IReadOnlyList<string> Types);
