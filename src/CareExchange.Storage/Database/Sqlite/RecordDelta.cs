using System.Runtime.InteropServices;

namespace CareExchange.Storage.Database.Sqlite;

/// <summary>A record as what differs from another: records of one moment say mostly the same.</summary>
/// <remarks>Bytes: the length of the record, then again and again how many bytes are taken over, how many new ones follow, these, and how many of the other record's are passed over.
/// Numbers are in groups of seven bits.</remarks>
internal static class RecordDelta
{
    // Shorter agreements are chance: ids are random digits.
    private const int Sure = 12;
    private const int Farthest = 256;
    private const int Step = 8;
    private const int LongestNumber = 5;

    /// <summary>Writes a record as a difference.</summary>
    /// <param name="record">The record.</param>
    /// <param name="before">The one before.</param>
    /// <param name="target">Where it is written.</param>
    /// <returns>How many bytes were written; 0 where the target is too small for what there is to say.</returns>
    public static int Write(ReadOnlySpan<byte> record, ReadOnlySpan<byte> before, Span<byte> target)
    {
        var written = 0;
        if (!Number(record.Length, target, ref written)) return 0;
        for (var (at, from) = (0, 0); ;)
        {
            var same = record[at..].CommonPrefixLength(before[from..]);
            at += same;
            from += same;
            var (fresh, passed) = at == record.Length ? (0, 0) : Next(record[at..], before[from..]);
            if (!Number(same, target, ref written) || !Number(fresh, target, ref written) || fresh > target.Length - written) return 0;
            record.Slice(at, fresh).CopyTo(target[written..]);
            written += fresh;
            if (!Number(passed, target, ref written)) return 0;
            at += fresh;
            from += passed;
            if (at == record.Length) return written;
        }
    }

    /// <summary>The record that a difference stands for; false where it stands for none.</summary>
    /// <param name="delta">The difference.</param>
    /// <param name="before">The record before.</param>
    /// <param name="record">Holds the record, and is made larger where it is too small.</param>
    /// <param name="length">Its length.</param>
    /// <param name="longest">The longest record there can be.</param>
    public static bool TryRead(ReadOnlySpan<byte> delta, ReadOnlySpan<byte> before, ref byte[] record, out int length, int longest)
    {
        if (!TryNumber(ref delta, out length) || length > longest) return false;
        if (record.Length < length) record = new byte[length];
        var (at, from) = (0, 0);
        while (!delta.IsEmpty)
        {
            if (!TryNumber(ref delta, out var same) || same > length - at || same > before.Length - from) return false;
            before.Slice(from, same).CopyTo(record.AsSpan(at));
            at += same;
            from += same;
            if (!TryNumber(ref delta, out var fresh) || fresh > length - at || fresh > delta.Length) return false;
            delta[..fresh].CopyTo(record.AsSpan(at));
            delta = delta[fresh..];
            at += fresh;
            if (!TryNumber(ref delta, out var passed) || passed > before.Length - from) return false;
            from += passed;
        }

        return at == length;
    }

    // How many bytes are new before both agree again: mostly as many here as there.
    private static (int Fresh, int Passed) Next(ReadOnlySpan<byte> record, ReadOnlySpan<byte> before)
    {
        var both = Math.Min(Math.Min(record.Length, before.Length) - Sure, Farthest);
        for (var place = 1; place <= both; place++)
        {
            if (MemoryMarshal.Read<ulong>(record[place..]) == MemoryMarshal.Read<ulong>(before[place..]) && record.Slice(place, Sure).SequenceEqual(before.Slice(place, Sure))) return (place, place);
        }

        var near = record[..Math.Min(record.Length, 2 * Farthest)];
        for (var passed = 0; passed <= Math.Min(before.Length - Sure, Farthest); passed += Step)
        {
            var found = near.IndexOf(before.Slice(passed, Sure));
            if (found < 0) continue;
            var start = passed;
            while (found > 0 && start > 0 && record[found - 1] == before[start - 1]) (found, start) = (found - 1, start - 1);
            return (found, start);
        }

        return (record.Length, 0);
    }

    private static bool Number(int number, Span<byte> target, ref int written)
    {
        if (target.Length - written < LongestNumber) return false;
        var rest = (uint)number;
        for (; rest >= 0x80; rest >>= 7) target[written++] = (byte)(rest | 0x80);
        target[written++] = (byte)rest;
        return true;
    }

    private static bool TryNumber(ref ReadOnlySpan<byte> bytes, out int number)
    {
        number = 0;
        for (var place = 0; place < LongestNumber && place < bytes.Length; place++)
        {
            number |= (bytes[place] & 0x7F) << (7 * place);
            if (bytes[place] >= 0x80) continue;
            bytes = bytes[(place + 1)..];
            return number >= 0;
        }

        return false;
    }
}
