using System.Text.Json;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.FhirPath;
using CareExchange.Storage.Indexing;
using CareExchange.Validation.Instances;

namespace CareExchange.Benchmarks.Core;

/// <summary>One thing to do with a resource's bytes, from nothing but the bytes.</summary>
/// <param name="Name">Its name in the answers.</param>
/// <param name="Ask">Does it once; the number keeps the work from being optimised away.</param>
internal sealed record CoreQuestion(string Name, Func<byte[], int> Ask)
{
    private static readonly JsonDocumentOptions s_options = new() { MaxDepth = 128 };

    // What rules, searches and maps ask most: paths, filters, comparisons, existence.
    private static readonly FhirPathExpression[] s_expressions = [.. new[]
    {
        "id.exists()",
        "meta.profile.count() > 3",
        "status = 'final' or status = 'active'",
        "code.coding.where(system = 'http://loinc.org').code",
        "(subject | patient).reference",
        "identifier.all(system.exists() and value.exists())",
        "text.exists() implies text.`div`.exists()",
        "extension.empty()",
    }.Select(text => FhirPathExpression.Compile(text).Value!)];

    /// <summary>The measure of all others: the platform's own reader, which knows nothing of FHIR.</summary>
    public static CoreQuestion Baseline { get; } = new("JsonDocument.Parse", static json =>
    {
        using var document = JsonDocument.Parse(json, s_options);
        return (int)document.RootElement.ValueKind;
    });

    /// <summary>All questions over one schema: parse, validate, extract, fhirpath.</summary>
    public static IReadOnlyList<CoreQuestion> All(Schema schema) => [Parse(schema), Validate(schema), Extract(schema), FhirPath(schema)];

    /// <summary>Read, with every property resolved to its definition.</summary>
    public static CoreQuestion Parse(Schema schema) => new("parse", json =>
    {
        if (FhirDocument.Parse(json, schema).Value is not { } document) return 0;
        using (document) return document.Root.Exists ? 1 : 0;
    });

    /// <summary>Read and judged by base R4.</summary>
    public static CoreQuestion Validate(Schema schema)
    {
        var validator = new ResourceValidator(schema);
        return new("validate", json => validator.Validate(json).Count);
    }

    /// <summary>Read, and the values of all search parameters taken out as index rows.</summary>
    public static CoreQuestion Extract(Schema schema)
    {
        var catalog = IndexCatalog.Of(schema);
        var extractor = new IndexExtractor(catalog, TimeZoneInfo.Utc);
        return new("extract", json =>
        {
            if (FhirDocument.Parse(json, schema).Value is not { } document) return 0;
            using (document) return catalog.Find(document.Root.TypeName) is { } type ? extractor.Extract(document.Root, type).Count : 0;
        });
    }

    /// <summary>Read, and eight common expressions evaluated.</summary>
    public static CoreQuestion FhirPath(Schema schema) => new("fhirpath", json =>
    {
        if (FhirDocument.Parse(json, schema).Value is not { } document) return 0;
        using (document)
        {
            var met = 0;
            foreach (var expression in s_expressions) met += expression.Test(document.Root, FhirPathContext.Empty, out _) == true ? 1 : 0;
            return met;
        }
    });
}
