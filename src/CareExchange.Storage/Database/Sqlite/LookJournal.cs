using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace CareExchange.Storage.Database.Sqlite;

/// <summary>A plain file beside the looks, in which many looks of one moment stand after one write; from there they are moved into the table.</summary>
/// <remarks>
/// Bytes: a generation (8), then records, each its length (4), the SHA-256 of what follows (32) and what is hashed into the chain (see <c>AuditChain</c>), then a length of zero.
/// Whatever is torn, stale or not the next of its chain ends the file for whoever reads it. Written only by whoever holds the write lock of the looks' database, so that several
/// processes may use one folder; a generation ends when everything of it stands in the table.
/// </remarks>
internal sealed class LookJournal : IDisposable
{
    /// <summary>The file's name.</summary>
    public const string FileName = "careexchange-looks.journal";

    /// <summary>Where the first record stands.</summary>
    public const long Start = sizeof(long);

    private const int HeaderLength = sizeof(int) + SHA256.HashSizeInBytes;
    private const int LargestRecord = 64 * 1024 * 1024;
    private readonly SafeFileHandle _file;
    private readonly bool _isSynced;
    private byte[] _group = new byte[64 * 1024];
    private int _filled;

    public LookJournal(string folder, bool isSynced)
    {
        _isSynced = isSynced;
        _file = File.OpenHandle(Path.Combine(folder, FileName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
    }

    /// <summary>The generation that stands; what was known of another one means nothing any more.</summary>
    public long Generation => ReadNumber(0);

    /// <summary>True where no record stands.</summary>
    public bool IsEmpty => IsEnd(Start);

    /// <summary>True where no record begins at this place.</summary>
    public bool IsEnd(long place)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        return RandomAccess.Read(_file, length, place) < length.Length || BinaryPrimitives.ReadInt32LittleEndian(length) == 0;
    }

    /// <summary>Adds a record to the group that is written next.</summary>
    /// <param name="hash">SHA-256 of the record.</param>
    /// <param name="record">What is hashed into the chain.</param>
    public void Add(ReadOnlySpan<byte> hash, ReadOnlySpan<byte> record)
    {
        var needed = _filled + HeaderLength + record.Length + sizeof(int);
        if (needed > _group.Length) Array.Resize(ref _group, Math.Max(needed, _group.Length * 2));
        BinaryPrimitives.WriteInt32LittleEndian(_group.AsSpan(_filled), record.Length);
        hash.CopyTo(_group.AsSpan(_filled + sizeof(int)));
        record.CopyTo(_group.AsSpan(_filled + HeaderLength));
        _filled += HeaderLength + record.Length;
    }

    /// <summary>Writes the group at a place, where the file ends so far; returns when it stands, on the disk where that is asked for.</summary>
    /// <returns>Where the file ends now.</returns>
    public long Write(long place)
    {
        try
        {
            BinaryPrimitives.WriteInt32LittleEndian(_group.AsSpan(_filled), 0);
            RandomAccess.Write(_file, _group.AsSpan(0, _filled + sizeof(int)), place);
            if (_isSynced) Sync();
            return place + _filled;
        }
        catch
        {
            // What could not be written whole is told to its callers as not recorded: nothing of it may stand.
            RandomAccess.Write(_file, new byte[sizeof(int)], place);
            throw;
        }
        finally
        {
            _filled = 0;
        }
    }

    /// <summary>Forgets what was added and not written.</summary>
    public void Drop() => _filled = 0;

    /// <summary>The record at a place; empty where none stands, or none that was written whole.</summary>
    /// <param name="place">Where it begins.</param>
    /// <param name="buffer">Holds what was read; is used again by the next call.</param>
    /// <param name="hash">Its SHA-256.</param>
    public ReadOnlySpan<byte> Read(long place, ref byte[] buffer, Span<byte> hash)
    {
        Span<byte> header = stackalloc byte[HeaderLength];
        if (RandomAccess.Read(_file, header, place) < header.Length) return default;
        var length = BinaryPrimitives.ReadInt32LittleEndian(header);
        if (length is <= 0 or > LargestRecord) return default;
        if (buffer.Length < length) buffer = new byte[Math.Max(length, 8192)];
        var record = buffer.AsSpan(0, length);
        for (var read = 0; read < length;)
        {
            var more = RandomAccess.Read(_file, record[read..], place + HeaderLength + read);
            if (more == 0) return default;
            read += more;
        }

        SHA256.HashData(record, hash);
        return hash.SequenceEqual(header[sizeof(int)..]) ? record : default;
    }

    /// <summary>Where the record after one of this length begins.</summary>
    public static long After(long place, int length) => place + HeaderLength + length;

    /// <summary>Begins a new generation: nothing that stands is read again.</summary>
    public void Reset()
    {
        Span<byte> head = stackalloc byte[sizeof(long) + sizeof(int)];
        BinaryPrimitives.WriteInt64LittleEndian(head, Generation + 1);
        BinaryPrimitives.WriteInt32LittleEndian(head[sizeof(long)..], 0);
        RandomAccess.Write(_file, head, 0);
    }

    public void Dispose() => _file.Dispose();

    // The moment of the last change is of no interest; writing it to the disk as well would take as long again.
    private void Sync()
    {
        if (OperatingSystem.IsLinux() && DataSync(_file) == 0) return;
        RandomAccess.FlushToDisk(_file);
    }

    [DllImport("libc", EntryPoint = "fdatasync")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int DataSync(SafeFileHandle file);

    private long ReadNumber(long place)
    {
        Span<byte> number = stackalloc byte[sizeof(long)];
        return RandomAccess.Read(_file, number, place) < number.Length ? 0 : BinaryPrimitives.ReadInt64LittleEndian(number);
    }
}
