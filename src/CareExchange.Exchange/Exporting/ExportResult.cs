namespace CareExchange.Exchange.Exporting;

/// <summary>What an export that has ended tells in its manifest.</summary>
/// <param name="TransactionTime">Nothing stored later is part of it.</param>
/// <param name="Address">The address of the request.</param>
/// <param name="Files">Its files.</param>
/// <param name="Elements">The elements that are kept; empty for all.</param>
public sealed record ExportResult(DateTimeOffset TransactionTime, string Address, IReadOnlyList<ExportFile> Files, IReadOnlyList<string> Elements);
