using System.Security.Cryptography;
using CareExchange.Storage.Database;

namespace CareExchange.Storage.Messages;

/// <summary>The originals that partners sent, encrypted, each once.</summary>
public sealed class MessageStore(StorageDatabase database)
{
    private const string Insert = """
        INSERT INTO message (id, partner, sha256, content_type, file_name, length, received, state, state_changed, attempts, issues, result, content)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, $10, $11, $12) ON CONFLICT (partner, sha256) DO NOTHING
        """;

    /// <summary>Keeps an original in a commit of its own, or finds that this partner sent the same bytes before.</summary>
    public async Task<MessageReceipt> ReceiveAsync(NewMessage message, CancellationToken cancellationToken)
    {
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(message.Content.Span));
        var content = MessageRows.Seal(database.Keys, message.Id, "content", message.Content);
        var now = database.Now().ToMicroseconds();
        await using var session = await database.WriteAsync(cancellationToken);
        var added = await session.ExecuteAsync(
            new Statement(
                Insert,
                message.Id,
                message.Partner,
                sha256,
                message.ContentType,
                message.FileName.OrNull(),
                (long)message.Content.Length,
                now,
                (long)MessageState.Received,
                now,
                Array.Empty<byte>(),
                Array.Empty<byte>(),
                content),
            cancellationToken);
        var kept = await session.FirstAsync(
            new Statement($"SELECT {MessageRows.Columns} FROM message WHERE partner = $1 AND sha256 = $2", message.Partner, sha256),
            row => MessageRows.Read(row, database.Keys),
            cancellationToken);
        await session.CommitAsync(cancellationToken);
        return new MessageReceipt(kept!, AlreadyKnown: added == 0);
    }

    /// <summary>One message, or null.</summary>
    public async Task<InboundMessage?> FindAsync(string id, CancellationToken cancellationToken)
    {
        await using var session = await database.ReadCommittedAsync(cancellationToken);
        return await FindAsync(session, id, cancellationToken);
    }

    /// <summary>The original bytes, or null when there is no such message.</summary>
    public async Task<byte[]?> ReadOriginalAsync(string id, CancellationToken cancellationToken)
    {
        await using var session = await database.ReadCommittedAsync(cancellationToken);
        return await session.FirstAsync(
            new Statement("SELECT content FROM message WHERE id = $1", id), row => MessageRows.Open(database.Keys, id, "content", row.Bytes(0)), cancellationToken);
    }

    /// <summary>Messages, newest first.</summary>
    public async Task<IReadOnlyList<InboundMessage>> ListAsync(MessageQuery query, CancellationToken cancellationToken)
    {
        var where = new Conditions()
            .Add("partner = {0}", query.Partner)
            .Add("state = {0}", query.State is { } state ? (long)state : null)
            .Add("id < {0}", query.BeforeId);
        var limit = where.Parameter((long)Math.Clamp(query.Count, 1, 1000));
        await using var session = await database.ReadCommittedAsync(cancellationToken);
        return await session.ListAsync(
            new Statement($"SELECT {MessageRows.Columns} FROM message{where} ORDER BY id DESC LIMIT {limit}", where.Values),
            row => MessageRows.Read(row, database.Keys),
            cancellationToken);
    }

    /// <summary>Notes how work ended when nothing else is committed with it (a rejection). False when there is no such message.</summary>
    public async Task<bool> FinishAsync(string id, MessageOutcome outcome, CancellationToken cancellationToken)
    {
        await using var session = await database.WriteAsync(cancellationToken);
        var known = await MessageRows.FinishAsync(session, database.Keys, id, outcome, database.Now(), cancellationToken);
        await session.CommitAsync(cancellationToken);
        return known;
    }

    /// <summary>Puts a message back to received so that it can be worked on again; null when there is none.</summary>
    public async Task<InboundMessage?> ReplayAsync(string id, CancellationToken cancellationToken)
    {
        await using var session = await database.WriteAsync(cancellationToken);
        await session.ExecuteAsync(
            new Statement("UPDATE message SET state = $1, state_changed = $2 WHERE id = $3", (long)MessageState.Received, database.Now().ToMicroseconds(), id),
            cancellationToken);
        var message = await FindAsync(session, id, cancellationToken);
        await session.CommitAsync(cancellationToken);
        return message;
    }

    private Task<InboundMessage?> FindAsync(DatabaseSession session, string id, CancellationToken cancellationToken) =>
        session.FirstAsync(
            new Statement($"SELECT {MessageRows.Columns} FROM message WHERE id = $1", id), row => MessageRows.Read(row, database.Keys), cancellationToken);
}
