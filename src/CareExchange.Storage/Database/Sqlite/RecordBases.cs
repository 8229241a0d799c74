using System.Text;

namespace CareExchange.Storage.Database.Sqlite;

/// <summary>Records of one kind say mostly the same: what is kept of most is their difference from one that stands whole shortly before. One thread at a time.</summary>
internal sealed class RecordBases
{
    private readonly Dictionary<string, Base> _bases = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Base>.AlternateLookup<ReadOnlySpan<char>> _byKind;
    private byte[] _delta = [];
    private byte[] _again = [];

    public RecordBases() => _byKind = _bases.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>No record that was seen before is built on.</summary>
    public void Clear() => _bases.Clear();

    /// <summary>What of a record is to be kept.</summary>
    /// <param name="kind">Its kind, in UTF-8.</param>
    /// <param name="sequence">Its number, larger than those before.</param>
    /// <param name="record">The record.</param>
    /// <param name="kept">The difference, or the record; until the next call.</param>
    /// <returns>The number of the record that it differs from; 0 where it is kept whole.</returns>
    public long Shorten(ReadOnlySpan<byte> kind, long sequence, ReadOnlySpan<byte> record, out ReadOnlySpan<byte> kept)
    {
        kept = record;
        Span<char> name = stackalloc char[64];
        if (!Encoding.UTF8.TryGetChars(kind, name, out var length)) return 0;
        if (!_byKind.TryGetValue(name[..length], out var one))
        {
            one = new();
            _byKind[name[..length]] = one;
        }

        if (one.Length > 0 && sequence - one.Sequence < LookFile.Farthest)
        {
            // One that needs more than half of its length is worth standing whole: others may be like it.
            if (_delta.Length < record.Length / 2) _delta = new byte[record.Length];
            var whole = one.Json.AsSpan(0, one.Length);
            var written = RecordDelta.Write(record, whole, _delta.AsSpan(0, record.Length / 2));
            if (written > 0 && RecordDelta.TryRead(_delta.AsSpan(0, written), whole, ref _again, out var read, record.Length) && _again.AsSpan(0, read).SequenceEqual(record))
            {
                kept = _delta.AsSpan(0, written);
                return one.Sequence;
            }
        }

        if (one.Json.Length < record.Length) one.Json = new byte[record.Length];
        record.CopyTo(one.Json);
        (one.Sequence, one.Length) = (sequence, record.Length);
        return 0;
    }

    private sealed class Base
    {
        public byte[] Json { get; set; } = [];

        public int Length { get; set; }

        public long Sequence { get; set; }
    }
}
