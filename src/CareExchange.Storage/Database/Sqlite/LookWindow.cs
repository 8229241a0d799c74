using Microsoft.Win32.SafeHandles;

namespace CareExchange.Storage.Database.Sqlite;

/// <summary>A part of the journal as it was read in one go. One thread at a time.</summary>
internal sealed class LookWindow
{
    private const int Usual = 256 * 1024;
    private byte[] _bytes = [];
    private byte[] _spare = [];
    private long _start;
    private int _filled;

    /// <summary>Holds the record that was read last.</summary>
    public byte[] Record { get; private set; } = [];

    /// <summary>Its length.</summary>
    public int Length { get; private set; }

    /// <summary>The place behind it, where one that differs from it may stand.</summary>
    public long End { get; set; } = -1;

    /// <summary>True where that record stood whole: reading may begin with it.</summary>
    public bool IsWhole { get; set; }

    /// <summary>Nothing from here on is read: somebody may be writing it.</summary>
    public long Limit { get; set; } = long.MaxValue;

    /// <summary>What is known from a place on; empty where nothing is.</summary>
    public ReadOnlySpan<byte> At(long place) => place < _start || place >= _start + _filled ? default : _bytes.AsSpan((int)(place - _start), (int)(_start + _filled - place));

    /// <summary>Reads from a place on, at least so much where there is so much.</summary>
    public void Fill(SafeFileHandle file, long place, int least)
    {
        if (_bytes.Length < Math.Max(least, Usual)) _bytes = new byte[Math.Max(least, Usual)];
        (_start, _filled) = (place, 0);
        do
        {
            var room = (int)Math.Min(_bytes.Length - _filled, Math.Max(0, Limit - place - _filled));
            var read = RandomAccess.Read(file, _bytes.AsSpan(_filled, room), place + _filled);
            if (read == 0) return;
            _filled += read;
        }
        while (_filled < least);
    }

    /// <summary>Where the next record is put together from the last one.</summary>
    public ref byte[] Spare => ref _spare;

    /// <summary>Takes a record over as the last one.</summary>
    public void Hold(ReadOnlySpan<byte> record)
    {
        if (Record.Length < record.Length) Record = new byte[record.Length * 2];
        record.CopyTo(Record);
        Length = record.Length;
    }

    /// <summary>Takes what was put together over as the last record.</summary>
    public void Turn(int length)
    {
        (Record, _spare) = (_spare, Record);
        Length = length;
    }

    /// <summary>Forgets everything.</summary>
    public void Clear() => (_filled, End) = (0, -1);
}
