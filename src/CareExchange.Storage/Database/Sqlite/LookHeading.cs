using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace CareExchange.Storage.Database.Sqlite;

/// <summary>The first bytes of the journal of the looks.</summary>
/// <param name="Generation">Counts how often the journal began anew.</param>
/// <param name="First">Where reading begins: everything before stands in the table.</param>
/// <param name="Last">Where a group begins that is not far from the end; behind <paramref name="First"/> or there.</param>
internal readonly record struct LookHeading(long Generation, long First, long Last)
{
    /// <summary>How many bytes it has.</summary>
    public const int Length = 3 * sizeof(long);

    // Until this was written, records began behind the generation.
    private const long Mark = 1L << 62;
    private const long OldFirst = sizeof(long);

    /// <summary>True where the file was begun by a gateway that knew no places; such a journal is moved from its beginning, and then begun anew.</summary>
    public bool IsOld => First == OldFirst;

    /// <summary>Reads it; an empty file is an old one.</summary>
    public static LookHeading Read(SafeFileHandle file)
    {
        Span<byte> bytes = stackalloc byte[Length];
        bytes[RandomAccess.Read(file, bytes, 0)..].Clear();
        var generation = BinaryPrimitives.ReadInt64LittleEndian(bytes);
        return (generation & Mark) == 0
            ? new(generation, OldFirst, OldFirst)
            : new(generation & ~Mark, BinaryPrimitives.ReadInt64LittleEndian(bytes[sizeof(long)..]), BinaryPrimitives.ReadInt64LittleEndian(bytes[(2 * sizeof(long))..]));
    }

    /// <summary>Writes it, and an end behind it where nothing stands yet.</summary>
    public void Write(SafeFileHandle file)
    {
        Span<byte> bytes = stackalloc byte[Length + sizeof(int)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, Generation | Mark);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[sizeof(long)..], First);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[(2 * sizeof(long))..], Last);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[Length..], 0);
        RandomAccess.Write(file, First == Length && Last == Length ? bytes : bytes[..Length], 0);
    }
}
