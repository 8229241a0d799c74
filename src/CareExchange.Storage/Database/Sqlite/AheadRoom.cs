namespace CareExchange.Storage.Database.Sqlite;

/// <summary>Where records stand that are told and not in the database yet: arrays that are used again, so that the collector neither copies them nor looks through them. Thread-safe.</summary>
internal sealed class AheadRoom
{
    private const int ArrayLength = 1024 * 1024;

    // As much as one transaction holds; another one gathers meanwhile.
    private const long MostKept = 8 * ArrayLength;

    private readonly Lock _gate = new();
    private readonly List<byte[]> _free = [];
    private readonly List<(int Transaction, byte[] Bytes)> _taken = [];
    private long _kept;
    private int _end;

    /// <summary>A copy that stands until its transaction is given up (<see cref="Free"/>).</summary>
    public ArraySegment<byte> Copy(int transaction, ReadOnlySpan<byte> record)
    {
        lock (_gate)
        {
            if (_taken is not [.., var last] || last.Transaction != transaction || last.Bytes.Length - _end < record.Length)
            {
                last = (transaction, Take(record.Length));
                _taken.Add(last);
                _end = 0;
            }

            record.CopyTo(last.Bytes.AsSpan(_end));
            _end += record.Length;
            return new(last.Bytes, _end - record.Length, record.Length);
        }
    }

    /// <summary>Nobody needs the records of a transaction and of those before it any more.</summary>
    public void Free(int transaction)
    {
        lock (_gate)
        {
            var count = _taken.FindIndex(taken => taken.Transaction > transaction);
            foreach (var (_, bytes) in _taken[..(count < 0 ? _taken.Count : count)])
            {
                if (_kept + bytes.Length > MostKept) continue;
                _free.Add(bytes);
                _kept += bytes.Length;
            }

            _taken.RemoveRange(0, count < 0 ? _taken.Count : count);
        }
    }

    private byte[] Take(int length)
    {
        var place = _free.FindIndex(bytes => bytes.Length >= length);
        if (place < 0) return GC.AllocateUninitializedArray<byte>(Math.Max(length, ArrayLength));
        var bytes = _free[place];
        _free.RemoveAt(place);
        _kept -= bytes.Length;
        return bytes;
    }
}
