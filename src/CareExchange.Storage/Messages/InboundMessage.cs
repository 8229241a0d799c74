namespace CareExchange.Storage.Messages;

/// <summary>A kept message without its content.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Partner">Who sent it.</param>
/// <param name="Sha256">SHA-256 of the original, 64 lower-case hex digits; unique per partner.</param>
/// <param name="ContentType">As sent.</param>
/// <param name="FileName">As sent, or null.</param>
/// <param name="Length">Bytes of the original.</param>
/// <param name="Received">When it first arrived.</param>
/// <param name="State">Where it stands.</param>
/// <param name="StateChanged">Since when.</param>
/// <param name="Attempts">How often work on it ended: 0 while first received.</param>
/// <param name="Issues">OperationOutcome JSON of the last attempt; empty when there was none.</param>
/// <param name="Result">What the last attempt noted for itself (counts, map version): JSON, empty when nothing.</param>
public sealed record InboundMessage(
    string Id,
    string Partner,
    string Sha256,
    string ContentType,
    string? FileName,
    long Length,
    DateTimeOffset Received,
    MessageState State,
    DateTimeOffset StateChanged,
    int Attempts,
    ReadOnlyMemory<byte> Issues,
    ReadOnlyMemory<byte> Result);
