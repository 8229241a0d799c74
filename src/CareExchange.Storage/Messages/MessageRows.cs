using System.Data.Common;
using CareExchange.Storage.Database;
using CareExchange.Storage.Protection;

namespace CareExchange.Storage.Messages;

/// <summary>The message table. Content, issues and result are each encrypted under the message's id.</summary>
internal static class MessageRows
{
    public const string Columns =
        "id, partner, sha256, content_type, file_name, length, received, state, state_changed, attempts, issues, result";

    public static async Task<bool> FinishAsync(
        WriteSession session, KeyRing keys, string id, MessageOutcome outcome, DateTimeOffset now, CancellationToken cancellationToken, int? attempts = null)
    {
        if (outcome.State == MessageState.Received) throw new ArgumentException("Work ends in processed, rejected or parked.", nameof(outcome));
        var changed = await session.ExecuteAsync(
            new Statement(
                "UPDATE message SET state = $1, state_changed = $2, attempts = attempts + 1, issues = $3, result = $4 WHERE id = $5 AND ($6 < 0 OR attempts = $6)",
                (long)outcome.State,
                now.ToMicroseconds(),
                Seal(keys, id, "issues", outcome.Issues),
                Seal(keys, id, "result", outcome.Result),
                id,
                (long)(attempts ?? -1)),
            cancellationToken);
        return changed > 0;
    }

    public static byte[] Seal(KeyRing keys, string id, string part, ReadOnlyMemory<byte> plain) =>
        plain.IsEmpty ? [] : keys.Encrypt(ProtectionPurpose.Message, $"{id}/{part}", plain.Span);

    public static byte[] Open(KeyRing keys, string id, string part, byte[] sealedBytes) =>
        sealedBytes.Length == 0 ? [] : keys.Decrypt(ProtectionPurpose.Message, $"{id}/{part}", sealedBytes);

    public static InboundMessage Read(DbDataReader reader, KeyRing keys)
    {
        var id = reader.GetString(0);
        return new InboundMessage(
            id,
            reader.GetString(1),
            reader.GetString(2),
            reader.GetString(3),
            reader.TextOrNull(4),
            reader.GetInt64(5),
            reader.Time(6),
            (MessageState)reader.GetInt32(7),
            reader.Time(8),
            reader.GetInt32(9),
            Open(keys, id, "issues", reader.Bytes(10)),
            Open(keys, id, "result", reader.Bytes(11)));
    }
}
