using System.Xml;
using CareExchange.Fhir.Elements;

namespace CareExchange.Validation.Measures;

/// <summary>A Library as its measure uses it: the expressions that its compiled CQL (ELM, XML) defines.</summary>
internal sealed class MeasureLibrary
{
    private const string Elm = "urn:hl7-org:elm:r1";
    private readonly HashSet<string> _definitions = new(StringComparer.Ordinal);

    /// <summary>Reads a Library.</summary>
    public MeasureLibrary(Element library)
    {
        (Name, Url) = (library["name"].Text, library["url"].Text);
        foreach (var content in library.Children("content"))
            if (content["contentType"].Text == "application/elm+xml" && content["data"].Text is { } data) Read(data);
    }

    /// <summary>Library.name, which CQL qualifies expressions by.</summary>
    public string? Name { get; }

    /// <summary>Its canonical.</summary>
    public string? Url { get; }

    /// <summary>True where it holds ELM that can be read.</summary>
    public bool IsCompiled { get; private set; }

    /// <summary>Whether it defines an expression.</summary>
    public bool Defines(string expression) => _definitions.Contains(expression);

    private void Read(string data)
    {
        var bytes = new byte[data.Length];
        if (!Convert.TryFromBase64String(data, bytes, out var length)) return;
        var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };
        try
        {
            using var stream = new MemoryStream(bytes, 0, length);
            using var reader = XmlReader.Create(stream, settings);
            while (reader.Read())
            {
                if (reader.NodeType != XmlNodeType.Element || reader.NamespaceURI != Elm) continue;
                if (reader is { Depth: 0, LocalName: "library" }) IsCompiled = true;
                else if (reader is { Depth: 2, LocalName: "def" } && reader.GetAttribute("name") is { } name) _definitions.Add(name);
            }
        }
        catch (XmlException)
        {
            IsCompiled = false;
        }
    }
}
