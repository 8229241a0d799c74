using System.Buffers;
using System.Text.Json;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Terminology.ValueSets;

namespace CareExchange.Validation.Questionnaires;

/// <summary>Value sets and code systems that a questionnaire brings along as contained resources.</summary>
internal sealed class ContainedTerminology
{
    private readonly Dictionary<string, string> _urls = new(StringComparer.Ordinal);
    private readonly Lazy<ValueSetMembership> _membership;

    /// <summary>Lists them; they are compiled when the first code is asked for.</summary>
    public ContainedTerminology(Element questionnaire, Schema schema)
    {
        var resources = questionnaire.Children("contained").ToArray().Where(contained => contained.TypeName is "ValueSet" or "CodeSystem").ToArray();
        foreach (var resource in resources)
            if (resource["id"].Text is { } id && resource.TypeName == "ValueSet") _urls[id] = resource["url"].Text ?? Url(id);
        _membership = new(() => PackageCompiler.CompileResources("contained", "0", [.. resources.Select(Definition)]).Value is { } pack
            ? new(schema.With(pack))
            : new(schema));
    }

    /// <summary>The membership test of a contained value set; null where there is none of this id.</summary>
    public Func<string?, string, bool?>? Find(string id) =>
        _urls.TryGetValue(id, out var url) ? (system, code) => _membership.Value.Contains(url, system, code) : null;

    private static string Url(string id) => $"urn:contained:{id}";

    // A contained value set often has no URL, because nobody outside asks for it; compiled ones need a name.
    private static ReadOnlyMemory<byte> Definition(Element resource)
    {
        if (resource["url"].HasValue) return resource.Raw.ToArray();
        var buffer = new ArrayBufferWriter<byte>(resource.Raw.Length + 64);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("url", Url(resource["id"].Text ?? ""));
            using var document = JsonDocument.Parse(resource.Raw.ToArray());
            foreach (var property in document.RootElement.EnumerateObject()) property.WriteTo(json);
            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }
}
