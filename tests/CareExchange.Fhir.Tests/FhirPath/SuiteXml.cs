using System.Text.Json.Nodes;
using System.Xml.Linq;
using CareExchange.Fhir.Definitions;

namespace CareExchange.Fhir.Tests.FhirPath;

/// <summary>Turns the suite's XML inputs into JSON. Only as much as those inputs need: the gateway's own XML reader is tested elsewhere.</summary>
internal static class SuiteXml
{
    private static readonly XNamespace s_xhtml = "http://www.w3.org/1999/xhtml";

    public static string ToJson(string xml)
    {
        var root = XDocument.Parse(xml).Root!;
        var resource = new JsonObject { ["resourceType"] = root.Name.LocalName };
        Fill(resource, root, Schema.R4.FindRoot(root.Name.LocalName)!);
        return resource.ToJsonString();
    }

    private static void Fill(JsonObject target, XElement source, SchemaNode node)
    {
        foreach (var attribute in source.Attributes().Where(attribute => attribute.Name.LocalName is "id" or "url" && !node.IsPrimitive))
        {
            target[attribute.Name.LocalName] = attribute.Value;
        }

        foreach (var group in source.Elements().GroupBy(element => element.Name.LocalName))
        {
            var child = node.Children.Single(candidate => candidate.JsonName == group.Key);
            var values = group.Select(element => Value(element, child)).ToArray();
            var twins = group.Select(element => child.IsPrimitive ? Twin(element, child) : null).ToArray();
            if (values.Any(value => value is not null)) target[group.Key] = Wrap(values, child);
            if (twins.Any(twin => twin is not null)) target["_" + group.Key] = Wrap(twins, child);
        }
    }

    private static JsonNode? Wrap(JsonNode?[] values, SchemaNode node) => node.Definition.IsList ? new JsonArray(values) : values.Single();

    private static JsonNode? Value(XElement element, SchemaNode node)
    {
        if (element.Name == s_xhtml + "div") return element.ToString(SaveOptions.DisableFormatting);
        if (!node.IsPrimitive)
        {
            var inner = node.IsResource ? element.Elements().Single() : element;
            var target = node.IsResource ? new JsonObject { ["resourceType"] = inner.Name.LocalName } : [];
            Fill(target, inner, node.IsResource ? Schema.R4.FindRoot(inner.Name.LocalName)! : node);
            return target;
        }

        var value = element.Attribute("value")?.Value;
        return value is not null && node.Type!.TypeName is "boolean" or "integer" or "positiveInt" or "unsignedInt" or "decimal" ? JsonNode.Parse(value) : value;
    }

    private static JsonObject? Twin(XElement element, SchemaNode node)
    {
        if (element.Name == s_xhtml + "div" || (!element.HasElements && element.Attribute("id") is null)) return null;
        var twin = new JsonObject();
        if (element.Attribute("id") is { } id) twin["id"] = id.Value;
        Fill(twin, element, node);
        return twin;
    }
}
