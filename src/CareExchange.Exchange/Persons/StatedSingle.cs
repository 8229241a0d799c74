using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using CareExchange.Exchange.Requests;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Json;

namespace CareExchange.Exchange.Persons;

/// <summary>A single value of a Patient (sex, birth date …) and who states it, once another organisation than the first states something of the Patient.</summary>
/// <remarks>The marks stand in the value's own extensions, of a primitive in its underscore twin. A value without a mark is stated by the organisation that stated the Patient first.</remarks>
internal sealed class StatedSingle
{
    private static readonly JsonSerializerOptions Written = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly JsonNode? _value;
    private readonly JsonObject? _twin;
    private readonly SortedSet<string> _sources = new(StringComparer.Ordinal);

    private StatedSingle(Element element)
    {
        _value = element.Raw.IsEmpty ? null : JsonNode.Parse(element.Raw);
        _twin = element.TwinRaw.IsEmpty ? null : JsonNode.Parse(element.TwinRaw) as JsonObject;
        foreach (var holder in (JsonObject?[])[_value as JsonObject, _twin])
        {
            if (holder is null) continue;
            _sources.UnionWith(PartMarks.SourcesOf(holder));
            PartMarks.Take(holder);
        }
    }

    /// <summary>True where a value has to be taken apart: because of who states it, or because a sender put marks of its own into it.</summary>
    public static bool IsNeeded(Element standing, Element brought, string source, string? owner) =>
        (owner is not null && source != owner) || IsMarked(standing) || IsMarked(brought);

    /// <summary>Gives a Patient what one more organisation states of a single value, where nobody has stated another.</summary>
    /// <param name="edit">The Patient in the making.</param>
    /// <param name="stored">The Patient as stored.</param>
    /// <param name="stated">The Patient as stated.</param>
    /// <param name="jsonName">The property.</param>
    /// <param name="source">Who states it.</param>
    /// <param name="owner">Who stated the Patient first; null where nobody has.</param>
    /// <returns>How many properties change.</returns>
    public static int Join(DocumentEdit edit, Element stored, Element stated, string jsonName, string source, string? owner)
    {
        var (standing, brought) = (new StatedSingle(stored[jsonName]), new StatedSingle(stated[jsonName]));
        if (standing.IsNothing && brought.IsNothing) return 0;
        var isFilled = standing.IsNothing;
        var isAgreed = !isFilled && JsonNode.DeepEquals(standing._value, brought._value) && (standing._value is not null || JsonNode.DeepEquals(standing._twin, brought._twin));
        var value = isFilled ? brought._value : standing._value;
        var twin = standing._twin ?? (isFilled || isAgreed ? brought._twin : null);
        SortedSet<string> sources = new(standing._sources, StringComparer.Ordinal);
        if (owner is not null && !isFilled && sources.Count == 0 && source != owner) sources.Add(owner);
        if (owner is not null && (isFilled || isAgreed) && (source != owner || sources.Count > 0)) sources.Add(source);
        return Write(edit, stored, jsonName, value, twin, sources);
    }

    /// <summary>Replaces a single value by what one organisation states.</summary>
    /// <inheritdoc cref="Join"/>
    public static int Replace(DocumentEdit edit, Element stored, Element stated, string jsonName, string source, string? owner)
    {
        var brought = new StatedSingle(stated[jsonName]);
        SortedSet<string> sources = new(StringComparer.Ordinal);
        if (owner is not null && source != owner) sources.Add(source);
        return Write(edit, stored, jsonName, brought._value, brought._twin, sources);
    }

    private bool IsNothing => _value is null && _twin is null;

    private static bool IsMarked(Element element) => Holds(element.TwinRaw) || (element.Kind == JsonKind.Object && Holds(element.Raw));

    // An escape could hide the address of a mark.
    private static bool Holds(ReadOnlySpan<byte> json) => json.IndexOf(Encoding.UTF8.GetBytes(PartMarks.SourceUrl)) >= 0 || json.IndexOf("\\u"u8) >= 0;

    private static int Write(DocumentEdit edit, Element stored, string jsonName, JsonNode? value, JsonObject? twin, SortedSet<string> sources)
    {
        if (twin is { Count: 0 }) twin = null;
        if (value is JsonObject complex) value = Marked(complex, sources);
        else twin = Marked(twin, sources);
        var (changes, standing) = (0, stored[jsonName]);
        if (value is not null) changes += Set(jsonName, value, standing.Raw);
        if (twin is not null) changes += Set($"_{jsonName}", twin, standing.TwinRaw);
        return changes;

        int Set(string name, JsonNode json, ReadOnlySpan<byte> now)
        {
            if (!now.IsEmpty && JsonNode.DeepEquals(JsonNode.Parse(now), json)) return 0;
            edit.Set(stored, name, Encoding.UTF8.GetBytes(json.ToJsonString(Written)));
            return 1;
        }
    }

    private static JsonObject? Marked(JsonObject? holder, SortedSet<string> sources)
    {
        if (sources.Count == 0) return holder;
        var marked = holder?.DeepClone().AsObject() ?? [];
        if (marked["extension"] is not JsonArray extensions) marked["extension"] = extensions = [];
        foreach (var source in sources) extensions.Add(PartMarks.Of(source));
        return marked;
    }
}
