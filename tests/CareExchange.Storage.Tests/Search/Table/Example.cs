using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Tests;

namespace CareExchange.Storage.Tests.Search.Table;

/// <summary>One of HL7's published example resources.</summary>
internal sealed record Example(string Type, string Id, byte[] Json, Element Root)
{
    /// <summary>All of them that are no giants: two definition dumps would double the time of every run and are asked nothing.</summary>
    public static IReadOnlyList<Example> Load(Schema schema) =>
    [
        .. SharedData.Package("hl7.fhir.r4.examples-4.0.1-part.tgz")
            .Where(file => file.Json.Length < 900_000)
            .Select(file => (file.Json, FhirDocument.Parse(file.Json, schema).Value))
            .Where(file => file.Value is not null)
            .Select(file => new Example(file.Value!.Root.TypeName, file.Value.Root["id"].Text!, file.Json, file.Value.Root))
            .OrderBy(example => example.Type, StringComparer.Ordinal)
            .ThenBy(example => example.Id, StringComparer.Ordinal),
    ];

    public override string ToString() => $"{Type}/{Id}";
}
