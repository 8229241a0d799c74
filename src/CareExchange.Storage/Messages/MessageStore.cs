using CareExchange.Storage.Database;

namespace CareExchange.Storage.Messages;

/// <summary>The originals that partners sent, encrypted, each once.</summary>
public sealed class MessageStore(StorageDatabase database)
{
    /// <summary>Keeps an original in a commit of its own, or finds that this partner sent the same bytes before.</summary>
    public Task<MessageReceipt> ReceiveAsync(NewMessage message, CancellationToken cancellationToken) => throw new NotImplementedException(database.ToString());

    /// <summary>One message, or null.</summary>
    public Task<InboundMessage?> FindAsync(string id, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>The original bytes, or null when there is no such message.</summary>
    public Task<byte[]?> ReadOriginalAsync(string id, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Messages, newest first.</summary>
    public Task<IReadOnlyList<InboundMessage>> ListAsync(MessageQuery query, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Notes how work ended when nothing else is committed with it (a rejection). False when there is no such message.</summary>
    public Task<bool> FinishAsync(string id, MessageOutcome outcome, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Puts a message back to received so that it can be worked on again; null when there is none.</summary>
    public Task<InboundMessage?> ReplayAsync(string id, CancellationToken cancellationToken) => throw new NotImplementedException();
}
