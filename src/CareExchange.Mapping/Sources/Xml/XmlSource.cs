using System.Xml;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Mapping.Sources.Xml;

/// <summary>XML of a partner's own making: attributes and elements that hold nothing but text are strings, all others objects with their text in <c>xmlText</c>.</summary>
/// <remarks>No document type declaration, hence no entity of anybody's; prefixes are left out; the root element's content is the root of the tree.</remarks>
internal sealed class XmlSource(Schema schema) : IMessageSource
{
    public Outcome<SourceMessage> Read(ReadOnlyMemory<byte> message)
    {
        var root = XmlTreeReader.Read(message.Span, new XmlDialect());
        return root.Value is { } tree ? SourceTree.Write(tree, schema, []) : Outcome.Failure<SourceMessage>(root.Issues);
    }
}
