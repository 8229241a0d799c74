namespace CareExchange.Mapping.Sources;

/// <summary>A cell as text. A workbook's own dates come in ISO form and are read so, whatever form the column declares.</summary>
internal readonly record struct CellValue(string Text, bool IsDate)
{
    /// <summary>True for a number of a workbook: where a date is expected, it is the day's serial number.</summary>
    public bool IsNumber { get; init; }

    /// <summary>True where the workbook itself holds an error (<c>#N/A</c>) or a formula that nobody has calculated.</summary>
    public bool IsError { get; init; }

    /// <summary>True where the workbook counts its days from 1904.</summary>
    public bool IsFrom1904 { get; init; }
}
