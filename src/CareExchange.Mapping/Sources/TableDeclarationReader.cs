using System.Globalization;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Mapping.Sources;

/// <summary><c>*.source.json</c> → <see cref="TableDeclaration"/>; whatever it does not know is an error.</summary>
internal sealed class TableDeclarationReader
{
    private static readonly string[] Top = ["format", "encoding", "delimiter", "headerRow", "headerRows", "columns", "sheets", "title"];
    private static readonly string[] SheetNames = ["sheet", "property", "layout", "headerRow", "headerRows", "labelColumn", "valueColumn", "required", "columns"];
    private static readonly string[] ColumnNames = ["name", "aliases", "property", "type", "required", "filled", "formats", "codes", "split", "true", "false"];

    private readonly List<Issue> _issues = [];

    private TableDeclarationReader()
    {
    }

    /// <summary>The declaration, or issues of rule <c>source-declaration</c> with line and column.</summary>
    public static Outcome<TableDeclaration> Read(ReadOnlyMemory<byte> utf8, string format, Schema schema)
    {
        var outcome = FhirDocument.Parse(utf8, schema, SourceMessage.Untyped);
        if (outcome.Value is not { } document) return Outcome.Failure<TableDeclaration>(outcome.Issues);
        var reader = new TableDeclarationReader();
        var declaration = reader.Read(document.Root, format);
        return reader._issues.Count > 0 ? Outcome.Failure<TableDeclaration>(reader._issues) : declaration;
    }

    private TableDeclaration Read(Element root, string format)
    {
        Known(root, Top);
        if (Family(root["format"].Text) != Family(format)) Fail(root["format"], "format", format);
        var encoding = root["encoding"].Text ?? "auto";
        if (encoding is not ("auto" or "utf-8" or "utf-16" or "cp949")) Fail(root["encoding"], "encoding", "auto, utf-8, utf-16 or cp949");
        List<TableSheet> tables = [];
        if (format == "csv") tables.Add(new("", "rows", false, Number(root["headerRow"], 1), 1, 2, true, Columns(root)) { HeaderRows = Number(root["headerRows"], 1) });
        foreach (var sheet in root.Children("sheets")) tables.Add(Sheet(sheet));
        if (tables.Count == 0) Fail(root, "sheets", "at least one sheet");
        if (format == "csv" && tables.Count > 1) Fail(root["sheets"], "sheets", "columns, for CSV has one table");
        if (tables.Select(table => table.Property).Distinct(StringComparer.Ordinal).Count() < tables.Count) Fail(root, "property", "each property once");
        return new(format, encoding, Delimiter(root["delimiter"]), tables);
    }

    // Which kind of workbook it is, its bytes say.
    private static string? Family(string? format) => format == "xls" ? "xlsx" : format;

    private char? Delimiter(Element element)
    {
        switch (element.Text)
        {
            case null or "auto": return null;
            case "comma": return ',';
            case "semicolon": return ';';
            case "tab": return '\t';
            case "pipe": return '|';
            case [var one] when one is not ('"' or '\r' or '\n'): return one;
        }

        Fail(element, "delimiter", "auto, comma, semicolon, tab, pipe or one character");
        return null;
    }

    private TableSheet Sheet(Element element)
    {
        Known(element, SheetNames);
        var name = Text(element, "sheet");
        var layout = element["layout"].Text ?? "rows";
        if (layout is not ("rows" or "form")) Fail(element["layout"], "layout", "rows or form");
        return new(
            name, element["property"].Text ?? name, layout == "form", Number(element["headerRow"], 1), Column(element["labelColumn"], 1), Column(element["valueColumn"], 2),
            Flag(element["required"]), Columns(element)) { HeaderRows = Number(element["headerRows"], 1) };
    }

    private List<TableColumn> Columns(Element parent)
    {
        List<TableColumn> columns = [];
        foreach (var element in parent.Children("columns"))
        {
            Known(element, ColumnNames);
            var name = Text(element, "name").Trim();
            columns.Add(Column(element, name));
            if (columns.Exists(other => other != columns[^1] && (other.Keys.Intersect(columns[^1].Keys).Any() || other.Property == columns[^1].Property))) Fail(element, name, "each name, alias and property once");
        }

        return columns;
    }

    private TableColumn Column(Element element, string name)
    {
        var type = ColumnType.String;
        if (element["type"] is { Exists: true } given && !Enum.TryParse(given.Text, ignoreCase: true, out type)) Fail(given, "type", "string, integer, decimal, boolean, date, dateTime or time");
        var formats = Texts(element, "formats");
        var patterns = formats is null ? null : DatePattern.Parse(string.Join('|', formats));
        if (formats is not null && patterns is null) Fail(element["formats"], "formats", "patterns of yyyy MM dd HH mm ss");
        var codes = element["codes"];
        var column = new TableColumn(name, element["property"].Text ?? name)
        {
            Aliases = Texts(element, "aliases") ?? [], Type = type, IsFilled = Flag(element["filled"]), IsRequired = Flag(element["required"]) || Flag(element["filled"]), Formats = patterns, Split = element["split"].Text,
            Codes = codes.IsItem ? Texts(element, "codes")!.ToHashSet(StringComparer.Ordinal) : null, CodesUrl = codes.IsItem ? null : codes.Text,
        };
        if (Texts(element, "true") is { } yes) column = column with { True = yes };
        return Texts(element, "false") is { } no ? column with { False = no } : column;
    }

    private void Known(Element element, string[] names)
    {
        foreach (var child in element.Children())
        {
            if (!names.Contains(child.JsonName, StringComparer.Ordinal)) Fail(child, child.JsonName, string.Join(", ", names));
        }
    }

    private static List<string>? Texts(Element parent, string name)
    {
        List<string>? texts = null;
        foreach (var child in parent.Children(name))
        {
            if (child.Text is { } text) (texts ??= []).Add(text);
        }

        return texts;
    }

    private string Text(Element parent, string name)
    {
        if (parent[name].Text is { Length: > 0 } text) return text;
        Fail(parent, name, name);
        return "";
    }

    private bool Flag(Element element)
    {
        if (element.Exists && element.Text is not ("true" or "false")) Fail(element, element.JsonName, "true or false");
        return element.Text == "true";
    }

    private int Number(Element element, int otherwise)
    {
        if (!element.Exists) return otherwise;
        if (int.TryParse(element.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0) return number;
        Fail(element, element.JsonName, "a row, from 1");
        return otherwise;
    }

    private int Column(Element element, int otherwise)
    {
        if (!element.Exists) return otherwise;
        var column = 0;
        foreach (var letter in element.Text ?? "") column = letter is >= 'A' and <= 'Z' && column < 1000 ? (column * 26) + letter - 'A' + 1 : int.MinValue / 64;
        if (column > 0) return column;
        Fail(element, element.JsonName, "a column's letters, from A");
        return otherwise;
    }

    private void Fail(Element at, string name, string expected) =>
        _issues.Add(Issue.Error("structure", "source-declaration", $"The table declaration is wrong at {name}.", $"표 선언의 {name} 항목이 잘못되었습니다.") with
        {
            Line = at.Exists ? at.Position.Line : 1, Column = at.Exists ? at.Position.Column : 1, Expected = expected, Found = at.Text,
        });
}
