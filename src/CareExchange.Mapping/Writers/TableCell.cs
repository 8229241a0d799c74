using System.Globalization;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Json;
using CareExchange.Fhir.Outcomes;
using CareExchange.Mapping.Sources;

namespace CareExchange.Mapping.Writers;

/// <summary>A value of the tree → the text of a cell, as its column declares it.</summary>
internal static class TableCell
{
    private static readonly IReadOnlyList<DatePattern> Iso = DatePattern.Parse("yyyy-MM-dd|yyyy-MM|yyyy|yyyy-MM-ddTHH:mm:sszzz|yyyy-MM-ddTHH:mm:ss.fffzzz|yyyy-MM-ddTHH:mm:ss|yyyy-MM-dd HH:mm:ss|HH:mm:ss")!;

    /// <summary>The text; null where the row has no value or (with an issue) none that can be written.</summary>
    /// <param name="column">The column.</param>
    /// <param name="row">The row.</param>
    /// <param name="place">What the partner calls the cell.</param>
    /// <param name="offset">The zone of local times.</param>
    /// <param name="issues">Takes what is wrong.</param>
    public static string? Text(TableColumn column, Element row, string place, string offset, WriterIssues issues)
    {
        List<string> texts = [];
        foreach (var value in row.Children(column.Property))
        {
            if (One(column, value, place, offset, issues) is not { } text) continue;
            if (texts.Count == 1 && column.Split is null)
            {
                issues.Add(Issue.Error("structure", "table-repeated", "A cell would hold several values.", "한 칸에 여러 값이 들어갑니다.") with { Expression = place, Expected = "one value, or split in the declaration" }, value);
                return texts[0];
            }

            if (column.Split is { } split && text.Contains(split, StringComparison.Ordinal)) issues.AddValue("table-split", place, $"text without '{split}'", value);
            texts.Add(text);
        }

        if (texts.Count > 0) return string.Join(column.Split, texts);
        if (column.IsFilled)
        {
            issues.Add(Issue.Error("required", "table-value-missing", "A row lacks a value that every row must have.", "행에 필수 값이 없습니다.") with { Expression = place, Expected = column.Name }, row);
        }

        return null;
    }

    /// <summary>Says which properties of a row no column takes: nothing is left out in silence.</summary>
    public static void Unknown(IReadOnlyList<TableColumn> columns, Element row, string place, WriterIssues issues)
    {
        foreach (var value in row.Children())
        {
            if (columns.Any(column => column.Property == value.JsonName)) continue;
            issues.Add(Issue.Error("structure", "table-column-unknown", "The table has no column for a value.", "값을 쓸 열이 표에 없습니다.") with { Expression = place, Found = value.JsonName }, value);
        }
    }

    private static string? One(TableColumn column, Element value, string place, string offset, WriterIssues issues)
    {
        if (!value.HasValue)
        {
            if (value.Kind == JsonKind.Object) issues.AddValue("table-value", place, Expected(column), value);
            return null;
        }

        if (value.Text!.Trim() is not { Length: > 0 } text) return null;
        if (Converted(column, text, offset) is not { } converted)
        {
            issues.AddValue("table-value", place, Expected(column), value);
            return null;
        }

        if (column.Codes is { } codes && !codes.Contains(converted)) issues.AddValue("table-code", place, column.CodesUrl ?? string.Join(", ", codes), value);
        return converted;
    }

    private static string? Converted(TableColumn column, string text, string offset) => column.Type switch
    {
        ColumnType.Integer => decimal.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _) ? text : null,
        ColumnType.Decimal => decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? text.AsSpan().ContainsAny('e', 'E') ? number.ToString(CultureInfo.InvariantCulture) : text : null,
        ColumnType.Boolean => text == "true" ? column.True[0] : text == "false" ? column.False[0] : null,
        ColumnType.Date or ColumnType.DateTime or ColumnType.Time => Time(column, text, offset),
        _ => text,
    };

    private static string? Time(TableColumn column, string text, string offset)
    {
        if (!DatePattern.TryRead(Iso, text, out var parts)) return null;
        if (column.Type == ColumnType.Date && parts.HasTime) parts = DateOf(Local(parts, offset));
        else if (column.Type == ColumnType.DateTime && parts.HasTime) parts = Local(parts, offset);
        else if (column.Type == ColumnType.Time && parts.HasTime) parts = Local(parts, offset) with { Year = -1, Month = -1, Day = -1, Offset = null };
        if (column.Formats is not { Count: > 0 } formats) return Plain(column.Type, parts);

        // A pattern that asks for more than is known would invent it: read back it must say the same.
        foreach (var format in formats)
        {
            var written = format.Write(parts);
            if (DatePattern.TryRead([format], written, out var back) && Same(back, parts)) return written;
        }

        return null;
    }

    private static string? Plain(ColumnType type, DateParts parts) => type switch
    {
        ColumnType.Date => parts.ToDate(),
        ColumnType.Time => parts.ToTime(),
        _ => parts.ToDateTime("") is { } moment && parts.HasTime ? moment[..19].Replace('T', ' ') : parts.ToDate(),
    };

    private static DateParts DateOf(DateParts parts) => parts with { Hour = -1, Minute = -1, Second = -1, Fraction = null, Offset = null };

    // A table has one clock, that of the people who read it.
    private static DateParts Local(DateParts parts, string offset)
    {
        if (parts.Year < 0 || parts.Offset is not { } zone || zone == offset || !TryOffset(zone, out var from) || !TryOffset(offset, out var to)) return parts;
        var ticks = new DateTime(parts.Year, parts.Month, parts.Day, parts.Hour, Math.Max(parts.Minute, 0), Math.Clamp(parts.Second, 0, 59), DateTimeKind.Unspecified).Ticks - from.Ticks + to.Ticks;
        if (ticks < 0 || ticks > DateTime.MaxValue.Ticks) return parts;
        var local = new DateTime(ticks, DateTimeKind.Unspecified);
        return parts with { Year = local.Year, Month = local.Month, Day = local.Day, Hour = local.Hour, Minute = local.Minute, Second = local.Second, Offset = offset };
    }

    private static bool TryOffset(string text, out TimeSpan offset)
    {
        offset = default;
        if (text == "Z") return true;
        return text.Length == 6 && TimeSpan.TryParseExact(text.AsSpan(1), @"hh\:mm", CultureInfo.InvariantCulture, text[0] == '-' ? TimeSpanStyles.AssumeNegative : TimeSpanStyles.None, out offset);
    }

    private static bool Same(DateParts left, DateParts right) =>
        left.Year == right.Year && left.Month == right.Month && left.Day == right.Day && left.Hour == right.Hour
        && (left.Minute == right.Minute || right.Minute is 0 or -1) && (left.Second == right.Second || right.Second is 0 or -1);

    private static string Expected(TableColumn column) => column.Type switch
    {
        ColumnType.Boolean => "true or false",
        ColumnType.DateTime => "dateTime",
        _ => column.Type.ToString().ToLowerInvariant(),
    };
}
