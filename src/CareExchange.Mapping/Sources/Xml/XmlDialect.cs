using System.Xml;

namespace CareExchange.Mapping.Sources.Xml;

/// <summary>How an XML document becomes a tree; formats with a model of their own override parts of it.</summary>
internal class XmlDialect
{
    /// <summary>Namespace of <c>xsi:type</c>.</summary>
    protected const string SchemaInstance = "http://www.w3.org/2001/XMLSchema-instance";

    /// <summary>The property of an element or attribute; null for one that has no place in the tree.</summary>
    public virtual string? Name(string localName, string ns, bool isAttribute) => ns switch
    {
        SchemaInstance => localName == "type" ? "xsiType" : null,
        "http://www.w3.org/2000/xmlns/" => null,
        _ => localName,
    };

    /// <summary>True where an element with nothing but text is a string of the tree.</summary>
    public virtual bool HasPlainLeaves => true;

    /// <summary>Reads an element's content itself and leaves the reader on its end; false where it is read like any other.</summary>
    public virtual bool TryRead(XmlReader reader, SourceNode element) => false;

    /// <summary>Looks at an element when it is complete.</summary>
    public virtual void Complete(SourceNode element)
    {
    }
}
