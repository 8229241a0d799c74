using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Storage.Resources;

namespace CareExchange.Exchange.Consent;

/// <summary>What a decision looks at in one resource: its tags, and its content only where a provision asks for it.</summary>
internal sealed class ResourceFacts
{
    private readonly ReadOnlyMemory<byte> _json;
    private ResourceContent? _content;
    private ResourceLabels? _labels;

    private ResourceFacts(string? type, string? id, ResourceTags tags, ReadOnlyMemory<byte> json)
    {
        (Type, Id, Tags, _json) = (type, id, tags, json);
    }

    /// <summary>Resource type; null for "any resource with these tags".</summary>
    public string? Type { get; }

    /// <summary>Logical id; null for "any resource with these tags".</summary>
    public string? Id { get; }

    /// <summary>Person, category and source.</summary>
    public ResourceTags Tags { get; }

    /// <summary>The content; null where only tags are known or the JSON cannot be read.</summary>
    public ResourceContent? Content => _content ??= Read();

    /// <summary>The security labels; null where only tags are known or the JSON cannot be read. Most resources have none, which is told without reading them.</summary>
    public ResourceLabels? Labels => _labels ??= _content?.Labels ?? (ResourceLabels.AreNone(_json.Span) ? ResourceLabels.None : Content?.Labels);

    /// <summary>The facts of one stored version.</summary>
    public static ResourceFacts Of(StoredResource resource) => new(resource.Type, resource.Id, resource.Tags, resource.Json);

    /// <summary>Any resource with these tags.</summary>
    public static ResourceFacts Of(ResourceTags tags) => new(null, null, tags, default);

    /// <summary>The same as if somebody else had contributed it.</summary>
    public ResourceFacts From(string source) => new(Type, Id, Tags with { Source = source }, _json) { _content = _content, _labels = _labels };

    private ResourceContent? Read()
    {
        if (_json.IsEmpty) return null;
        using var document = FhirDocument.Parse(_json, Schema.R4).Value;
        return document is null ? null : new ResourceContent(document.Root);
    }
}
