namespace CareExchange.Mapping.Sources;

/// <summary>A cell as text. A workbook's own dates come in ISO form and are read so, whatever form the column declares.</summary>
internal readonly record struct CellValue(string Text, bool IsDate);
