namespace CareExchange.Storage.Messages;

/// <summary>How work on a message ended.</summary>
/// <param name="State">Processed, Rejected or Parked.</param>
/// <param name="Issues">OperationOutcome JSON, or empty; kept encrypted, because issues may quote.</param>
/// <param name="Result">Whatever the conductor wants to find again, JSON, or empty; kept encrypted.</param>
public sealed record MessageOutcome(MessageState State, ReadOnlyMemory<byte> Issues, ReadOnlyMemory<byte> Result);
