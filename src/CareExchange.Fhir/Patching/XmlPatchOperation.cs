using System.Xml;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Fhir.Patching;

/// <summary>One operation of an XML Patch (RFC 5261 §4.3-4.5).</summary>
internal static class XmlPatchOperation
{
    private const string NamespaceAxis = "namespace::";

    /// <summary>Applies it; null where it went well.</summary>
    public static Issue? Apply(XmlDocument document, XmlElement operation)
    {
        if (operation.LocalName is not ("add" or "replace" or "remove")) return PatchIssues.Operation(operation.LocalName, "add replace remove");
        if (operation.GetAttribute("sel") is not { Length: > 0 } path) return PatchIssues.Required("sel");
        if (XmlSelector.Read(path, operation) is not { } selector) return PatchIssues.Path(path, "a selector of RFC 5261");
        var found = selector.Select(document);
        if (found.Count == 0) return PatchIssues.Missing(path);
        if (found.Count > 1) return PatchIssues.Many(path, found.Count);
        return operation.LocalName switch
        {
            "add" => Add(found[0], operation, path),
            "replace" => Replace(found[0], operation, path),
            _ => Remove(found[0], operation, path),
        };
    }

    private static Issue? Add(XmlNode target, XmlElement operation, string path)
    {
        var type = operation.GetAttribute("type");
        if (type.Length > 0) return target is XmlElement element ? AddAttribute(element, type, operation) : PatchIssues.Path(path, "an element");
        var position = operation.GetAttribute("pos");
        if (position is not ("" or "prepend" or "before" or "after")) return PatchIssues.Operation(position, "prepend before after");
        if (target is XmlAttribute) return PatchIssues.Path(path, "an element or another node beside it");
        if (position is "" or "prepend" && target is not XmlElement) return PatchIssues.Path(path, "an element");
        var parent = position is "before" or "after" ? target.ParentNode! : target;
        var content = Content(operation, target.OwnerDocument!);
        if (parent is XmlDocument && content.Any(node => node is XmlElement or XmlText)) return PatchIssues.Path(path, "a node below the root");
        var next = position switch { "before" => target, "after" => target.NextSibling, "prepend" => target.FirstChild, _ => null };
        foreach (var node in content) parent.InsertBefore(node, next);
        return null;
    }

    private static Issue? AddAttribute(XmlElement target, string type, XmlElement operation)
    {
        if (type.StartsWith(NamespaceAxis, StringComparison.Ordinal))
        {
            var prefix = type[NamespaceAxis.Length..];
            if (!IsName(prefix) || prefix is "xml" or "xmlns" || operation.InnerText.Length == 0) return PatchIssues.Path(type, "namespace::prefix");
            if (target.HasAttribute(prefix, XmlPatch.Declarations)) return PatchIssues.Exists(prefix);
            target.SetAttribute("xmlns:" + prefix, operation.InnerText);
            return null;
        }

        var name = type.StartsWith('@') ? type[1..] : "";
        var colon = name.IndexOf(':', StringComparison.Ordinal);
        if (!IsName(name[(colon + 1)..]) || (colon >= 0 && !IsName(name[..colon])) || name == "xmlns") return PatchIssues.Path(type, "@name");
        var uri = colon < 0 ? "" : operation.GetNamespaceOfPrefix(name[..colon]);
        if (colon >= 0 && uri is "" or XmlPatch.Declarations) return PatchIssues.Path(type, "a prefix that is declared");
        if (target.HasAttribute(name[(colon + 1)..], uri)) return PatchIssues.Exists(name);
        var attribute = colon < 0 ? target.OwnerDocument.CreateAttribute(name) : target.OwnerDocument.CreateAttribute(name[..colon], name[(colon + 1)..], uri);
        attribute.Value = operation.InnerText;
        target.SetAttributeNode(attribute);
        return null;
    }

    // RFC 5261 §4.4: a node is replaced by one of its own kind.
    private static Issue? Replace(XmlNode target, XmlElement operation, string path)
    {
        if (target is XmlAttribute attribute)
        {
            attribute.Value = operation.InnerText;
            return null;
        }

        var content = Content(operation, target.OwnerDocument!);
        if (target is XmlCharacterData and not XmlComment)
        {
            if (content.Any(node => node is not (XmlCharacterData and not XmlComment))) return PatchIssues.Type(path, "text", content[0].NodeType.ToString());
            foreach (var node in content) target.ParentNode!.InsertBefore(node, target);
            target.ParentNode!.RemoveChild(target);
            return null;
        }

        var nodes = content.Where(node => node is (not XmlCharacterData) or XmlComment || node.Value!.Trim().Length > 0).ToList();
        if (nodes is not [var only] || only.NodeType != target.NodeType) return PatchIssues.Type(path, $"one {target.NodeType}", $"{nodes.Count}");
        target.ParentNode!.ReplaceChild(only, target);
        return null;
    }

    private static Issue? Remove(XmlNode target, XmlElement operation, string path)
    {
        if (target is XmlAttribute attribute)
        {
            attribute.OwnerElement!.RemoveAttributeNode(attribute);
            return null;
        }

        if (target is XmlDocument || target.ParentNode is XmlDocument && target is XmlElement) return PatchIssues.Path(path, "a node below the root");
        var space = operation.GetAttribute("ws");
        if (space is not ("" or "before" or "after" or "both")) return PatchIssues.Operation(space, "before after both");
        foreach (var (isAsked, sibling) in new[] { (space is "before" or "both", target.PreviousSibling), (space is "after" or "both", target.NextSibling) })
        {
            if (!isAsked) continue;
            if (sibling is not XmlWhitespace and not XmlSignificantWhitespace) return PatchIssues.Path(path, "white space beside it");
            sibling.ParentNode!.RemoveChild(sibling);
        }

        target.ParentNode!.RemoveChild(target);
        return null;
    }

    private static List<XmlNode> Content(XmlElement operation, XmlDocument document) => [.. operation.ChildNodes.Cast<XmlNode>().Select(node => document.ImportNode(node, deep: true))];

    private static bool IsName(string text) => text.Length > 0 && XmlConvert.IsStartNCNameChar(text[0]) && text.All(XmlConvert.IsNCNameChar);
}
