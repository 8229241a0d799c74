using System.Text.Json;
using CareExchange.Fhir.Elements;

namespace CareExchange.Exchange.Operations;

/// <summary>Meta as sets: profiles by canonical, tags and labels by system and code (R4 resource.html#Meta).</summary>
internal static class MetaJson
{
    /// <summary>A Meta of what is in use.</summary>
    public static byte[] Write(IReadOnlyList<string> profiles, IReadOnlyList<(string System, string Code)> security, IReadOnlyList<(string System, string Code)> tags) => OperationJson.Object(json =>
    {
        if (profiles.Count > 0)
        {
            json.WriteStartArray("profile");
            foreach (var profile in profiles) json.WriteStringValue(profile);
            json.WriteEndArray();
        }

        Codings(json, "security", security);
        Codings(json, "tag", tags);
    });

    /// <summary>What an edit makes of one list of a resource's meta.</summary>
    /// <param name="standing">The items that stand there.</param>
    /// <param name="given">The items of the operation.</param>
    /// <param name="isRemoval">True to take them away, false to add them.</param>
    /// <returns>The new items as JSON; null where nothing changes.</returns>
    public static byte[][]? Change(Element[] standing, Element[] given, bool isRemoval)
    {
        var known = standing.Select(Key).ToHashSet(StringComparer.Ordinal);
        if (!isRemoval)
        {
            byte[][] added = [.. given.DistinctBy(Key, StringComparer.Ordinal).Where(item => !known.Contains(Key(item))).Select(item => item.Raw.ToArray())];
            return added.Length == 0 ? null : [.. standing.Select(item => item.Raw.ToArray()), .. added];
        }

        var gone = given.Select(Key).ToHashSet(StringComparer.Ordinal);
        return gone.Overlaps(known) ? [.. standing.Where(item => !gone.Contains(Key(item))).Select(item => item.Raw.ToArray())] : null;
    }

    private static string Key(Element item) => item.IsPrimitive ? item.Text ?? "" : $"{item["system"].Text}|{item["code"].Text}";

    private static void Codings(Utf8JsonWriter json, string name, IReadOnlyList<(string System, string Code)> codings)
    {
        if (codings.Count == 0) return;
        json.WriteStartArray(name);
        foreach (var (system, code) in codings)
        {
            json.WriteStartObject();
            if (system.Length > 0) json.WriteString("system", system);
            json.WriteString("code", code);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
