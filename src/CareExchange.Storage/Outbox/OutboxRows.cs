using System.Data.Common;
using CareExchange.Storage.Database;
using CareExchange.Storage.Protection;

namespace CareExchange.Storage.Outbox;

/// <summary>The outbox table.</summary>
internal static class OutboxRows
{
    private const string Insert = """
        INSERT INTO outbox (id, channel, kind, payload, due, attempts, token, dead, dead_since, reason)
        VALUES ($1, $2, $3, $4, $5, 0, '', 0, 0, '') ON CONFLICT (id) DO NOTHING
        """;

    public static Task EnqueueAsync(WriteSession session, KeyRing keys, OutboxMessage message, DateTimeOffset now, CancellationToken cancellationToken) =>
        session.ExecuteAsync(
            new Statement(
                Insert,
                message.Id,
                message.Channel,
                message.Kind,
                keys.Encrypt(ProtectionPurpose.Outbox, message.Id, message.Payload.Span),
                (message.NotBefore ?? now).ToMicroseconds()),
            cancellationToken);

    /// <summary>Reads <c>id, channel, kind, payload</c> from the first four columns.</summary>
    public static OutboxMessage Read(DbDataReader reader, KeyRing keys)
    {
        var id = reader.GetString(0);
        return new OutboxMessage(id, reader.GetString(1), reader.GetString(2), keys.Decrypt(ProtectionPurpose.Outbox, id, reader.Bytes(3)));
    }
}
