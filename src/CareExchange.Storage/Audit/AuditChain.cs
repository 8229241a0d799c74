using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using CareExchange.Storage.Database;

namespace CareExchange.Storage.Audit;

/// <summary>How one row's hash follows from the one before.</summary>
public static class AuditChain
{
    /// <summary>What stands before the first row.</summary>
    public const string Origin = "0000000000000000000000000000000000000000000000000000000000000000";

    /// <summary>The hash of a row at this place in the chain, 64 lower-case hex digits.</summary>
    /// <remarks>SHA-256 over the previous hash, the sequence and the fields in their order, each with its length before it,
    /// so that no two rows can be written as the same bytes. The time counts to the µs, as it is stored.</remarks>
    public static string Hash(string previousHash, long sequence, AuditRow row)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, Encoding.UTF8.GetBytes(previousHash));
        Append(hash, sequence);
        Append(hash, row.Id);
        Append(hash, row.Recorded.ToMicroseconds());
        Append(hash, row.Action);
        Append(hash, row.Outcome);
        Append(hash, row.Agent);
        Append(hash, row.Organization);
        Append(hash, row.Person);
        Append(hash, row.Json.Span);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void Append(IncrementalHash hash, string? text)
    {
        // Null and empty are different facts: -1 stands for null.
        if (text is null) Append(hash, -1L);
        else Append(hash, Encoding.UTF8.GetBytes(text));
    }

    private static void Append(IncrementalHash hash, ReadOnlySpan<byte> bytes)
    {
        Append(hash, (long)bytes.Length);
        hash.AppendData(bytes);
    }

    private static void Append(IncrementalHash hash, long number)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, number);
        hash.AppendData(bytes);
    }
}
