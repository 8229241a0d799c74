namespace CareExchange.Exchange.Exporting;

/// <summary>Where an export stands.</summary>
/// <param name="Progress">How far it is.</param>
/// <param name="Result">What it came to; null while it runs.</param>
/// <param name="Failure">An OperationOutcome where it failed; empty otherwise.</param>
/// <param name="Finished">When it ended.</param>
public sealed record ExportStatus(string Progress, ExportResult? Result, ReadOnlyMemory<byte> Failure, DateTimeOffset? Finished);
