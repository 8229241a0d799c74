using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Json;
using CareExchange.Mapping.Sources;

namespace CareExchange.Mapping.Writers.Cda;

/// <summary>The texts of an element of the tree as the attributes that CDA has for them.</summary>
internal static class CdaAttributes
{
    public static List<(string Name, string Text)> Of(Element element, bool isTime, string place, WriterIssues issues)
    {
        List<(string Name, string Text)> attributes = [];
        var isIdentifier = element["system"].HasValue && element["value"].HasValue;
        if (isIdentifier && !element["root"].HasValue) Identifier(element["system"].Text!, element["value"].Text!, attributes);
        foreach (var part in element.Children())
        {
            if (part.Kind == JsonKind.Object || part.IsItem || part.Text is not { } text) continue;
            switch (part.JsonName)
            {
                case "xmlText" or "xhtml": break;
                case "system" or "value" when isIdentifier: break;
                case "system" when element["root"].HasValue: break;
                case "codeSystemUri":
                    if (!element["codeSystem"].HasValue) System(text, element, attributes);
                    break;
                case "xsiType":
                    attributes.Insert(0, ("xsi:type", text));
                    break;
                case "invalidValue":
                    attributes.Add(("value", text));
                    break;
                case "value" when isTime:
                    var time = HealthTime.FromFhir(text);
                    if (HealthTime.ToDateTime(time, "Z") is null) issues.AddValue("cda-time", $"{place}/@value", "a date or time", part);
                    attributes.Add(("value", time));
                    break;
                default:
                    if (part.JsonName.All(char.IsAsciiLetterOrDigit)) attributes.Add((part.JsonName, text));
                    else issues.AddValue("cda-attribute", $"{place}/@{part.JsonName}", "a name of the model", part);
                    break;
            }
        }

        return attributes;
    }

    // FHIR says urn:ietf:rfc:3986 of a value that is a uri by itself (R4 datatypes.html#identifier): CDA says it by the root alone.
    private static void Identifier(string system, string value, List<(string, string)> attributes)
    {
        if (system == "urn:ietf:rfc:3986" && CdaOids.Of(value) is (var whole, false))
        {
            attributes.Add(("root", whole));
            return;
        }

        var (root, isMade) = CdaOids.Of(system);
        attributes.Add(("root", root));
        attributes.Add(("extension", value));
        if (isMade) attributes.Add(("assigningAuthorityName", system));
    }

    private static void System(string uri, Element element, List<(string, string)> attributes)
    {
        var (oid, isMade) = CdaOids.Of(uri);
        attributes.Add(("codeSystem", oid));
        if (isMade && !element["codeSystemName"].HasValue) attributes.Add(("codeSystemName", uri));
    }
}
