namespace CareExchange.Mapping.Sources;

/// <summary>Where a value stands in the message as the partner sent it.</summary>
/// <param name="Line">1-based line; of a sheet the row.</param>
/// <param name="Column">1-based column: bytes in JSON, fields in CSV, columns in a sheet.</param>
/// <param name="Field">What the partner calls it: the path in JSON, the heading in CSV, the cell (<c>가구!C7</c>) in a workbook.</param>
public readonly record struct SourcePosition(int Line, int Column, string Field)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Field} ({Line}:{Column})";
}
