using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CareExchange.Storage.Database;

namespace CareExchange.Storage.Audit;

/// <summary>How one row's hash follows from the one before.</summary>
public static class AuditChain
{
    /// <summary>What stands before the first row of chain 0.</summary>
    public const string Origin = "0000000000000000000000000000000000000000000000000000000000000000";

    /// <summary>What stands before the first row of a chain: its number in 64 hex digits, so that no chain can be passed off as another.</summary>
    public static string OriginOf(int shard) => shard == 0 ? Origin : shard.ToString("x64", CultureInfo.InvariantCulture);

    /// <summary>The hash of a row at this place in the chain, 64 lower-case hex digits.</summary>
    /// <remarks>SHA-256 over the previous hash, the sequence and the fields in their order, each with its length before it,
    /// so that no two rows can be written as the same bytes. The time counts to the µs, as it is stored.</remarks>
    public static string Hash(string previousHash, long sequence, AuditRow row) => Hash(previousHash, sequence, row, new ArrayBufferWriter<byte>(row.Json.Length + 512));

    /// <summary>The same in a buffer of the caller's, for rows by the thousand.</summary>
    internal static string Hash(string previousHash, long sequence, AuditRow row, ArrayBufferWriter<byte> bytes)
    {
        Write(Encoding.ASCII.GetBytes(previousHash), sequence, row, bytes);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes.WrittenSpan, hash);
        return Convert.ToHexStringLower(hash);
    }

    /// <summary>What is hashed.</summary>
    internal static void Write(ReadOnlySpan<byte> previousHash, long sequence, AuditRow row, ArrayBufferWriter<byte> bytes)
    {
        bytes.ResetWrittenCount();
        Append(bytes, (long)previousHash.Length);
        bytes.Write(previousHash);
        Append(bytes, sequence);
        Append(bytes, row.Id);
        Append(bytes, row.Recorded.ToMicroseconds());
        Append(bytes, row.Action);
        Append(bytes, row.Outcome);
        Append(bytes, row.Agent);
        Append(bytes, row.Organization);
        Append(bytes, row.Person);
        Append(bytes, (long)row.Json.Length);
        bytes.Write(row.Json.Span);
    }

    private static void Append(ArrayBufferWriter<byte> bytes, string? text)
    {
        // Null and empty are different facts: -1 stands for null.
        if (text is null)
        {
            Append(bytes, -1L);
            return;
        }

        var length = Encoding.UTF8.GetByteCount(text);
        Append(bytes, (long)length);
        Encoding.UTF8.GetBytes(text, bytes.GetSpan(length));
        bytes.Advance(length);
    }

    private static void Append(ArrayBufferWriter<byte> bytes, long number)
    {
        BinaryPrimitives.WriteInt64BigEndian(bytes.GetSpan(sizeof(long)), number);
        bytes.Advance(sizeof(long));
    }
}
