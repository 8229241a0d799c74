using System.Globalization;
using System.Text;

namespace CareExchange.Mapping.Sources;

/// <summary>How a partner writes dates: <c>yyyy MM dd HH mm ss fff zzz</c> and any other characters as they are.</summary>
/// <remarks>One letter (<c>M</c>, <c>d</c>, <c>H</c>) takes one or two digits. Immutable.</remarks>
internal sealed class DatePattern
{
    private const string Letters = "yMdHmsfz";

    // As people in Korea write a date by hand.
    private const string Spoken = "yyyy-M-d|yyyy.M.d|yyyy.M.d.|yyyy. M. d.|yyyy. M. d|yyyy/M/d|yyyy년 M월 d일|yyyy년M월d일";

    private readonly List<(char Letter, int Width)> _parts = [];
    private readonly int _shortest;
    private readonly int _longest;

    private DatePattern(string pattern)
    {
        for (var at = 0; at < pattern.Length;)
        {
            var letter = pattern[at];
            var end = at + 1;
            if (Letters.Contains(letter, StringComparison.Ordinal))
            {
                while (end < pattern.Length && pattern[end] == letter) end++;
                _parts.Add((letter, end - at));
            }
            else
            {
                _parts.Add((letter, 0));
            }

            at = end;
        }

        _shortest = _parts.Sum(part => part.Letter is 'f' or 'z' && part.Width > 0 ? 1 : Math.Max(part.Width, 1));
        _longest = _parts.Sum(part => (part.Letter, part.Width) switch { (_, 0) => 1, ('f', _) => 9, ('z', _) => 6, (_, 1) => 2, var (_, width) => width });
    }

    /// <summary>What partners write most: dashes, dots, slashes or nothing between the parts.</summary>
    public static IReadOnlyList<DatePattern> Dates { get; } = Parse("yyyy-MM-dd|yyyyMMdd|yyyy.MM.dd|yyyy/MM/dd|" + Spoken + "|yyyy-MM|yyyyMM|yyyy")!;

    /// <summary>Those dates with a time behind them, then FHIR's own forms.</summary>
    public static IReadOnlyList<DatePattern> DateTimes { get; } = Parse(
        "yyyy-MM-dd HH:mm:ss|yyyy-MM-dd HH:mm|yyyy-MM-ddTHH:mm:sszzz|yyyy-MM-ddTHH:mm:ss.fffzzz|yyyy-MM-ddTHH:mm:ss|yyyy-MM-ddTHH:mm|"
        + "yyyyMMddHHmmss|yyyyMMddHHmm|yyyyMMdd HHmmss|yyyyMMdd HHmm|yyyyMMdd HH:mm|yyyy.MM.dd HH:mm:ss|yyyy.MM.dd HH:mm|yyyy/MM/dd HH:mm:ss|yyyy/MM/dd HH:mm|"
        + "yyyy. M. d. HH:mm|yyyy년 M월 d일 HH:mm|yyyy-MM-dd|yyyyMMdd|yyyy.MM.dd|yyyy/MM/dd|" + Spoken + "|yyyy-MM|yyyyMM|yyyy")!;

    public static IReadOnlyList<DatePattern> Times { get; } = Parse("HH:mm:ss|HH:mm|HHmmss|HHmm")!;

    /// <summary>Patterns with bars between them; null where one has no part of a date at all.</summary>
    public static IReadOnlyList<DatePattern>? Parse(string patterns)
    {
        List<DatePattern> parsed = [];
        foreach (var pattern in patterns.Split('|'))
        {
            var one = new DatePattern(pattern.Trim());
            if (!one._parts.Exists(part => part.Width > 0)) return null;
            parsed.Add(one);
        }

        return parsed;
    }

    /// <summary>The first pattern that fits the whole text decides; false where none does or the day does not exist.</summary>
    public static bool TryRead(IReadOnlyList<DatePattern> patterns, string text, out DateParts parts)
    {
        for (var i = 0; i < patterns.Count; i++)
        {
            if (patterns[i].TryRead(text, out parts) && parts.IsReal) return true;
        }

        parts = DateParts.None;
        return false;
    }

    /// <summary>Writes the parts in this pattern; an unknown part as zeros.</summary>
    public string Write(DateParts parts)
    {
        var text = new StringBuilder();
        foreach (var (letter, width) in _parts)
        {
            if (width == 0) text.Append(letter);
            else if (letter == 'z') text.Append(parts.Offset);
            else if (letter == 'f') text.Append((parts.Fraction ?? "").PadRight(width, '0').AsSpan(0, width));
            else text.Append(Math.Max(0, Number(parts, letter)).ToString("D" + width, CultureInfo.InvariantCulture));
        }

        return text.ToString();
    }

    private static int Number(DateParts parts, char letter) => letter switch
    {
        'y' => parts.Year,
        'M' => parts.Month,
        'd' => parts.Day,
        'H' => parts.Hour,
        'm' => parts.Minute,
        _ => parts.Second,
    };

    private bool TryRead(ReadOnlySpan<char> text, out DateParts parts)
    {
        parts = DateParts.None;
        if (text.Length < _shortest || text.Length > _longest) return false;
        foreach (var (letter, width) in _parts)
        {
            if (text.IsEmpty) return false;
            if (width == 0)
            {
                if (text[0] != letter) return false;
                text = text[1..];
                continue;
            }

            if (letter == 'z' ? !TakeOffset(ref text, ref parts) : !TakeNumber(ref text, letter, width, ref parts)) return false;
        }

        return text.IsEmpty;
    }

    private static bool TakeNumber(ref ReadOnlySpan<char> text, char letter, int width, ref DateParts parts)
    {
        var longest = width == 1 ? 2 : letter == 'f' ? 9 : width;
        var digits = 0;
        while (digits < text.Length && digits < longest && char.IsAsciiDigit(text[digits])) digits++;
        if (digits == 0 || (width > 1 && letter != 'f' && digits != width)) return false;
        if (letter == 'f')
        {
            parts.Fraction = text[..digits].ToString();
        }
        else
        {
            var number = int.Parse(text[..digits], NumberStyles.None, CultureInfo.InvariantCulture);
            switch (letter)
            {
                case 'y': parts.Year = number; break;
                case 'M': parts.Month = number; break;
                case 'd': parts.Day = number; break;
                case 'H': parts.Hour = number; break;
                case 'm': parts.Minute = number; break;
                default: parts.Second = number; break;
            }
        }

        text = text[digits..];
        return true;
    }

    private static bool TakeOffset(ref ReadOnlySpan<char> text, ref DateParts parts)
    {
        if (text[0] == 'Z')
        {
            parts.Offset = "Z";
            text = text[1..];
            return true;
        }

        if (text.Length < 5 || text[0] is not ('+' or '-')) return false;
        var digits = text[3] == ':' ? 6 : 5;
        if (text.Length < digits) return false;
        var hours = text.Slice(1, 2);
        var minutes = text.Slice(digits - 2, 2);
        if (!Valid(hours, 14) || !Valid(minutes, 59)) return false;
        parts.Offset = $"{text[0]}{hours}:{minutes}";
        text = text[digits..];
        return true;
    }

    private static bool Valid(ReadOnlySpan<char> digits, int most) =>
        int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= most;
}
