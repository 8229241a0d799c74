using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Json;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Mapping.Sources;

/// <summary>Writes a partner's tables as JSON and remembers which cell each value came from, so that one element type serves all formats.</summary>
internal sealed class TableWriter : IDisposable
{
    /// <summary>A table whose every row is wrong is told by its first rows.</summary>
    private const int MaxIssues = 200;

    private readonly ArrayBufferWriter<byte> _bytes = new(4096);
    private readonly Utf8JsonWriter _json;
    private readonly SourceCells _cells = new();
    private readonly string _utcOffset;

    public TableWriter(string utcOffset)
    {
        _utcOffset = utcOffset;
        _json = new(_bytes, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });
        _json.WriteStartObject();
    }

    public SourceCells Cells => _cells;

    public List<Issue> Issues { get; } = [];

    /// <summary>True when enough has been found wrong to stop.</summary>
    public bool IsFull => Issues.Count >= MaxIssues;

    public void StartRows(string property)
    {
        _json.WritePropertyName(property);
        _json.WriteStartArray();
    }

    public void EndRows() => _json.WriteEndArray();

    /// <summary>Begins a row, or (with a property) the one object of a form.</summary>
    public void StartRow(string? property, int line, int label)
    {
        if (property is not null) _json.WritePropertyName(property);
        _json.WriteStartObject();
        _cells.Add(Offset - 1, line, 1, label);
    }

    public void EndRow() => _json.WriteEndObject();

    /// <summary>Writes a cell, or says why it cannot be a value of its column.</summary>
    /// <param name="column">The column.</param>
    /// <param name="cell">Trimmed and not empty.</param>
    /// <param name="line">1-based line or row.</param>
    /// <param name="number">1-based field or column.</param>
    /// <param name="label">What the cells are called by, from <see cref="SourceCells"/>.</param>
    public void Write(TableColumn column, CellValue cell, int line, int number, int label)
    {
        _json.WritePropertyName(column.Property);
        _cells.Add(Offset, line, number, label);
        if (column.Split is not { } split)
        {
            Value(column, cell, line, number, label);
            return;
        }

        _json.WriteStartArray();
        foreach (var item in cell.Text.Split(split, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)) Value(column, new(item, cell.IsDate), line, number, label);
        _json.WriteEndArray();
    }

    public void Missing(int line, int number, int label) => Add(
        "required", "source-value-missing", "A row lacks a value that every row must have.", "행에 필수 값이 없습니다.", line, number, label, "a value", null);

    /// <summary>The message, or the issues that stand in its place.</summary>
    public Outcome<SourceMessage> Finish(Schema schema)
    {
        _json.WriteEndObject();
        _json.Flush();
        if (Issues.Exists(issue => issue.IsError)) return Outcome.Failure<SourceMessage>(Issues);
        var outcome = FhirDocument.Parse(_bytes.WrittenMemory, schema, SourceMessage.Untyped);
        return outcome.Value is { } document
            ? Outcome.Success(new SourceMessage(document, SourceMessage.Untyped, _cells), Issues)
            : Outcome.Failure<SourceMessage>(outcome.Issues);
    }

    public void Dispose() => _json.Dispose();

    private int Offset => (int)_json.BytesCommitted + _json.BytesPending;

    private void Value(TableColumn column, CellValue cell, int line, int number, int label)
    {
        if (CellConversion.Convert(column, cell, _utcOffset) is not var (text, kind))
        {
            Add("value", "source-value-invalid", "A value does not fit the type of its column.", "값이 열의 유형에 맞지 않습니다.", line, number, label, Expected(column), TextMask.Of(cell.Text));
            _json.WriteNullValue();
            return;
        }

        if (column.Codes is { } codes && !codes.Contains(cell.Text))
        {
            var rule = column.CodesUrl is null ? "source-code-unknown" : "map-code-unknown";
            Add("code-invalid", rule, "A code is not in the list of its column.", "코드 목록에 없는 코드입니다.", line, number, label, column.CodesUrl ?? string.Join(", ", codes), cell.Text);
        }

        if (kind == JsonKind.String) _json.WriteStringValue(text);
        else _json.WriteRawValue(text, skipInputValidation: true);
    }

    private static string Expected(TableColumn column) => column.Type switch
    {
        ColumnType.Boolean => string.Join(", ", column.True.Concat(column.False)),
        ColumnType.DateTime => "dateTime",
        _ => column.Type.ToString().ToLowerInvariant(),
    };

    private void Add(string code, string rule, string english, string korean, int line, int number, int label, string expected, string? found)
    {
        if (IsFull) return;
        Issues.Add(Issue.Error(code, rule, english, korean) with { Line = line, Column = number, Expression = _cells.Field(line, number, label), Expected = expected, Found = found });
    }
}
