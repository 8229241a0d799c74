using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Json;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Fhir.Elements;

/// <summary>One JSON text read once: its bytes, its token table and the schema its properties were resolved in.</summary>
/// <remarks>
/// Reading refuses only what is not JSON. What the schema does not know stays in the tree under its own name, for the
/// validator to speak of. Any number of threads may read. Dispose gives the token table back to its pool and is optional;
/// no <see cref="Element"/> of the document may be used afterwards.
/// </remarks>
public sealed class FhirDocument : IDisposable
{
    // Counting lines from the beginning for each of many issues would be quadratic.
    private const int LongText = 65_536;

    private SourceMap? _source;
    private LineStarts? _lines;

    internal FhirDocument(ReadOnlyMemory<byte> utf8, Schema schema, JsonTokenTable tokens)
    {
        Utf8 = utf8;
        Schema = schema;
        Tokens = tokens;
    }

    /// <summary>The text, as it came.</summary>
    public ReadOnlyMemory<byte> Utf8 { get; }

    /// <summary>Where its properties were looked up.</summary>
    public Schema Schema { get; }

    /// <summary>True where positions are those of an XML text.</summary>
    public bool IsFromXml => _source is not null;

    /// <summary>The outermost element.</summary>
    public Element Root => new(this, 0, 0, Schema.Node(Tokens[0].Tag));

    internal JsonTokenTable Tokens { get; }

    /// <summary>Reads a resource, or a value of a named type.</summary>
    /// <param name="utf8">UTF-8 JSON; kept, not copied.</param>
    /// <param name="schema">Where properties are looked up.</param>
    /// <param name="rootType">The type of the root; null takes it from <c>resourceType</c>; a name the schema lacks gives an untyped tree.</param>
    /// <param name="limits">How much is read at most.</param>
    /// <returns>The document, or one issue with line and column: <c>json-syntax</c>, <c>json-utf8</c>, <c>json-bom</c>, <c>json-depth</c>, <c>json-size</c>.</returns>
    public static Outcome<FhirDocument> Parse(ReadOnlyMemory<byte> utf8, Schema schema, string? rootType = null, JsonLimits? limits = null)
    {
        var tokens = new JsonTokenTable(utf8.Length);
        if (JsonTokenizer<SchemaTagger>.Read(utf8.Span, tokens, new(schema, rootType), limits ?? JsonLimits.Default) is { } issue)
        {
            tokens.Dispose();
            return issue;
        }

        return new FhirDocument(utf8, schema, tokens);
    }

    /// <summary>Where a byte of <see cref="Utf8"/> stands in the text that was read: that text itself, or the XML it was made from.</summary>
    public TextPosition PositionAt(int offset) => _source?.Find(offset) ?? (Utf8.Length < LongText ? TextPosition.At(Utf8.Span, offset) : (_lines ??= new LineStarts(Utf8.Span)).At(offset));

    /// <summary>Says that the text was made from another one, so that positions speak of that.</summary>
    internal FhirDocument From(SourceMap source)
    {
        _source = source;
        return this;
    }

    /// <inheritdoc/>
    public void Dispose() => Tokens.Dispose();
}
