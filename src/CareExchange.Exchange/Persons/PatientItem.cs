using System.Text.Json;
using System.Text.Json.Nodes;
using CareExchange.Exchange.Requests;
using CareExchange.Fhir.Elements;

namespace CareExchange.Exchange.Persons;

/// <summary>One identifier, name, telecom, address, contact or the like, with the organisations that state it.</summary>
internal sealed class PatientItem
{
    private const string AbsentReason = "http://hl7.org/fhir/StructureDefinition/data-absent-reason";

    private PatientItem(string key, string? slot, JsonObject json) => (Key, Slot, Json) = (key, slot, json);

    /// <summary>Equal for items that mean the same.</summary>
    public string Key { get; }

    /// <summary>The place in which a partner's newer statement replaces its older one; null where nothing is replaced.</summary>
    public string? Slot { get; }

    /// <summary>The item as it will be written.</summary>
    public JsonObject Json { get; }

    /// <summary>True for the fact that a resident registration number is known.</summary>
    public bool IsResidentNumber => Key == "0";

    /// <summary>The organisations that state it.</summary>
    public IEnumerable<string> Sources => PartMarks.SourcesOf(Json);

    /// <summary>True once nobody states it any more.</summary>
    public bool IsAbandoned { get; private set; }

    /// <summary>Reads an item; with a source it is marked as stated by it.</summary>
    public static PatientItem Of(Element element, string list, string? source = null)
    {
        var isResidentNumber = list == "identifier" && ResidentNumber.Is(element);
        var json = isResidentNumber && source is not null ? Masked() : JsonNode.Parse(element.Raw) as JsonObject ?? [];

        // Who states what is ours to say, whatever a sender wrote.
        if (source is not null) PartMarks.Take(json);
        var item = new PatientItem(isResidentNumber ? "0" : KeyOf(element, list, json), SlotOf(element, list), json);
        if (source is not null && list != "extension")
        {
            item.Mark(source);
            if (list == "identifier" && PatientMerge.IdentifierCategories.TryGetValue(element["system"].Text ?? "", out var category)) item.Label(category);
        }

        return item;
    }

    /// <summary>Adds what another statement of the same item knows, and who states it.</summary>
    public void Join(PatientItem other)
    {
        foreach (var (name, value) in other.Json)
        {
            if (name != "extension" && value is not null && !Json.ContainsKey(name)) Json[name] = value.DeepClone();
        }

        foreach (var extension in other.Json["extension"] as JsonArray ?? [])
        {
            if (extension is JsonObject added) Add(added.DeepClone().AsObject());
        }
    }

    /// <summary>Takes back that this organisation states it.</summary>
    public void Withdraw(string source)
    {
        if (PartMarks.Find(Json, source) is not { } own) return;
        IsAbandoned = !Sources.Skip(1).Any();
        own.Parent!.AsArray().Remove(own);
        if (Json["extension"] is JsonArray { Count: 0 }) Json.Remove("extension");
    }

    // R4 Patient.identifier: the number itself is withheld (data-absent-reason masked), that it is known is not.
    private static JsonObject Masked() => new()
    {
        ["type"] = new JsonObject
        {
            ["coding"] = new JsonArray(new JsonObject { ["system"] = "http://terminology.hl7.org/CodeSystem/v2-0203", ["code"] = "NNKOR" }),
        },
        ["system"] = ResidentNumber.System,
        ["_value"] = new JsonObject { ["extension"] = new JsonArray(new JsonObject { ["url"] = AbsentReason, ["valueCode"] = "masked" }) },
    };

    private static string KeyOf(Element element, string list, JsonObject json) => list switch
    {
        "identifier" => $"1|{element["system"].Text}|{element["value"].Text}",
        "name" => $"{element["use"].Text}|{PersonTraits.NameOf(element)}",
        "telecom" => $"{element["system"].Text}|{element["use"].Text}|{(element["system"].Text is "phone" or "sms" or "fax" ? PersonText.Phone(element["value"].Text) : element["value"].Text)}",
        "address" => $"{element["use"].Text}|{element["type"].Text}|{PersonTraits.AddressOf(element)}",
        _ => Canonical(json),
    };

    private static string? SlotOf(Element element, string list) => list switch
    {
        "name" => $"{element["use"].Text}",
        "telecom" => $"{element["system"].Text}|{element["use"].Text}",
        "address" => $"{element["use"].Text}|{element["type"].Text}",
        _ => null,
    };

    // Equal for equal content: marks do not count, nor does the order in which properties were written.
    private static string Canonical(JsonObject json)
    {
        var copy = json.DeepClone().AsObject();
        PartMarks.Take(copy);
        return Sorted(copy)!.ToJsonString(JsonSerializerOptions.Default);
    }

    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject json => new JsonObject(json.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => KeyValuePair.Create(pair.Key, Sorted(pair.Value)))),
        JsonArray array => new JsonArray([.. array.Select(Sorted)]),
        _ => node?.DeepClone(),
    };

    /// <summary>Says who states it.</summary>
    public void Mark(string source) => Add(PartMarks.Of(source));

    private void Label(string category) => Add(new JsonObject
    {
        ["url"] = PartMarks.InlineLabelUrl,
        ["valueCoding"] = new JsonObject { ["system"] = "urn:careexchange:data-category", ["code"] = category },
    });

    private void Add(JsonObject extension)
    {
        if (Json["extension"] is not JsonArray extensions) Json["extension"] = extensions = [];
        var text = Canonical(extension);
        var at = 0;
        foreach (var known in extensions.OfType<JsonObject>())
        {
            var order = string.CompareOrdinal(Canonical(known), text);
            if (order == 0) return;
            if (order < 0) at++;
        }

        extensions.Insert(at, extension);
    }
}
