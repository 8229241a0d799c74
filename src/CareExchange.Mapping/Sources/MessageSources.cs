using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Outcomes;
using CareExchange.Mapping.Sources.Bundles;
using CareExchange.Mapping.Sources.Cda;
using CareExchange.Mapping.Sources.Hl7v2;
using CareExchange.Mapping.Sources.Xml;

namespace CareExchange.Mapping.Sources;

/// <summary>The formats a manifest may name, and what reads each.</summary>
internal static class MessageSources
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> Formats { get; } = ["json", "csv", "xlsx", "xls", "hl7v2", "xml", "cda", "fhir"];

    /// <summary>True for a format whose columns must be declared.</summary>
    public static bool IsTable(string format) => format is "csv" or "xlsx" or "xls";

    /// <summary>The reader of a format that is no table.</summary>
    /// <param name="format">One of <see cref="Formats"/>.</param>
    /// <param name="rootType">The FHIR type that the map reads; null for a partner's own structure.</param>
    /// <param name="declaration">What the folder says of the format; null where it says nothing.</param>
    /// <param name="schema">Where properties are looked up.</param>
    /// <param name="utcOffset">Completes local times.</param>
    /// <param name="partner">Who sends it.</param>
    /// <param name="isPartial">The partner's setting: what is wrong in a part leaves out that part.</param>
    /// <returns>The reader, or issues <c>source-declaration</c>.</returns>
    public static Outcome<IMessageSource> Create(string format, string? rootType, ReadOnlyMemory<byte>? declaration, Schema schema, string utcOffset, string partner, bool isPartial)
    {
        switch (format)
        {
            case "json": return new JsonSource(schema, rootType);
            case "xml": return new XmlSource(schema);
            case "fhir": return new FhirSource(schema, partner, isPartial);
            case "cda": return new CdaSource(schema, utcOffset);
        }

        var dictionary = declaration is { } bytes ? Hl7v2DeclarationReader.Read(bytes, schema) : Hl7v2Dictionary.Standard;
        return dictionary.Value is { } known ? new Hl7v2Source(known, schema, utcOffset) : Outcome.Failure<IMessageSource>(dictionary.Issues);
    }
}
