using Microsoft.Win32.SafeHandles;

namespace CareExchange.Storage.Database.Sqlite;

/// <summary>A part of the journal as it was read in one go. One thread at a time.</summary>
internal sealed class LookWindow
{
    private const int Usual = 256 * 1024;
    private byte[] _bytes = [];
    private long _start;
    private int _filled;

    /// <summary>What is known from a place on; empty where nothing is.</summary>
    public ReadOnlySpan<byte> At(long place) => place < _start || place >= _start + _filled ? default : _bytes.AsSpan((int)(place - _start), (int)(_start + _filled - place));

    /// <summary>Reads from a place on, at least so much where there is so much.</summary>
    public void Fill(SafeFileHandle file, long place, int least)
    {
        if (_bytes.Length < Math.Max(least, Usual)) _bytes = new byte[Math.Max(least, Usual)];
        (_start, _filled) = (place, 0);
        do
        {
            var read = RandomAccess.Read(file, _bytes.AsSpan(_filled), place + _filled);
            if (read == 0) return;
            _filled += read;
        }
        while (_filled < least);
    }

    /// <summary>Forgets everything.</summary>
    public void Clear() => _filled = 0;
}
