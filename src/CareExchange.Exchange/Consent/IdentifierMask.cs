using System.Collections.Frozen;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using CareExchange.Exchange.Requests;

namespace CareExchange.Exchange.Consent;

/// <summary>Masks the identifiers of a resource that leaves, at whatever depth they stand: contact points, addresses and identifiers, those of contained resources and extensions, and numbers in free text that look like them.</summary>
/// <remarks>Where anything was masked the narratives go, which repeat it in words, and the resource says so: security label MASKED (v3-ObservationValue).</remarks>
internal static class IdentifierMask
{
    private const string ObservationValue = "http://terminology.hl7.org/CodeSystem/v3-ObservationValue";
    private const char Star = '*';
    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The resource as somebody is shown it; the same bytes where nothing of it is masked.</summary>
    public static ReadOnlyMemory<byte> Apply(ReadOnlyMemory<byte> json, IdentifierMasks masks)
    {
        if (!MayHold(json.Span, masks) || JsonNode.Parse(json.Span) is not JsonObject resource) return json;
        if (!Walk(resource, masks)) return json;
        WithoutNarratives(resource);
        var meta = resource["meta"] as JsonObject;
        if (meta is null) resource["meta"] = meta = [];
        if (meta["security"] is not JsonArray labels) meta["security"] = labels = [];
        labels.Add((JsonNode)new JsonObject { ["system"] = ObservationValue, ["code"] = "MASKED" });
        return JsonSerializer.SerializeToUtf8Bytes(resource, Options);
    }

    /// <summary>True where a resource may hold a number of <see cref="MaskingRules.UniqueNumberTypes"/>, or an identifier that looks like one and names no type; cheap.</summary>
    public static bool MayHoldUniqueNumber(ReadOnlySpan<byte> json)
    {
        if (json.IndexOf("\\u"u8) >= 0 || (json.IndexOf("\"identifier\""u8) >= 0 && NumbersInText.MayHold(json, IdentifierMasks.None))) return true;
        return NamesAny(json, UniqueNumberTypes);
    }

    private static readonly byte[][] UniqueNumberTypes = Quoted(MaskingRules.UniqueNumberTypes);
    private static readonly byte[][] NumberTypes = [.. UniqueNumberTypes, .. Quoted(MaskingRules.AccountNumberTypes)];

    private static byte[][] Quoted(IEnumerable<string> codes) => [.. codes.Select(code => Encoding.UTF8.GetBytes($"\"{code}\""))];

    private static bool NamesAny(ReadOnlySpan<byte> json, byte[][] types)
    {
        foreach (var type in types)
        {
            if (json.IndexOf(type) >= 0) return true;
        }

        return false;
    }

    /// <summary>A resource without what somebody may not ask by (<see cref="MaskedSearch"/>): addresses that are not shown whole, numbers that are not shown at all.</summary>
    public static ReadOnlyMemory<byte> Without(ReadOnlyMemory<byte> json, IdentifierMasks masks) => Apply(json, new(
        OnlyAbsent(masks.Phone), OnlyAbsent(masks.Email), masks.Address == IdentifierShow.Whole ? IdentifierShow.Whole : IdentifierShow.Absent, OnlyAbsent(masks.UniqueNumber), OnlyAbsent(masks.AccountNumber)));

    private static IdentifierShow OnlyAbsent(IdentifierShow show) => show == IdentifierShow.Absent ? IdentifierShow.Absent : IdentifierShow.Whole;

    // Most resources have none: a look at the names of properties says so. An escape could hide one, so then it is read.
    private static bool MayHold(ReadOnlySpan<byte> json, IdentifierMasks masks) =>
        json.IndexOf("\\u"u8) >= 0
        || ((masks.Phone | masks.Email) != IdentifierShow.Whole && (json.IndexOf("\"telecom\""u8) >= 0 || json.IndexOf("\"valueContactPoint\""u8) >= 0))
        || (masks.Address != IdentifierShow.Whole && (json.IndexOf("\"address\""u8) >= 0 || json.IndexOf("\"valueAddress\""u8) >= 0))
        || ((masks.UniqueNumber | masks.AccountNumber) != IdentifierShow.Whole && MayHoldNumber(json))
        || NumbersInText.MayHold(json, masks);

    // An identifier is masked by its type, or by the shape of its value where it has none; the fewest digits that have a shape are those of an account.
    private static bool MayHoldNumber(ReadOnlySpan<byte> json) =>
        (json.IndexOf("\"identifier\""u8) >= 0 || json.IndexOf("\"valueIdentifier\""u8) >= 0) && (NamesAny(json, NumberTypes) || NumbersInText.MayHold(json, s_accounts));

    private static readonly IdentifierMasks s_accounts = IdentifierMasks.None with { AccountNumber = IdentifierShow.Masked };

    // What is no text: names that other systems give, addresses, moments, codes and bytes.
    private static readonly FrozenSet<string> NoText = ((string[])
    [
        "id", "resourceType", "reference", "url", "uri", "system", "code", "fullUrl", "versionId", "lastUpdated", "source", "profile", "version", "language", "contentType", "data", "hash", "unit", "start", "end", "period", "issued", "recorded",
        "valueUri", "valueUrl", "valueCanonical", "valueOid", "valueUuid", "valueCode", "valueId", "valueBase64Binary", "valueInstant", "valueDateTime", "valueDate", "valueTime", "instantiatesCanonical", "instantiatesUri", "implicitRules", "udi",
    ]).ToFrozenSet(StringComparer.Ordinal);

    private static bool Walk(JsonObject holder, IdentifierMasks masks)
    {
        var isMasked = false;
        foreach (var (name, value) in holder.ToArray())
        {
            switch (value)
            {
                case JsonObject one when ShowOf(name, one, masks) is { } show && show != IdentifierShow.Whole:
                    if (show == IdentifierShow.Absent) holder.Remove(name);
                    else Mask(name, one);
                    isMasked = true;
                    break;
                case JsonObject one when Walk(one, masks):
                    isMasked = true;
                    if (IsSpent(name, one)) holder.Remove(name);
                    break;
                case JsonValue text when !NoText.Contains(name) && Shown(text, masks) is { } shown:
                    holder[name] = shown;
                    isMasked = true;
                    break;
                case JsonArray all:
                    for (var at = 0; at < all.Count; at++)
                    {
                        if (all[at] is not JsonValue line || NoText.Contains(name) || Shown(line, masks) is not { } masked) continue;
                        all[at] = masked;
                        isMasked = true;
                    }

                    foreach (var item in all.OfType<JsonObject>().ToArray())
                    {
                        if (ShowOf(name, item, masks) is { } shown && shown != IdentifierShow.Whole)
                        {
                            if (shown == IdentifierShow.Absent) all.Remove(item);
                            else Mask(name, item);
                            isMasked = true;
                        }
                        else if (Walk(item, masks))
                        {
                            isMasked = true;

                            if (IsSpent(name, item)) all.Remove(item);
                        }
                    }

                    // R4 json.html: no empty arrays.
                    if (all.Count == 0) holder.Remove(name);
                    break;
            }
        }

        return isMasked;
    }

    private static string? Shown(JsonValue value, IdentifierMasks masks) =>
        value.TryGetValue<string>(out var text) && text.Length >= NumbersInText.Shortest && NumbersInText.Apply(text, masks) is var shown && shown != text ? shown : null;

    // R4 ele-1 and ext-1: an element has a value or children, an extension a value or extensions; one that lost them goes with them.
    private static bool IsSpent(string name, JsonObject value) => value.All(part => part.Key == "id" || (part.Key == "url" && name is ("extension" or "modifierExtension")));

    private static IdentifierShow? ShowOf(string name, JsonObject value, IdentifierMasks masks) => name switch
    {
        "telecom" or "valueContactPoint" => Text(value, "system") is "email" or "url" ? masks.Email : masks.Phone,
        "address" or "valueAddress" => masks.Address,
        "identifier" or "valueIdentifier" => Types(value) switch
        {
            var types when types.Any(MaskingRules.UniqueNumberTypes.Contains) => masks.UniqueNumber,
            var types when types.Any(MaskingRules.AccountNumberTypes.Contains) => masks.AccountNumber,
            var types when !types.Any() && Text(value, "value") is { } number => NumbersInText.ShowOf(number, value.ContainsKey("system"), masks),
            _ => null,
        },
        _ => null,
    };

    private static IEnumerable<string> Types(JsonObject identifier) => identifier["type"]?["coding"] is JsonArray codings ? codings.OfType<JsonObject>().Select(coding => Text(coding, "code")).OfType<string>() : [];

    private static void Mask(string name, JsonObject value)
    {
        if (name is "address" or "valueAddress")
        {
            // 시·군·구 and 동 tell who is responsible; the door is not told.
            foreach (var part in (string[])["line", "_line", "postalCode", "_postalCode", "extension", "id"]) value.Remove(part);
            string?[] known = [Text(value, "state"), Text(value, "city"), Text(value, "district")];
            var rough = string.Join(' ', known.OfType<string>());
            value["text"] = rough.Length > 0 ? $"{rough} ***" : Rough(Text(value, "text"));
            value.Remove("_text");
            return;
        }

        if (Text(value, "value") is { } text) value["value"] = name is "telecom" or "valueContactPoint" ? Contact(text) : NumbersInText.IsResident(text) ? Resident(text) : Tail(text);
        foreach (var part in (string[])["_value", "extension"]) value.Remove(part);
    }

    // 서울특별시 서대문구 남가좌동 12-3 → 서울특별시 서대문구 ***
    private static string Rough(string? text) => text?.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [var state, var city, _, ..] && !state.Any(char.IsDigit) && !city.Any(char.IsDigit) ? $"{state} {city} ***" : "***";

    // 010-1234-5678 → 010-****-5678; somebody@example.org → s***@example.org
    internal static string Contact(string text)
    {
        if (text.IndexOf('@', StringComparison.Ordinal) is > 0 and var at) return $"{text[0]}***{text[at..]}";
        var digits = text.Count(char.IsAsciiDigit);
        if (digits < 7) return "***";
        var seen = 0;
        return string.Concat(text.Select(letter =>
        {
            if (!char.IsAsciiDigit(letter)) return letter;
            seen++;
            return seen <= Math.Min(3, digits - 7) || seen > digits - 4 ? letter : Star;
        }));
    }

    // M12345678 → *****5678; of a short number no more than half is told.
    internal static string Tail(string text)
    {
        var told = text.Length <= 4 ? 0 : Math.Min(4, text.Length / 2);
        return new string(Star, Math.Max(4, text.Length - told)) + text[^told..];
    }

    // 900101-1234567 → 900101-*******
    internal static string Resident(string text) => $"{text[..6]}-{new string(Star, 7)}";

    private static void WithoutNarratives(JsonObject resource)
    {
        resource.Remove("text");
        if (resource["contained"] is not JsonArray contained) return;
        foreach (var inner in contained.OfType<JsonObject>()) inner.Remove("text");
    }

    private static string? Text(JsonObject holder, string name) => holder[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
