using CareExchange.Fhir.Elements;

namespace CareExchange.Fhir.FhirPath.Values;

/// <summary>Orders two dates or times of a document where they stand, if they are written alike: then their letters are in the order of time.</summary>
internal static class TemporalBytes
{
    private const int Day = 10;
    private const int Second = 19;

    /// <summary>The order; null where the values have to be read to know it.</summary>
    public static int? Compare(in PathItem left, in PathItem right)
    {
        if (!left.IsElement || !right.IsElement) return null;
        var (a, b) = (left.Element, right.Element);
        var type = a.TypeName;
        if (type is not ("dateTime" or "date" or "instant") || b.TypeName != type) return null;
        if (a.Raw is not [(byte)'"', .. var first, (byte)'"'] || b.Raw is not [(byte)'"', .. var second, (byte)'"']) return null;
        return first.Length == second.Length && IsPlain(first) && IsPlain(second) && HaveSameZone(first, second) ? first.SequenceCompareTo(second) : null;
    }

    // YYYY-MM-DD, alone or with Thh:mm:ss and whatever follows. What a calendar or a leap second could make wrong is not plain.
    private static bool IsPlain(ReadOnlySpan<byte> text)
    {
        if (text.Length is not Day and <= Second) return false;
        if (!Number(text, 0, 4, 1, 9999) || text[4] != '-' || !Number(text, 5, 2, 1, 12) || text[7] != '-' || !Number(text, 8, 2, 1, 28)) return false;
        if (text.Length == Day) return true;
        return text[Day] == 'T' && Number(text, 11, 2, 0, 23) && text[13] == ':' && Number(text, 14, 2, 0, 59) && text[16] == ':' && Number(text, 17, 2, 0, 59);
    }

    // Both are Z, or both +hh:mm with the same digits, so that an offset moves both alike.
    private static bool HaveSameZone(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        if (left.Length == Day) return true;
        if (left[Second] == '.')
        {
            var digits = left[(Second + 1)..].IndexOfAnyExceptInRange((byte)'0', (byte)'9');
            if (digits <= 0 || right[Second] != '.' || right[(Second + 1)..].IndexOfAnyExceptInRange((byte)'0', (byte)'9') != digits) return false;
            return IsZone(left[(Second + 1 + digits)..]) && left[(Second + 1 + digits)..].SequenceEqual(right[(Second + 1 + digits)..]);
        }

        return IsZone(left[Second..]) && left[Second..].SequenceEqual(right[Second..]);
    }

    private static bool IsZone(ReadOnlySpan<byte> text) =>
        text is [(byte)'Z'] || (text is [(byte)'+' or (byte)'-', _, _, (byte)':', _, _] && Number(text, 1, 2, 0, 13) && Number(text, 4, 2, 0, 59));

    private static bool Number(ReadOnlySpan<byte> text, int at, int digits, int least, int most)
    {
        var number = 0;
        foreach (var digit in text.Slice(at, digits))
        {
            if (digit is < (byte)'0' or > (byte)'9') return false;
            number = (number * 10) + digit - '0';
        }

        return number >= least && number <= most;
    }
}
