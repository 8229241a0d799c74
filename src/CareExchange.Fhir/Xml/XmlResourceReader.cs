using System.Xml;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Json;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Fhir.Xml;

/// <summary>XML → a tree of parts that the schema knows, with an issue for all that is written otherwise than R4 xml.html asks.</summary>
/// <remarks>What the schema does not know is left out of the tree and said. The nesting is bounded, so recursion is safe. Used once.</remarks>
internal sealed class XmlResourceReader
{
    public const string FhirNamespace = "http://hl7.org/fhir";
    public const string XhtmlNamespace = "http://www.w3.org/1999/xhtml";
    private const string SchemaInstance = "http://www.w3.org/2001/XMLSchema-instance";
    private const string Declarations = "http://www.w3.org/2000/xmlns/";

    private readonly XmlSourceText _source;
    private readonly Schema _schema;
    private readonly XmlLimits _limits;
    private readonly XmlReader _reader;
    private readonly IXmlLineInfo _place;
    private readonly List<Issue> _issues = [];
    private int _depth;
    private bool _isTooDeep;

    // A logical model brings its own namespace; everything else lives in FHIR's.
    private bool _isLogical;

    private XmlResourceReader(XmlSourceText source, XmlReader reader, Schema schema, XmlLimits limits)
    {
        _source = source;
        _reader = reader;
        _schema = schema;
        _limits = limits;
        _place = (IXmlLineInfo)reader;
    }

    private bool IsFull => _issues.Count > _limits.MaxIssues;

    /// <summary>The root, or null where the text is no XML or no resource the schema knows.</summary>
    public static (XmlPart? Root, List<Issue> Issues) Read(XmlSourceText source, Schema schema, string? rootType, XmlLimits limits)
    {
        var settings = new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            IgnoreComments = true,
            MaxCharactersFromEntities = 1024,
        };
        using var text = new StringReader(source.Text);
        using var reader = XmlReader.Create(text, settings);
        var read = new XmlResourceReader(source, reader, schema, limits);
        try
        {
            var root = read.ReadDocument(rootType);
            return (read._isTooDeep ? null : root, read._issues);
        }
        catch (XmlException problem)
        {
            read._issues.Add(XmlSyntax.Explain(source, problem));
            return (null, read._issues);
        }
    }

    private XmlPart? ReadDocument(string? rootType)
    {
        XmlPart? root = null;
        while (!_isTooDeep && _reader.Read())
        {
            if (_reader.NodeType == XmlNodeType.ProcessingInstruction) Report(null, XmlIssues.Instruction(Here));
            else if (_reader.NodeType == XmlNodeType.XmlDeclaration) CheckEncoding();
            else if (_reader.NodeType == XmlNodeType.Element) root = ReadRoot(rootType);
        }

        return root;
    }

    private XmlPart? ReadRoot(string? rootType)
    {
        var name = _reader.LocalName;
        var shape = ElementShape.Find(_schema, rootType ?? name);
        if (shape is null || (rootType is null && shape.Node.Type is not { Kind: TypeKind.Resource or TypeKind.Logical, IsAbstract: false }))
        {
            Report(null, XmlIssues.ResourceType(Here, name));
            SkipElement();
            return null;
        }

        _isLogical = shape.Node.Type is { Kind: TypeKind.Logical };
        var root = new XmlPart(null, null, Here) { ResourceType = shape.IsResource || _isLogical ? shape.TypeName : null };
        CheckNamespace(root, _reader.NamespaceURI);
        ReadContent(root, shape, shape.IsResource);
        return root;
    }

    // Stands on a start tag and leaves on its end tag (or on the same one where the element is empty).
    private void ReadContent(XmlPart part, ElementShape shape, bool isResource)
    {
        if (++_depth > _limits.MaxDepth)
        {
            Report(part, XmlIssues.Depth(Here, _limits.MaxDepth));
            _isTooDeep = true;
            return;
        }

        var hasContent = ReadAttributes(part, shape, isResource);
        if (_reader.MoveToElement() && _reader.IsEmptyElement)
        {
            if (!hasContent) Report(part, XmlIssues.Empty(Here));
            _depth--;
            return;
        }

        var saidText = false;
        var (last, lastName) = (-1, "");
        while (!_isTooDeep && _reader.Read() && _reader.NodeType != XmlNodeType.EndElement)
        {
            if (_reader.NodeType == XmlNodeType.Element)
            {
                hasContent = true;
                ReadChild(part, shape, ref last, ref lastName);
            }
            else if (_reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA)
            {
                hasContent = true;
                if (_reader.NodeType == XmlNodeType.CDATA) Report(part, XmlIssues.Cdata(Here));
                else if (!saidText) Report(part, XmlIssues.Text(Here));
                saidText = true;
            }
            else if (_reader.NodeType == XmlNodeType.ProcessingInstruction)
            {
                Report(part, XmlIssues.Instruction(Here));
            }
        }

        if (!hasContent) Report(part, XmlIssues.Empty(part.Position));
        _depth--;
    }

    private void ReadChild(XmlPart parent, ElementShape shape, ref int last, ref string lastName)
    {
        var name = _reader.LocalName;
        if (shape.Property(name)?.Only is not { } variant || variant.JsonName != name || IsAttribute(variant, shape))
        {
            Report(parent, XmlIssues.Unknown(Here, name));
            SkipElement();
            return;
        }

        var part = new XmlPart(parent, variant, Here);
        if (variant.Order < last) Report(part, XmlIssues.Order(Here, name, lastName));
        else (last, lastName) = (variant.Order, name);
        if (!variant.IsList && !IsFull && parent.Children.Any(sibling => ReferenceEquals(sibling.Variant!.Node.Definition, variant.Node.Definition))) Report(part, XmlIssues.Repeated(Here, name));
        parent.Add(part);
        var isXhtml = variant.Shape.TypeName == "xhtml";
        CheckNamespace(part, _reader.NamespaceURI, isXhtml);
        if (isXhtml) part.Value = XhtmlSlice.Read(_reader, _source);
        else if (variant.Node.IsResource) ReadResource(part);
        else ReadContent(part, variant.Shape, isResource: false);
    }

    private void ReadResource(XmlPart part)
    {
        var found = 0;
        var start = Here;
        while (_reader.MoveToNextAttribute())
        {
            if (_reader.NamespaceURI != Declarations) Report(part, XmlIssues.Attribute(Here, _reader.Name));
        }

        _reader.MoveToElement();
        if (!_reader.IsEmptyElement)
        {
            while (!_isTooDeep && _reader.Read() && _reader.NodeType != XmlNodeType.EndElement)
            {
                if (_reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA) Report(part, XmlIssues.Text(Here));
                else if (_reader.NodeType == XmlNodeType.ProcessingInstruction) Report(part, XmlIssues.Instruction(Here));
                if (_reader.NodeType != XmlNodeType.Element) continue;
                if (++found == 1) ReadResourceContent(part);
                else SkipElement();
            }
        }

        if (found != 1 && !_isTooDeep) Report(part, XmlIssues.OneResource(start, found));
    }

    private void ReadResourceContent(XmlPart part)
    {
        part.ResourceType = _reader.LocalName;
        CheckNamespace(part, _reader.NamespaceURI);
        if (ElementShape.Find(_schema, part.ResourceType) is { IsResource: true, Node.Type.IsAbstract: false } shape)
        {
            ReadContent(part, shape, isResource: true);
            return;
        }

        Report(part, XmlIssues.ResourceType(Here, part.ResourceType));
        SkipElement();
    }

    // True where an attribute says something about the resource.
    private bool ReadAttributes(XmlPart part, ElementShape shape, bool isResource)
    {
        var said = false;
        while (_reader.MoveToNextAttribute())
        {
            if (_reader.NamespaceURI == Declarations) continue;
            said = true;
            var name = _reader.LocalName;
            if (_reader.NamespaceURI == SchemaInstance && name == "schemaLocation") Report(part, XmlIssues.SchemaLocation(Here));
            else if (_reader.NamespaceURI.Length == 0 && name == "value" && shape.IsPrimitive) SetValue(part, shape);
            else if (_reader.NamespaceURI.Length == 0 && !isResource && shape.Property(name)?.Only is { } variant && IsAttribute(variant, shape))
            {
                var attribute = new XmlPart(part, variant, Here);
                SetValue(attribute, variant.Shape);
                part.Add(attribute);
            }
            else
            {
                Report(part, XmlIssues.Attribute(Here, _reader.Name));
            }
        }

        return said;
    }

    // R4 xml.html: ids of elements and the url of an extension are attributes; a resource's id is an element.
    internal static bool IsAttribute(ShapeVariant variant, ElementShape owner) =>
        (variant.JsonName == "id" && !owner.IsResource) || (variant.JsonName == "url" && owner.TypeName == "Extension");

    private void SetValue(XmlPart part, ElementShape shape)
    {
        part.Value = _reader.Value;
        if (part.Value.Length == 0) Report(part, XmlIssues.EmptyAttribute(Here, _reader.Name));
        else if (!XmlValue.IsOf(shape, part.Value)) Report(part, XmlIssues.Value(Here, shape.TypeName));
    }

    private void CheckNamespace(XmlPart part, string found, bool isXhtml = false)
    {
        var expected = isXhtml ? XhtmlNamespace : FhirNamespace;
        if (found != expected && (isXhtml || !_isLogical)) Report(part, XmlIssues.Namespace(Here, expected, found));
    }

    private void CheckEncoding()
    {
        if (_reader.GetAttribute("encoding") is { } encoding && !encoding.Equals("UTF-8", StringComparison.OrdinalIgnoreCase) && !encoding.Equals("US-ASCII", StringComparison.OrdinalIgnoreCase))
        {
            Report(null, XmlIssues.Encoding(encoding));
        }
    }

    private void SkipElement()
    {
        if (_reader.IsEmptyElement) return;
        for (var depth = _reader.Depth; _reader.Read() && !(_reader.NodeType == XmlNodeType.EndElement && _reader.Depth == depth);)
        {
            // What is not known is not looked into.
        }
    }

    // The reader tells where a name begins; an element begins one character before it.
    private TextPosition Here => new(_place.LineNumber, Math.Max(1, _place.LinePosition - (_reader.NodeType == XmlNodeType.Element ? 1 : 0)));

    private void Report(XmlPart? part, Issue issue)
    {
        if (IsFull) return;
        _issues.Add(_issues.Count == _limits.MaxIssues ? XmlIssues.Limit(_limits.MaxIssues) : issue with { Expression = part?.Path });
    }
}
