using System.Globalization;
using CareExchange.Fhir.Json;

namespace CareExchange.Mapping.Sources;

/// <summary>Cell text → the JSON value of its column's type.</summary>
internal static class CellConversion
{
    /// <summary>The text of the JSON value and how JSON writes it; null where the cell does not fit the type.</summary>
    public static (string Text, JsonKind Kind)? Convert(TableColumn column, CellValue cell, string utcOffset)
    {
        var text = cell.Text;
        switch (column.Type)
        {
            case ColumnType.Integer:
                var whole = WithoutCommas(text);
                return Digits(whole, fraction: false) is { } integer ? (integer, JsonKind.Number) : null;
            case ColumnType.Decimal:
                return Digits(WithoutCommas(text), fraction: true) is { } number ? (number, JsonKind.Number) : null;
            case ColumnType.Boolean:
                return column.True.Contains(text) ? ("true", JsonKind.True) : column.False.Contains(text) ? ("false", JsonKind.False) : null;
            case ColumnType.Date:
                var dates = cell.IsDate ? DatePattern.DateTimes : column.Formats ?? DatePattern.Dates;
                if (DatePattern.TryRead(dates, text, out var date) && date.ToDate() is { } day) return (day, JsonKind.String);
                return Serial(cell) is { } dayNumber ? (dayNumber.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), JsonKind.String) : null;
            case ColumnType.DateTime:
                var moments = cell.IsDate ? DatePattern.DateTimes : column.Formats ?? DatePattern.DateTimes;
                if (DatePattern.TryRead(moments, text, out var moment) && moment.ToDateTime(utcOffset) is { } stamp) return (stamp, JsonKind.String);
                if (Serial(cell) is not { } serial) return null;
                return (serial.ToString(serial.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : $"yyyy-MM-ddTHH:mm:ss'{utcOffset}'", CultureInfo.InvariantCulture), JsonKind.String);
            case ColumnType.Time:
                var times = cell.IsDate ? DatePattern.DateTimes : column.Formats ?? DatePattern.Times;
                if (DatePattern.TryRead(times, text, out var time) && time.ToTime() is { } clock) return (clock, JsonKind.String);
                return cell.IsNumber && double.TryParse(text, CultureInfo.InvariantCulture, out var part) && part is >= 0 and < 1
                    ? (TimeSpan.FromSeconds(Math.Round(part * 86400)).ToString(@"hh\:mm\:ss", CultureInfo.InvariantCulture), JsonKind.String) : null;
            default:
                return (text, JsonKind.String);
        }
    }

    // ECMA-376 part 1, 18.17.4.1: a day is a number when nobody formatted its cell as a date. Those before 1 March 1900 differ between programs.
    private static DateTime? Serial(CellValue cell)
    {
        if (!cell.IsNumber || !double.TryParse(cell.Text, CultureInfo.InvariantCulture, out var serial) || serial is < 61 or >= 2_957_000) return null;
        var moment = DateTime.FromOADate(cell.IsFrom1904 ? serial + 1462 : serial);
        return moment.AddMilliseconds(500).AddTicks(-(moment.AddMilliseconds(500).Ticks % TimeSpan.TicksPerSecond));
    }

    private static string WithoutCommas(string text) => text.Contains(',', StringComparison.Ordinal) ? text.Replace(",", "", StringComparison.Ordinal) : text;

    /// <summary>A number as JSON writes it, digits kept; a whole number may have come as <c>3.0</c> from a spreadsheet.</summary>
    private static string? Digits(string text, bool fraction)
    {
        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        if (!decimal.TryParse(text, Style, CultureInfo.InvariantCulture, out var number)) return null;
        if (!fraction) return number == decimal.Truncate(number) ? decimal.Truncate(number).ToString(CultureInfo.InvariantCulture) : null;

        // Partners write ".5", "+3" and "007"; JSON does not.
        var isJson = text[^1] != '.' && text is [>= '1' and <= '9', ..] or ['0'] or ['0', '.', ..] or ['-', >= '1' and <= '9', ..] or ['-', '0', '.', ..];
        return isJson ? text : number.ToString(CultureInfo.InvariantCulture);
    }
}
