using System.Text;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.FhirPath;
using CareExchange.Fhir.Patching;
using CareExchange.Fhir.Xml;

namespace CareExchange.Fuzz;

/// <summary>Everything a stranger's bytes reach. A target throws where a promise is broken; an issue is an answer like any other.</summary>
/// <remarks>Two texts in one input are divided by a zero byte.</remarks>
public static class FuzzTargets
{
    private static readonly PathItem Patient = new(FhirDocument.Parse(FuzzSeeds.Patient.ToArray(), Schema.R4).Value!.Root);

    /// <summary>JSON: read, walked, written as XML that can be read again.</summary>
    public static void Json(byte[] input)
    {
        if (FhirDocument.Parse(input, Schema.R4).Value is not { } document) return;
        using (document) Check(document);
    }

    /// <summary>XML: read, walked, written and read again to the same JSON.</summary>
    public static void Xml(byte[] input)
    {
        var (read, issues) = FhirXml.Read(input, Schema.R4);
        if (read is null)
        {
            if (issues.Count == 0) throw new InvalidOperationException("Neither document nor issue.");
            return;
        }

        using (read)
        {
            Check(read);
            if (issues.Count > 0) return;
            var (again, others) = FhirXml.Read(FhirXml.Write(read.Root, isIndented: true), Schema.R4);
            if (others.Count > 0 || !again!.Utf8.Span.SequenceEqual(read.Utf8.Span)) throw new InvalidOperationException("XML that is clean comes back as something else.");
            again.Dispose();
        }
    }

    /// <summary>FHIRPath text on one resource.</summary>
    public static void FhirPath(byte[] input) => Evaluate(Encoding.UTF8.GetString(input), Patient);

    /// <summary>FHIRPath text and any resource.</summary>
    public static void FhirPathOnDocument(byte[] input)
    {
        var (expression, json) = Split(input);
        if (FhirDocument.Parse(json, Schema.R4).Value is not { } document) return;
        using (document) Evaluate(Encoding.UTF8.GetString(expression), new(document.Root));
    }

    /// <summary>A document and a JSON Patch.</summary>
    public static void JsonPatching(byte[] input)
    {
        var (json, patch) = Split(input);
        if (JsonPatch.Apply(json, patch) is { Value: { } result } && FhirDocument.Parse(result, Schema.R4).Value is null) throw new InvalidOperationException("A patched text is no JSON.");
    }

    /// <summary>A Parameters resource as a patch of one resource.</summary>
    public static void FhirPathPatching(byte[] input)
    {
        if (FhirDocument.Parse(input, Schema.R4).Value is not { } document) return;
        using (document)
        {
            if (FhirPathPatch.Apply(Patient.Element, document.Root) is { Value: { } result } && FhirDocument.Parse(result, Schema.R4).Value is null) throw new InvalidOperationException("A patched text is no JSON.");
        }
    }

    /// <summary>XML and a patch of it.</summary>
    public static void XmlPatching(byte[] input)
    {
        var (xml, patch) = Split(input);
        XmlPatch.Apply(xml, patch);
    }

    private static void Evaluate(string text, PathItem focus)
    {
        if (FhirPathExpression.Compile(text).Value is not { } expression) return;
        expression.Check(Schema.R4, focus.TypeName);
        var outcome = expression.TryEvaluate(focus);
        foreach (var item in outcome.Value ?? []) _ = (item.TypeName, item.Text, item.Value);
    }

    private static void Check(FhirDocument document)
    {
        Walk(document.Root, 0);
        var (_, issues) = FhirXml.Read(FhirXml.Write(document.Root), Schema.R4);
        if (issues.Any(issue => issue.Rule is "xml-syntax" or "xml-utf8" or "xml-entity" or "xml-dtd")) throw new InvalidOperationException($"XML that was written is not well-formed: {issues[0].Line}:{issues[0].Column}");
    }

    private static void Walk(Element element, int depth)
    {
        _ = (element.TypeName, element.Text, element.Start, element.Kind, element.TwinKind, element.Name, element.JsonName);
        if (depth < 6) _ = (element.Path, element.Position);
        foreach (var property in element.Properties()) _ = (property.JsonName, property.Count, property.IsSibling);
        foreach (var child in element.Children()) Walk(child, depth + 1);
    }

    private static (byte[] First, byte[] Second) Split(byte[] input)
    {
        var at = Array.IndexOf(input, (byte)0);
        return at < 0 ? (input, []) : (input[..at], input[(at + 1)..]);
    }
}
