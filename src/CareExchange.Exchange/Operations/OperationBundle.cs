using CareExchange.Exchange.Interactions;

namespace CareExchange.Exchange.Operations;

/// <summary>Bundles around stored bytes; the resources are copied, never parsed.</summary>
internal static class OperationBundle
{
    /// <summary>A searchset.</summary>
    /// <param name="call">The call, for the links.</param>
    /// <param name="query">The query as it was understood, still encoded.</param>
    /// <param name="matches">What was asked for.</param>
    /// <param name="included">What comes along.</param>
    /// <param name="cursor">The value of <c>_cursor</c> for the next page; null on the last.</param>
    /// <param name="total">How many matches there are on all pages; null where they were not counted.</param>
    public static byte[] Searchset(
        OperationCall call, string query, IReadOnlyList<ResourceVersion> matches, IReadOnlyList<ResourceVersion> included, string? cursor, int? total) => OperationJson.Object(json =>
    {
        json.WriteString("resourceType", "Bundle");
        json.WriteString("type", "searchset");
        if (total is { } counted) json.WriteNumber("total", counted);
        json.WriteStartArray("link");
        Link("self", query);
        if (cursor is not null) Link("next", $"_cursor={Uri.EscapeDataString(cursor)}");
        json.WriteEndArray();
        if (matches.Count + included.Count == 0) return;
        json.WriteStartArray("entry");
        foreach (var (resource, mode) in matches.Select(match => (match, "match")).Concat(included.Select(include => (include, "include"))))
        {
            json.WriteStartObject();
            json.WriteString("fullUrl", $"{call.Base}/{resource.Type}/{resource.Id}");
            json.WritePropertyName("resource");
            json.WriteRawValue(resource.Json.Span, skipInputValidation: true);
            json.WriteStartObject("search");
            json.WriteString("mode", mode);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();

        void Link(string relation, string asked)
        {
            json.WriteStartObject();
            json.WriteString("relation", relation);
            string[] parts = [.. ((string[])[asked, call.Writing]).Where(part => part.Length > 0)];
            json.WriteString("url", $"{call.Base}/{call.Target.Path}{(parts.Length > 0 ? "?" : "")}{string.Join('&', parts)}");
            json.WriteEndObject();
        }
    });
}
