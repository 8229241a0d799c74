using System.Runtime.InteropServices;
using System.Text;
using System.Xml;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Mapping.Sources.Xml;

/// <summary>XML → nodes, hardened: no DTD, nothing fetched, depth, size and number of parts bounded.</summary>
internal sealed class XmlTreeReader
{
    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = XmlLimits.MaxCharacters,
        IgnoreComments = true, IgnoreProcessingInstructions = true, CheckCharacters = true,
    };

    private readonly XmlReader _reader;
    private readonly IXmlLineInfo _lines;
    private readonly XmlDialect _dialect;
    private int _elements;

    private XmlTreeReader(XmlReader reader, XmlDialect dialect)
    {
        _reader = reader;
        _lines = (IXmlLineInfo)reader;
        _dialect = dialect;
    }

    /// <summary>The root element, or issues <c>xml-encoding</c>, <c>xml-syntax</c>, <c>xml-dtd</c> or <c>xml-limit</c> with line and column.</summary>
    public static Outcome<SourceNode> Read(ReadOnlySpan<byte> bytes, XmlDialect dialect)
    {
        var decoded = XmlDecoding.Decode(bytes);
        if (decoded.Value is not { } text) return Outcome.Failure<SourceNode>(decoded.Issues);
        using var reader = XmlReader.Create(new StringReader(text.TrimStart('\uFEFF', ' ', '\r', '\n', '\t')), Settings);
        var tree = new XmlTreeReader(reader, dialect);
        try
        {
            reader.MoveToContent();
            if (tree.TooMuch() is { } first) return first;
            var root = tree.Open("", $"/{reader.LocalName}");
            if (tree.Fill(root) is { } problem) return problem;
            while (reader.Read())
            {
                // Whatever follows the root must be well formed as well.
            }

            return root;
        }
        catch (XmlException broken)
        {
            return Explain(broken, text);
        }
    }

    /// <summary>Reads the content of the element that the reader stands on, without recursion: depth is the sender's choice.</summary>
    private Issue? Fill(SourceNode root)
    {
        // Most elements have no text but white space, and half of them no children: neither is made before it is needed.
        var open = new Stack<(SourceNode Node, StringBuilder? Text, Dictionary<string, int>? Counts)>();
        var (node, text, counts) = (root, (StringBuilder?)null, (Dictionary<string, int>?)null);
        var isEmpty = _reader.IsEmptyElement;
        Attributes(root);
        if (_dialect.TryRead(_reader, root) || isEmpty)
        {
            Close(root, text);
            return null;
        }

        while (_reader.Read())
        {
            switch (_reader.NodeType)
            {
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace:
                    var piece = _reader.Value;
                    if (text is not null || !string.IsNullOrWhiteSpace(piece)) (text ??= new()).Append(piece);
                    break;
                case XmlNodeType.Element:
                    if (TooMuch() is { } problem) return problem;
                    var local = _reader.LocalName;
                    ref var index = ref CollectionsMarshal.GetValueRefOrAddDefault(counts ??= new(StringComparer.Ordinal), local, out _);
                    index++;
                    var name = _dialect.Name(local, _reader.NamespaceURI, isAttribute: false);
                    var child = Open(name ?? local, index == 1 ? $"/{local}" : $"/{local}[{index}]");
                    child.Parent = node;
                    var childIsEmpty = _reader.IsEmptyElement;
                    Attributes(child);
                    if (_dialect.TryRead(_reader, child) || childIsEmpty) Add(node, child, null);
                    else
                    {
                        open.Push((node, text, counts));
                        (node, text, counts) = (child, null, null);
                    }

                    break;
                case XmlNodeType.EndElement:
                    if (open.Count == 0)
                    {
                        Close(node, text);
                        return null;
                    }

                    var (parent, parentText, parentCounts) = open.Pop();
                    Add(parent, node, text);
                    (node, text, counts) = (parent, parentText, parentCounts);
                    break;
            }
        }

        return null;
    }

    private SourceNode Open(string name, string label) => new(name, label, _lines.LineNumber, _lines.LinePosition);

    private void Add(SourceNode parent, SourceNode element, StringBuilder? text)
    {
        if (_dialect.HasPlainLeaves && element.Children.Count == 0)
        {
            var plain = text?.ToString().Trim() ?? "";
            if (plain.Length > 0) parent.Add(new(element.Name, element.Label, element.Line, element.Column) { Text = plain });
            return;
        }

        Close(element, text);
        if (element.Children.Count > 0) parent.Add(element);
    }

    private void Close(SourceNode element, StringBuilder? text)
    {
        var plain = text?.ToString().Trim() ?? "";
        if (plain.Length > 0) element.Add(new("xmlText", "", element.Line, element.Column) { Text = plain });
        _dialect.Complete(element);
    }

    private void Attributes(SourceNode element)
    {
        if (!_reader.MoveToFirstAttribute()) return;
        do
        {
            if (_dialect.Name(_reader.LocalName, _reader.NamespaceURI, isAttribute: true) is not { } name || _reader.Value.Trim() is not { Length: > 0 } value) continue;
            element.Add(new(name, $"/@{_reader.Name}", _lines.LineNumber, _lines.LinePosition) { Text = value });
        }
        while (_reader.MoveToNextAttribute());
        _reader.MoveToElement();
    }

    private Issue? TooMuch()
    {
        var (expected, found) = _reader.Depth >= XmlLimits.MaxDepth ? ($"at most {XmlLimits.MaxDepth} levels", "")
            : _reader.AttributeCount > XmlLimits.MaxAttributes ? ($"at most {XmlLimits.MaxAttributes} attributes", $"{_reader.AttributeCount}")
            : ++_elements > XmlLimits.MaxElements ? ($"at most {XmlLimits.MaxElements} elements", "") : ("", "");
        return expected.Length == 0 ? null
            : Problem("too-long", "xml-limit", "The document is deeper or larger than allowed.", "문서의 깊이나 크기가 허용된 한도를 넘습니다.", _lines.LineNumber, _lines.LinePosition) with { Expected = expected, Found = found.Length > 0 ? found : null };
    }

    // The platform's words may quote the text, which may be about a person.
    private static Issue Explain(XmlException broken, string text)
    {
        var at = text.AsSpan(0, Math.Min(text.Length, 100_000)).IndexOf("<!DOCTYPE", StringComparison.OrdinalIgnoreCase);
        var line = at < 0 ? -1 : text.AsSpan(0, at).Count('\n') + 1;
        return line == broken.LineNumber || (line > 0 && broken.LineNumber == 0)
            ? Problem("security", "xml-dtd", "A document type declaration is not allowed.", "DOCTYPE 선언은 쓸 수 없습니다.", line, at - text.AsSpan(0, at).LastIndexOf('\n'))
            : Problem("structure", "xml-syntax", "The text is not well-formed XML.", "올바른 XML 형식이 아닙니다.", Math.Max(1, broken.LineNumber), Math.Max(1, broken.LinePosition));
    }

    private static Issue Problem(string code, string rule, string english, string korean, int line, int column) =>
        Issue.Error(code, rule, english, korean) with { Line = line, Column = column };
}
