using System.Xml;
using CareExchange.Fhir.Outcomes;
using CareExchange.Mapping.Sources.Xml;

namespace CareExchange.Mapping.Sources.Cda;

/// <summary>What CDA R2 adds to XML: the names of the logical model, times, narrative, and references into it. One for each document.</summary>
internal sealed class CdaDialect(string utcOffset) : XmlDialect
{
    private const string Extensions = "urn:hl7-org:sdtc";
    private const int MaxIssues = 200;

    private static readonly HashSet<string> Times = new(StringComparer.Ordinal) { "effectiveTime", "time", "birthTime", "availabilityTime", "sdtcDeceasedTime", "sdtcBirthTime", "sdtcValidTime" };
    private static readonly HashSet<string> Bounds = new(StringComparer.Ordinal) { "low", "high", "center", "phase" };

    private readonly List<SourceNode> _referring = [];
    private readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);
    private readonly List<Issue> _issues = [];

    public IReadOnlyList<Issue> Issues => _issues;

    public override bool HasPlainLeaves => false;

    public override string? Name(string localName, string ns, bool isAttribute) =>
        ns == Extensions ? $"sdtc{char.ToUpperInvariant(localName[0])}{localName[1..]}" : base.Name(localName, ns, isAttribute);

    public override bool TryRead(XmlReader reader, SourceNode element)
    {
        if (element.Name != "text" || element.Parent?.Name != "section") return false;
        var narrative = new CdaNarrative(_texts);
        if (!reader.IsEmptyElement) narrative.Read(reader);
        if (narrative.Plain.Length == 0) return true;
        element.Add(new("xhtml", "", element.Line, element.Column) { Text = narrative.Xhtml });
        element.Add(new("xmlText", "", element.Line, element.Column) { Text = narrative.Plain });
        return true;
    }

    public override void Complete(SourceNode element)
    {
        if (element.Find("xsiType") is { Text: { } type } node && type.IndexOf(':', StringComparison.Ordinal) is >= 0 and var colon)
        {
            element.Replace(node, new("xsiType", node.Label, node.Line, node.Column) { Text = type[(colon + 1)..] });
        }

        if (IsTime(element)) Time(element);
        if (element.Find("codeSystem") is { Text: { } oid } system && CdaCodeSystems.Uri(oid) is { } uri)
        {
            element.Add(new("codeSystemUri", system.Label, system.Line, system.Column) { Text = uri });
        }

        if (element.Name is not ("templateId" or "typeId") && element.Find("root") is { } root) Identifier(element, root);

        if (element.Find("reference")?.Find("value")?.Text is ['#', ..]) _referring.Add(element);
    }

    /// <summary>Writes what entries say by reference where it is meant, once every narrative is read.</summary>
    public void ResolveReferences()
    {
        foreach (var owner in _referring)
        {
            var reference = owner.Find("reference")!;
            var id = reference.Find("value")!.Text![1..];
            if (!_texts.TryGetValue(id, out var text)) Warn("not-found", "cda-reference", "An entry refers to a part of the narrative that is not there.", "서술 부분에 없는 항목을 참조합니다.", reference, "an ID of the narrative", $"#{id}");
            else if (text.Length > 0 && owner.Find("xmlText") is null) owner.Replace(reference, new("xmlText", "/reference", reference.Line, reference.Column) { Text = text });
        }
    }

    // The schema would say so of every element; these names and xsi:type are what a document tells of itself.
    private static bool IsTime(SourceNode element)
    {
        if (element.Find("xsiType")?.Text is { } type) return type.EndsWith("TS", StringComparison.Ordinal);
        return Times.Contains(element.Name) || (Bounds.Contains(element.Name) && element.Parent is { } parent && IsTime(parent));
    }

    // An II as FHIR writes it: the extension in the namespace of the root, or the root itself as a uri (R4 datatypes.html#identifier).
    private static void Identifier(SourceNode element, SourceNode root)
    {
        if (CdaCodeSystems.Uri(root.Text!, plain: true) is not { } uri) return;
        var extension = element.Find("extension");
        var (line, column) = (root.Line, root.Column);
        element.Add(new("system", root.Label, line, column) { Text = extension is null ? "urn:ietf:rfc:3986" : uri });
        element.Add(new("value", root.Label, line, column) { Text = extension?.Text ?? uri });
    }

    private void Time(SourceNode element)
    {
        if (element.Find("value") is not { Text: { } text } value) return;
        var time = HealthTime.ToDateTime(text, utcOffset);
        if (time is null) Warn("value", "cda-time", "A time is not written as HL7 v3 asks.", "시각이 HL7 v3 형식이 아닙니다.", value, "YYYYMMDDHHMMSS.UUUU[+|-ZZzz]", TextMask.Of(text));
        element.Replace(value, new(time is null ? "invalidValue" : "value", value.Label, value.Line, value.Column) { Text = time ?? text });
    }

    private void Warn(string code, string rule, string english, string korean, SourceNode at, string expected, string found)
    {
        if (_issues.Count >= MaxIssues) return;
        _issues.Add(Issue.Warning(code, rule, english, korean) with { Line = at.Line, Column = at.Column, Expression = at.Place, Expected = expected, Found = found });
    }
}
