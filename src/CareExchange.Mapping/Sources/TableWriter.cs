using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Json;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Mapping.Sources;

/// <summary>Writes a partner's tables as JSON and remembers which cell each value came from, so that one element type serves all formats.</summary>
/// <param name="utcOffset">Completes local times.</param>
/// <param name="without">Rows to pass over; null where one bad row refuses the whole table.</param>
internal sealed class TableWriter(string utcOffset, IReadOnlySet<SourceRow>? without = null) : IDisposable
{
    /// <summary>A table whose every row is wrong is told by its first rows.</summary>
    private const int MaxIssues = 200;

    private readonly ArrayBufferWriter<byte> _bytes = new(4096);
    private readonly SourceCells _cells = new();
    private readonly HashSet<SourceRow> _badRows = [];
    private Utf8JsonWriter? _json;
    private string? _sheet;
    private int _line;
    private int _ofRows;

    public SourceCells Cells => _cells;

    public List<Issue> Issues { get; } = [];

    /// <summary>How many rows there are, those passed over counted.</summary>
    public int Rows { get; private set; }

    /// <summary>True when enough has been found wrong to stop.</summary>
    public bool IsFull => Issues.Count >= MaxIssues && without is null;

    private Utf8JsonWriter Json
    {
        get
        {
            if (_json is not null) return _json;
            _json = new(_bytes, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });
            _json.WriteStartObject();
            return _json;
        }
    }

    /// <summary>Begins the rows of a table.</summary>
    public void StartRows(string property, string sheet)
    {
        _sheet = sheet;
        Json.WritePropertyName(property);
        Json.WriteStartArray();
    }

    public void EndRows()
    {
        _sheet = null;
        Json.WriteEndArray();
    }

    /// <summary>A row comes; false where it is to be passed over.</summary>
    public bool TakesRow(int line)
    {
        Rows++;
        _line = line;
        return without?.Contains(new(_sheet!, line)) != true;
    }

    /// <summary>Begins a row, or (with a property) the one object of a form.</summary>
    public void StartRow(string? property, int line, int label)
    {
        if (property is not null) Json.WritePropertyName(property);
        Json.WriteStartObject();
        _cells.Add(Offset - 1, line, 1, label, property is null ? new SourceRow(_sheet!, line) : null);
    }

    public void EndRow() => Json.WriteEndObject();

    /// <summary>Writes a cell, or says why it cannot be a value of its column.</summary>
    /// <param name="column">The column.</param>
    /// <param name="cell">Trimmed and not empty.</param>
    /// <param name="line">1-based line or row in which it stands.</param>
    /// <param name="number">1-based field or column.</param>
    /// <param name="label">What the cells are called by, from <see cref="SourceCells"/>.</param>
    public void Write(TableColumn column, CellValue cell, int line, int number, int label)
    {
        Json.WritePropertyName(column.Property);
        _cells.Add(Offset, line, number, label, _sheet is null ? null : new SourceRow(_sheet, _line));
        if (column.Split is not { } split)
        {
            Value(column, cell, line, number, label);
            return;
        }

        Json.WriteStartArray();
        foreach (var item in cell.Text.Split(split, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)) Value(column, cell with { Text = item }, line, number, label);
        Json.WriteEndArray();
    }

    public void Missing(int line, int number, int label) => Add(
        "required", "source-value-missing", "A row lacks a value that every row must have.", "행에 필수 값이 없습니다.", line, number, label, "a value", null);

    /// <summary>Something is wrong with the row that <see cref="TakesRow"/> was last asked for, or (outside of rows) with the whole.</summary>
    public void Fail(Issue issue)
    {
        if (_sheet is not null)
        {
            _badRows.Add(new(_sheet, _line));
            if (Issues.Count >= MaxIssues) return;
            _ofRows++;
        }

        Issues.Add(issue);
    }

    /// <summary>The message, or the issues that stand in its place.</summary>
    public TableReading Finish(Schema schema)
    {
        Json.WriteEndObject();
        Json.Flush();
        var bad = Issues.Count > _ofRows ? null : _badRows;
        if (Issues.Count > 0) return new(Outcome.Failure<SourceMessage>(Issues), bad, Rows);
        var outcome = FhirDocument.Parse(_bytes.WrittenMemory, schema, SourceMessage.Untyped);
        return new(outcome.Value is { } document ? new SourceMessage(document, SourceMessage.Untyped, _cells) : Outcome.Failure<SourceMessage>(outcome.Issues), outcome.Value is null ? null : _badRows, Rows);
    }

    public void Dispose() => _json?.Dispose();

    private int Offset => (int)Json.BytesCommitted + Json.BytesPending;

    private void Value(TableColumn column, CellValue cell, int line, int number, int label)
    {
        if (cell.IsError)
        {
            Add("value", "xlsx-cell-error", "The workbook has an error instead of a value in this cell.", "셀에 값 대신 오류가 있습니다.", line, number, label, Expected(column), cell.Text);
            Json.WriteNullValue();
            return;
        }

        if (CellConversion.Convert(column, cell, utcOffset) is not var (text, kind))
        {
            Add("value", "source-value-invalid", "A value does not fit the type of its column.", "값이 열의 유형에 맞지 않습니다.", line, number, label, Expected(column), TextMask.Of(cell.Text));
            Json.WriteNullValue();
            return;
        }

        if (column.Codes is { } codes && !codes.Contains(cell.Text))
        {
            var rule = column.CodesUrl is null ? "source-code-unknown" : "map-code-unknown";
            Add("code-invalid", rule, "A code is not in the list of its column.", "코드 목록에 없는 코드입니다.", line, number, label, column.CodesUrl ?? string.Join(", ", codes), cell.Text);
        }

        if (kind == JsonKind.String) Json.WriteStringValue(text);
        else Json.WriteRawValue(text, skipInputValidation: true);
    }

    private static string Expected(TableColumn column) => column.Type switch
    {
        ColumnType.Boolean => string.Join(", ", column.True.Concat(column.False)),
        ColumnType.DateTime => "dateTime",
        _ => column.Type.ToString().ToLowerInvariant(),
    };

    private void Add(string code, string rule, string english, string korean, int line, int number, int label, string expected, string? found) =>
        Fail(Issue.Error(code, rule, english, korean) with { Line = line, Column = number, Expression = _cells.Field(line, number, label), Expected = expected, Found = found });
}
