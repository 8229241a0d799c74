using System.Text.Json;

namespace CareExchange.Storage.Indexing;

/// <summary>Parts of a resource that carry a data category of their own (DS4P inline label): who sees the resource need not see them, so the index keeps them apart.</summary>
/// <remarks>No search parameter and no full text knows of them, nor of the marks of who states which part. Labelled identifiers have an index of their own, which is
/// asked only for who sees that category of that source.</remarks>
/// <param name="Json">The resource without them and without marks; without its narrative too where a part was taken out, because that may repeat it.</param>
/// <param name="Identifiers">The labelled identifiers.</param>
internal sealed record LabelledParts(byte[] Json, IReadOnlyList<LabelledIdentifier> Identifiers)
{
    /// <summary>The extension that says who states a part (<c>valueReference</c> to an Organization).</summary>
    public const string SourceUrl = "urn:careexchange:extension:source";

    /// <summary>The extension that labels a part (<c>valueCoding</c>).</summary>
    public const string LabelUrl = "http://hl7.org/fhir/uv/security-label-ds4p/StructureDefinition/extension-inline-sec-label";

    /// <summary>The code system of data categories.</summary>
    public const string CategorySystem = "urn:careexchange:data-category";

    private const string Organization = "Organization/";

    /// <summary>True where a resource may have labelled parts; cheap.</summary>
    public static bool MayBeIn(ReadOnlySpan<byte> json) => json.IndexOf("extension-inline-sec-label"u8) >= 0;

    /// <summary>True where a resource may say who states which part; cheap.</summary>
    public static bool MayBeMarked(ReadOnlySpan<byte> json) => json.IndexOf("urn:careexchange:extension:source"u8) >= 0;

    /// <summary>What one organisation states of a Patient: without what only others do, and what nobody is said to state.</summary>
    public static byte[] ReadOf(ReadOnlySpan<byte> json, string source)
    {
        using var document = JsonDocument.Parse(Read(json, keepsMarks: true).Json, new JsonDocumentOptions { MaxDepth = 512, CommentHandling = JsonCommentHandling.Skip });
        using var buffer = new MemoryStream(json.Length);
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true }))
        {
            writer.WriteStartObject();
            foreach (var property in document.RootElement.EnumerateObject())
            {
                if (property.Name.StartsWith('_')) continue;
                if (property.Name is "resourceType" or "id") property.WriteTo(writer);
                else if (property.Value.ValueKind == JsonValueKind.Array) WriteOwn(property, source, writer);
                else if (States(property.Value) || (document.RootElement.TryGetProperty("_" + property.Name, out var twin) && States(twin))) property.WriteTo(writer);
            }

            writer.WriteEndObject();
        }

        return buffer.ToArray();

        bool States(JsonElement part) => SourcesOf(part).Contains(source, StringComparer.Ordinal);
    }

    private static void WriteOwn(JsonProperty property, string source, Utf8JsonWriter writer)
    {
        JsonElement[] own = [.. property.Value.EnumerateArray().Where(item => SourcesOf(item).Contains(source, StringComparer.Ordinal))];
        if (own.Length == 0) return;
        writer.WriteStartArray(property.Name);
        foreach (var item in own) item.WriteTo(writer);
        writer.WriteEndArray();
    }

    /// <summary>Takes a resource apart.</summary>
    public static LabelledParts Read(ReadOnlySpan<byte> json) => Read(json, keepsMarks: false);

    private static LabelledParts Read(ReadOnlySpan<byte> json, bool keepsMarks)
    {
        using var document = JsonDocument.Parse(json.ToArray(), new JsonDocumentOptions { MaxDepth = 512, CommentHandling = JsonCommentHandling.Skip });
        var identifiers = new List<LabelledIdentifier>();
        var isCut = IsLabelledAnywhere(document.RootElement);
        using var buffer = new MemoryStream(json.Length);
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true }))
        {
            Write(document.RootElement, writer, keepsMarks ? null : identifiers, isCut);
        }

        return new(buffer.ToArray(), identifiers);
    }

    private static bool IsLabelledAnywhere(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => CategoryOf(element) is not null || element.EnumerateObject().Any(property => IsLabelledAnywhere(property.Value)),
        JsonValueKind.Array => element.EnumerateArray().Any(IsLabelledAnywhere),
        _ => false,
    };

    private static void Write(JsonElement element, Utf8JsonWriter writer, List<LabelledIdentifier>? identifiers, bool isCutRoot = false)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                var hidden = HiddenPrimitives(element);
                foreach (var property in element.EnumerateObject())
                {
                    if ((isCutRoot && property.NameEquals("text"u8)) || hidden.Contains(property.Name.TrimStart('_')) || IsHidden(property.Value, property.Name, identifiers)) continue;
                    writer.WritePropertyName(property.Name);
                    if (property.Value.ValueKind == JsonValueKind.Array) WriteItems(property, writer, identifiers);
                    else Write(property.Value, writer, identifiers);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in element.EnumerateArray()) Write(item, writer, identifiers);
                writer.WriteEndArray();
                break;
            default:
                element.WriteTo(writer);
                break;
        }
    }

    private static void WriteItems(JsonProperty property, Utf8JsonWriter writer, List<LabelledIdentifier>? identifiers)
    {
        writer.WriteStartArray();
        foreach (var item in property.Value.EnumerateArray())
        {
            if (!IsHidden(item, property.Name, identifiers)) Write(item, writer, identifiers);
        }

        writer.WriteEndArray();
    }

    // The label of a primitive stands in its sibling; of a list of primitives one label hides all.
    private static HashSet<string> HiddenPrimitives(JsonElement element)
    {
        var hidden = new HashSet<string>(StringComparer.Ordinal);
        foreach (var property in element.EnumerateObject().Where(property => property.Name.StartsWith('_')))
        {
            IEnumerable<JsonElement> siblings = property.Value.ValueKind == JsonValueKind.Array ? property.Value.EnumerateArray() : [property.Value];
            if (siblings.Any(sibling => CategoryOf(sibling) is not null)) hidden.Add(property.Name[1..]);
        }

        return hidden;
    }

    private static bool IsHidden(JsonElement part, string name, List<LabelledIdentifier>? identifiers)
    {
        if (name == "extension" && Text(part, "url") == SourceUrl) return identifiers is not null;
        if (CategoryOf(part) is not { } category) return false;
        if (name == "identifier" && Text(part, "value") is { Length: > 0 } value) identifiers?.Add(new(Text(part, "system") ?? "", value, category, SourcesOf(part)));
        return true;
    }

    private static string? CategoryOf(JsonElement part)
    {
        foreach (var extension in Extensions(part))
        {
            if (Text(extension, "url") != LabelUrl || !extension.TryGetProperty("valueCoding"u8, out var coding) || coding.ValueKind != JsonValueKind.Object) continue;
            if (Text(coding, "system") == CategorySystem) return Text(coding, "code") ?? "";
        }

        return null;
    }

    /// <summary>The organisations that state a part, by its own marks.</summary>
    public static string[] SourcesOf(JsonElement part) => [.. Extensions(part)
        .Where(extension => Text(extension, "url") == SourceUrl)
        .Select(extension => extension.TryGetProperty("valueReference"u8, out var reference) && reference.ValueKind == JsonValueKind.Object ? Text(reference, "reference") : null)
        .Where(reference => reference?.StartsWith(Organization, StringComparison.Ordinal) == true)
        .Select(reference => reference![Organization.Length..])];

    private static IEnumerable<JsonElement> Extensions(JsonElement part) =>
        part.ValueKind == JsonValueKind.Object && part.TryGetProperty("extension"u8, out var extensions) && extensions.ValueKind == JsonValueKind.Array
            ? extensions.EnumerateArray().Where(extension => extension.ValueKind == JsonValueKind.Object)
            : [];

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
