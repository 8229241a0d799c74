using System.Globalization;
using ExcelDataReader;

namespace CareExchange.Mapping.Sources;

/// <summary>One cell of a workbook as text.</summary>
internal static class SheetCell
{
    /// <summary>The trimmed text; null for an empty cell. Dates come in ISO form, numbers with their shortest digits, formulas as what they were calculated to.</summary>
    public static CellValue? Read(IExcelDataReader reader, int column)
    {
        var value = reader.GetValue(column);
        return value switch
        {
            null => null,
            string text => text.Trim() is { Length: > 0 } trimmed ? new(trimmed, IsDate: false) : null,
            DateTime { TimeOfDay.Ticks: 0 } day => new(day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), IsDate: true),
            DateTime moment => new(moment.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture), IsDate: true),
            TimeSpan time => new(time.ToString(@"hh\:mm\:ss", CultureInfo.InvariantCulture), IsDate: false),
            bool truth => new(truth ? "true" : "false", IsDate: false),
            IFormattable number => new(number.ToString(null, CultureInfo.InvariantCulture), IsDate: false) { IsNumber = true },
            _ => new(value.ToString() ?? "", IsDate: false),
        };
    }
}
