using System.Globalization;

namespace CareExchange.Mapping.Sources;

/// <summary>A date or moment in the precision it was written in. Unset parts are -1.</summary>
internal record struct DateParts(int Year, int Month, int Day, int Hour, int Minute, int Second)
{
    /// <summary>Nothing known yet.</summary>
    public static DateParts None => new(-1, -1, -1, -1, -1, -1);

    /// <summary>Digits of the fraction of the second, without the point.</summary>
    public string? Fraction { get; set; }

    /// <summary><c>Z</c>, <c>+09:00</c>, or null where none was written.</summary>
    public string? Offset { get; set; }

    public readonly bool HasTime => Hour >= 0;

    /// <summary>True where the parts name a day and time that exist.</summary>
    public readonly bool IsReal
    {
        get
        {
            if (Hour is > 23 || Minute is > 59 || Second is > 60) return false;
            if (Year < 0) return HasTime && Month < 0 && Day < 0;
            if (Year is < 1 or > 9999 || Month is 0 or > 12 || (Day >= 0 && Month < 0) || (HasTime && Day < 0)) return false;
            return Day < 0 || (Day > 0 && Day <= DateTime.DaysInMonth(Year, Month));
        }
    }

    /// <summary>True for a day that exists, written as FHIR writes it: <c>2026-10-21</c>.</summary>
    public static bool IsDay(string text)
    {
        if (text.Length != 10 || text[4] != '-' || text[7] != '-') return false;
        int year = 0, month = 0, day = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (i is 4 or 7) continue;
            if (!char.IsAsciiDigit(text[i])) return false;
            ref var part = ref i < 4 ? ref year : ref i < 7 ? ref month : ref day;
            part = (part * 10) + text[i] - '0';
        }

        return year > 0 && month is > 0 and <= 12 && day > 0 && day <= DateTime.DaysInMonth(year, month);
    }

    /// <summary>FHIR date: year, month and day as far as they are known; null without a year.</summary>
    public readonly string? ToDate()
    {
        if (Year < 0) return null;
        if (Month < 0) return string.Create(CultureInfo.InvariantCulture, $"{Year:D4}");
        return Day < 0 ? string.Create(CultureInfo.InvariantCulture, $"{Year:D4}-{Month:D2}") : string.Create(CultureInfo.InvariantCulture, $"{Year:D4}-{Month:D2}-{Day:D2}");
    }

    /// <summary>FHIR time; null without an hour.</summary>
    public readonly string? ToTime()
    {
        if (!HasTime) return null;
        var time = string.Create(CultureInfo.InvariantCulture, $"{Hour:D2}:{Math.Max(Minute, 0):D2}:{Math.Max(Second, 0):D2}");
        return Fraction is { Length: > 0 } ? $"{time}.{Fraction}" : time;
    }

    /// <summary>FHIR dateTime: a date alone, or with time and zone, because R4 asks for a zone wherever there is a time.</summary>
    public readonly string? ToDateTime(string defaultOffset) =>
        ToDate() is not { } date ? null : ToTime() is { } time ? $"{date}T{time}{Offset ?? defaultOffset}" : date;
}
