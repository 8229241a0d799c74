using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace CareExchange.Storage.Database.Sqlite;

/// <summary>A plain file in which the changes of one open transaction stand, so that they can be acknowledged before it is committed (decisions/0029).</summary>
/// <remarks>
/// Bytes: records one after the other, each its length (4, the payload's), the transaction's number (4), its own number from 0 (4), CRC-32C of these and the payload (4), and the payload
/// (<see cref="LoggedChanges"/>). A record that is torn, of another transaction or not the next one ends the file for whoever reads it. Each transaction begins at the front again, in one
/// of two files in turns: while one is committed the next one gathers.
/// In the hands of one thread at a time.
/// </remarks>
internal sealed class WriteLog : IDisposable
{
    /// <summary>The names of the two files.</summary>
    public static readonly IReadOnlyList<string> FileNames = ["careexchange-writes-0.log", "careexchange-writes-1.log"];

    /// <summary>How many bytes stand before a payload.</summary>
    public const int HeaderLength = 16;

    private const int LargestPayload = 256 * 1024 * 1024;

    // Written ahead of the records: a sync that makes a file longer also waits for the file system's own journal, and takes three times as long.
    private const int Room = 512 * 1024;
    private static readonly byte[] s_zeros = new byte[Room];
    private readonly SafeFileHandle _file;
    private readonly bool _isSynced;
    private int _transaction;
    private long _room;

    public WriteLog(string folder, int number, bool isSynced)
    {
        _isSynced = isSynced;
        _file = File.OpenHandle(Path.Combine(folder, FileNames[number]), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);

        // A file that nobody finds again after a power cut holds nothing, however well its bytes are kept.
        if (isSynced && IsEmpty) DiskSync.SyncFolder(folder);
    }

    /// <summary>How many bytes the records of this transaction take.</summary>
    public long Length { get; private set; }

    /// <summary>How many records stand of this transaction.</summary>
    public int Count { get; private set; }

    /// <summary>True where a record could not be written: nobody knows whether it stands, so this transaction takes no more, and the next one has another number.</summary>
    public bool IsTorn { get; private set; }

    /// <summary>True where nothing stands, of whatever transaction.</summary>
    public bool IsEmpty => RandomAccess.GetLength(_file) == 0;

    /// <summary>Begins the records of a transaction; those of any other mean nothing any more.</summary>
    public void Begin(int transaction) => (_transaction, Length, Count, IsTorn) = (transaction, 0, 0, false);

    /// <summary>Adds a record; returns when it is written, on the disk where that is asked for.</summary>
    /// <param name="record">Room for the header, then the payload.</param>
    /// <exception cref="IOException">It does not stand, or nobody knows.</exception>
    public void Append(Span<byte> record)
    {
        if (IsTorn) throw new IOException("A record before it could not be written.");
        BinaryPrimitives.WriteInt32LittleEndian(record, record.Length - HeaderLength);
        BinaryPrimitives.WriteInt32LittleEndian(record[4..], _transaction);
        BinaryPrimitives.WriteInt32LittleEndian(record[8..], Count);
        BinaryPrimitives.WriteUInt32LittleEndian(record[12..], Checksum(record));
        if (Length + record.Length > _room) MakeRoom(Length + record.Length);
        IsTorn = true;
        RandomAccess.Write(_file, record, Length);
        if (_isSynced) DiskSync.Sync(_file);
        IsTorn = false;
        Length += record.Length;
        Count++;
    }

    /// <summary>The payloads that stand of this transaction, at most so many, in their order.</summary>
    public IEnumerable<byte[]> Read(int limit)
    {
        var place = 0L;
        for (var number = 0; number < limit; number++)
        {
            if (ReadAt(place, number) is not { } record) yield break;
            place += record.Length;
            yield return record;
        }
    }

    /// <summary>Gives the disk back what stands here.</summary>
    public void Clear()
    {
        Begin(0);
        _room = 0;
        if (!IsEmpty) RandomAccess.SetLength(_file, 0);
    }

    public void Dispose() => _file.Dispose();

    // Zeros are no record, so whoever reads ends there. What stands behind the room is of other transactions.
    private void MakeRoom(long needed)
    {
        try
        {
            for (; _room < needed; _room += Room) RandomAccess.Write(_file, s_zeros, _room);
        }
        catch (IOException)
        {
            // The disk is full, or nearly: the record may go in all the same, and is told of only then.
        }
    }

    // With its header, which is what the place of the next one is counted by.
    private byte[]? ReadAt(long place, int number)
    {
        Span<byte> header = stackalloc byte[HeaderLength];
        if (RandomAccess.Read(_file, header, place) < HeaderLength) return null;
        var length = BinaryPrimitives.ReadInt32LittleEndian(header);
        if (length is <= 0 or > LargestPayload || length > RandomAccess.GetLength(_file) - place - HeaderLength) return null;
        if (BinaryPrimitives.ReadInt32LittleEndian(header[4..]) != _transaction || BinaryPrimitives.ReadInt32LittleEndian(header[8..]) != number) return null;
        var record = new byte[HeaderLength + length];
        for (var read = 0; read < record.Length;)
        {
            var more = RandomAccess.Read(_file, record.AsSpan(read), place + read);
            if (more == 0) return null;
            read += more;
        }

        return Checksum(record) == BinaryPrimitives.ReadUInt32LittleEndian(record.AsSpan(12)) ? record : null;
    }

    private static uint Checksum(ReadOnlySpan<byte> record)
    {
        var sum = Checksum(uint.MaxValue, record[..12]);
        return ~Checksum(sum, record[HeaderLength..]);
    }

    private static uint Checksum(uint sum, ReadOnlySpan<byte> bytes)
    {
        var words = MemoryMarshal.Cast<byte, ulong>(bytes);
        foreach (var word in words) sum = BitOperations.Crc32C(sum, word);
        foreach (var one in bytes[(words.Length * sizeof(ulong))..]) sum = BitOperations.Crc32C(sum, one);
        return sum;
    }
}
