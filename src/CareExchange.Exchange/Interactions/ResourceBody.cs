using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;
using CareExchange.Fhir.Xml;

namespace CareExchange.Exchange.Interactions;

/// <summary>A resource as it was sent.</summary>
/// <param name="Bytes">Its text.</param>
/// <param name="IsXml">True for R4 XML, false for R4 JSON.</param>
public readonly record struct ResourceBody(ReadOnlyMemory<byte> Bytes, bool IsXml = false)
{
    /// <summary>The address of the server that it was sent to: references below it are read as relative ones. Null where it was not sent to one.</summary>
    public string? Address { get; init; }

    /// <summary>Reads the text. What is stored is JSON either way.</summary>
    /// <returns>The document with what was remarked; or everything that is wrong with the writing, with line and column of the text as sent.</returns>
    public Outcome<FhirDocument> Read(Schema schema)
    {
        var read = IsXml ? ReadXml(schema) : FhirDocument.Parse(Bytes, schema);
        if (Address is null || read.Value is not { } document || !read.Succeeded) return read;
        var own = OwnReferences.Relative(document, Address);
        return own.Value is { } relative && own.Succeeded ? Outcome.Success(relative, read.Issues) : own;
    }

    private Outcome<FhirDocument> ReadXml(Schema schema)
    {
        var (document, issues) = FhirXml.Read(Bytes, schema);
        return document is null || issues.Any(issue => issue.IsError) ? Outcome.Failure<FhirDocument>(issues) : Outcome.Success(document, issues);
    }
}
