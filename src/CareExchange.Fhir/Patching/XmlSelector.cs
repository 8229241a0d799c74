using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml;

namespace CareExchange.Fhir.Patching;

/// <summary>The selectors of XML Patch (RFC 5261 §4.1): location paths with simple conditions, so that finding a node costs no more than walking there.</summary>
/// <remarks>
/// Full XPath is more than the RFC asks for, and lets a stranger write expressions that take for ever. The prefixes <c>f</c> and <c>h</c> are FHIR's
/// and xhtml's unless the patch says otherwise; a name without prefix is in the patch's default namespace.
/// </remarks>
internal sealed partial class XmlSelector
{
    private const string Fhir = "http://hl7.org/fhir";
    private const string Xhtml = "http://www.w3.org/1999/xhtml";

    private const int MaxSteps = 128;
    private const int MaxConditions = 16;

    private readonly List<Step> _steps = [];

    private sealed record Step(string Axis, string? Namespace, string Name, IReadOnlyList<Condition> Conditions);

    // An index (1-based, -1 for the last), or what has to have which text.
    private sealed record Condition(int Index, string? Axis, string? Namespace, string Name, string Value);

    /// <summary>Reads a selector; null where it is none of the RFC's.</summary>
    /// <param name="text">The selector.</param>
    /// <param name="operation">The element that carries it: prefixes are declared there.</param>
    public static XmlSelector? Read(string text, XmlElement operation)
    {
        var selector = new XmlSelector();
        var at = text.StartsWith('/') ? 1 : 0;
        while (true)
        {
            if (selector._steps.Count == MaxSteps || Next(NodeTestPattern(), text, ref at) is not { } test || test.Value == ".") return null;
            var conditions = new List<Condition>();
            while (at < text.Length && text[at] == '[')
            {
                at++;
                if (!ReadConditions(text, ref at, operation, conditions) || conditions.Count > MaxConditions) return null;
            }

            if (Test(test.Value, operation) is not var (axis, uri, name)) return null;
            selector._steps.Add(new(axis, uri, name, conditions));
            if (at == text.Length) return selector;
            if (text[at++] != '/') return null;
        }
    }

    /// <summary>The nodes it leads to, from the document down.</summary>
    public List<XmlNode> Select(XmlDocument document)
    {
        List<XmlNode> nodes = [document];
        foreach (var step in _steps) nodes = [.. nodes.SelectMany(node => Select(node, step))];
        return nodes;
    }

    private static IEnumerable<XmlNode> Select(XmlNode parent, Step step)
    {
        var found = Axis(parent, step.Axis, step.Namespace, step.Name);
        foreach (var condition in step.Conditions)
        {
            var nodes = found.ToList();
            found = condition.Axis is null
                ? nodes.Skip((condition.Index < 0 ? nodes.Count : condition.Index) - 1).Take(1)
                : nodes.Where(node => Axis(node, condition.Axis, condition.Namespace, condition.Name).Any(part => Text(part) == condition.Value));
        }

        return found;
    }

    private static IEnumerable<XmlNode> Axis(XmlNode node, string axis, string? uri, string name) => axis switch
    {
        "." => [node],
        "@" => node is XmlElement element ? element.Attributes.Cast<XmlNode>().Where(attribute => attribute.NamespaceURI != XmlPatch.Declarations && Named(attribute, uri, name)) : [],
        "namespace" => node is XmlElement element && element.GetAttributeNode(name, XmlPatch.Declarations) is { } declaration ? [declaration] : [],
        "text" => Children(node).Where(child => child is XmlCharacterData and not XmlComment),
        "comment" => Children(node).Where(child => child is XmlComment),
        "node" => Children(node),
        "instruction" => Children(node).Where(child => child is XmlProcessingInstruction instruction && (name.Length == 0 || instruction.Target == name)),
        _ => Children(node).Where(child => child is XmlElement && Named(child, uri, name)),
    };

    private static IEnumerable<XmlNode> Children(XmlNode node)
    {
        for (var child = node.FirstChild; child is not null; child = child.NextSibling) yield return child;
    }

    private static bool Named(XmlNode node, string? uri, string name) => name == "*" ? uri is null || node.NamespaceURI == uri : node.LocalName == name && node.NamespaceURI == (uri ?? "");

    private static string Text(XmlNode node) => node is XmlElement ? node.InnerText : node.Value ?? "";

    // Stands behind the bracket and leaves behind its end.
    private static bool ReadConditions(string text, ref int at, XmlElement operation, List<Condition> conditions)
    {
        while (Next(ConditionPattern(), text, ref at) is { } match)
        {
            if (match.Groups["last"].Success)
            {
                conditions.Add(new(-1, null, null, "", ""));
            }
            else if (match.Groups["index"].Success)
            {
                if (!int.TryParse(match.Groups["index"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var index) || index == 0) return false;
                conditions.Add(new(index, null, null, "", ""));
            }
            else
            {
                if (Test(match.Groups["subject"].Value, operation) is not var (axis, uri, name)) return false;
                conditions.Add(new(0, axis, uri, name, match.Groups["value"].Value[1..^1]));
            }

            if (at < text.Length && text[at] == ']')
            {
                at++;
                return true;
            }

            if (Next(AndPattern(), text, ref at) is null) return false;
        }

        return false;
    }

    private static Match? Next(Regex pattern, string text, ref int at)
    {
        var match = pattern.Match(text, at);
        if (!match.Success || match.Index != at) return null;
        at += match.Length;
        return match;
    }

    // Axis, namespace and name of a node test; null where its prefix is not declared.
    private static (string Axis, string? Namespace, string Name)? Test(string text, XmlElement operation)
    {
        if (text == ".") return (".", null, "");
        if (text.StartsWith("processing-instruction(", StringComparison.Ordinal)) return ("instruction", null, text[23..^1].Trim('\'', '"'));
        if (text.EndsWith("()", StringComparison.Ordinal)) return (text[..^2], null, "");
        if (text.StartsWith("namespace::", StringComparison.Ordinal)) return ("namespace", null, text[11..]);
        var axis = text[0] == '@' ? "@" : "child";
        if (axis == "@") text = text[1..];
        if (text == "*") return (axis, null, text);
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var uri = colon < 0 ? axis == "@" ? "" : operation.GetNamespaceOfPrefix("") : Namespace(text[..colon], operation);
        return uri is null ? null : (axis, uri, text[(colon + 1)..]);
    }

    private static string? Namespace(string prefix, XmlElement operation)
    {
        if (operation.GetNamespaceOfPrefix(prefix) is { Length: > 0 } declared) return declared;
        return prefix switch { "f" => Fhir, "h" or "html" => Xhtml, _ => null };
    }

    private const string Name = @"[\p{L}_][\p{L}\p{N}_.\-]*(?::(?:[\p{L}_][\p{L}\p{N}_.\-]*|\*))?";
    private const string Literal = """(?:'[^']*'|"[^"]*")""";
    private const string NodeTest = $@"(?:text|comment|node)\(\)|processing-instruction\({Literal}?\)|namespace::{Name}|@?(?:\*|{Name})|\.";
    // NonBacktracking: a selector is a stranger's text.
    [GeneratedRegex(NodeTest, RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex NodeTestPattern();

    [GeneratedRegex($@"\s*(?:(?<last>last\(\))|(?:position\(\)\s*=\s*)?(?<index>[0-9]+)|(?<subject>{NodeTest})\s*=\s*(?<value>{Literal}))\s*", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex ConditionPattern();

    [GeneratedRegex(@"and\s", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex AndPattern();
}
