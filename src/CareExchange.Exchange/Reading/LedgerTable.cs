using System.Globalization;
using CareExchange.Exchange.CarePlans.Lines;

namespace CareExchange.Exchange.Reading;

/// <summary>The ledger as a table of its eight items, and how many persons and times.</summary>
public static class LedgerTable
{
    /// <summary>The column names.</summary>
    public static IReadOnlyList<string> Head(PlanLanguage language) => [.. Columns.Select(column => column.In(language))];

    /// <summary>The cells of each line.</summary>
    public static IEnumerable<IReadOnlyList<object>> Rows(IEnumerable<LedgerRow> lines, PlanLanguage language) => lines.Select(line => (IReadOnlyList<object>)
    [
        line.File.In(language), line.Recipient, line.Purpose.In(language), line.Basis.In(language), line.Items.In(language), line.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        line.Form.In(language), line.Restrictions.In(language), line.Persons, line.Times,
    ]);

    /// <summary>The columns in the order of the decree.</summary>
    public static IReadOnlyList<Phrase> Columns { get; } =
    [
        new("개인정보파일의 명칭", "Personal information file"),
        new("제공받는 자", "Recipient"),
        new("제공 목적", "Purpose"),
        new("제공의 법적 근거", "Legal basis"),
        new("제공 항목", "Items"),
        new("제공 일자", "Date"),
        new("제공 형태", "Form"),
        new("제한 사항", "Restrictions"),
        new("대상자 수", "Persons"),
        new("횟수", "Times"),
    ];
}
