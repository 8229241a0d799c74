using System.Text;
using System.Xml;
using CareExchange.Fhir.Json;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Fhir.Patching;

/// <summary>XML Patch (RFC 5261) on any XML: the children of the patch's root are add, replace and remove.</summary>
/// <remarks>All operations or none. Comments, processing instructions and white space stay; how attributes are quoted and characters escaped may change.</remarks>
public static class XmlPatch
{
    /// <summary>The most operations of one patch.</summary>
    public const int MaxOperations = 1_000;

    internal const string Declarations = "http://www.w3.org/2000/xmlns/";
    private const long MaxRead = 1024L * 1024 * 1024;
    private const int MaxBytes = 16 * 1024 * 1024;
    private const int MaxDepth = 256;

    /// <summary>Applies a patch.</summary>
    /// <param name="document">The XML; it is not changed.</param>
    /// <param name="patch">The XML whose root holds the operations.</param>
    /// <returns>
    /// The new text in UTF-8, or one issue that names the operation: <c>xml-syntax</c> with line and column, <c>patch-size</c>, <c>patch-depth</c>, <c>patch-empty</c>,
    /// <c>patch-operation</c>, <c>patch-required</c>, <c>patch-path</c>, <c>patch-target-missing</c>, <c>patch-target-many</c>, <c>patch-type</c>, <c>patch-exists</c>.
    /// </returns>
    public static Outcome<byte[]> Apply(ReadOnlyMemory<byte> document, ReadOnlyMemory<byte> patch)
    {
        var target = Load(document);
        if (target.Value is not { } xml) return Outcome.Failure<byte[]>(target.Issues);
        var read = Load(patch);
        if (read.Value is not { } patchXml) return Outcome.Failure<byte[]>(read.Issues);
        var operations = patchXml.DocumentElement!.ChildNodes.OfType<XmlElement>().ToList();
        if (operations.Count == 0) return PatchIssues.Empty("at least one operation");
        if (operations.Count > MaxOperations || (long)operations.Count * document.Length > MaxRead) return PatchIssues.Size(MaxOperations);
        for (var i = 0; i < operations.Count; i++)
        {
            if (XmlPatchOperation.Apply(xml, operations[i]) is { } issue) return issue.At(i);
        }

        var written = Encoding.UTF8.GetBytes(xml.OuterXml);

        // Content that was added inside of added content may nest further than a document that is read.
        var again = Load(written);
        return again.Value is null ? Outcome.Failure<byte[]>(again.Issues) : written;
    }

    private static Outcome<XmlDocument> Load(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length > MaxBytes) return PatchIssues.Size(MaxBytes);
        try
        {
            if (DepthOf(bytes) > MaxDepth) return PatchIssues.Depth(MaxDepth);
            using var reader = Open(bytes);
            var document = new XmlDocument { PreserveWhitespace = true, XmlResolver = null };
            document.Load(reader);
            return document;
        }
        catch (XmlException problem)
        {
            return Issue.Error("structure", "xml-syntax", "The text is not well-formed XML.", "올바른 XML 형식이 아닙니다.") with
            {
                Line = Math.Max(1, problem.LineNumber),
                Column = Math.Max(1, problem.LinePosition),
            };
        }
    }

    private static int DepthOf(ReadOnlyMemory<byte> bytes)
    {
        using var reader = Open(bytes);
        var depth = 0;
        while (depth <= MaxDepth && reader.Read()) depth = Math.Max(depth, reader.Depth);
        return depth;
    }

    private static XmlReader Open(ReadOnlyMemory<byte> bytes) =>
        XmlReader.Create(new MemoryStream(bytes.ToArray()), new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, CloseInput = true });
}
