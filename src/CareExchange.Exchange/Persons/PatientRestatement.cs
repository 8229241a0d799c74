using System.Text;
using System.Text.Json.Nodes;
using CareExchange.Exchange.Requests;

namespace CareExchange.Exchange.Persons;

/// <summary>What an organisation says anew of a person of whom nobody else has said anything.</summary>
internal static class PatientRestatement
{
    private static readonly string[] Marked = ["identifier", "name", "telecom", "address", "contact", "communication", "generalPractitioner"];

    /// <summary>The Patient that a new statement is joined with.</summary>
    /// <param name="standing">The Patient as stored.</param>
    /// <param name="source">Id of the organisation that says something anew.</param>
    /// <returns>
    /// What stands, where others state a part of it: theirs is not ours to take away. Otherwise only the fact that the resident number is known, if it is:
    /// the new statement then replaces the old one, as R4 http.html#update asks.
    /// </returns>
    public static ReadOnlyMemory<byte> BaseOf(ReadOnlyMemory<byte> standing, string source)
    {
        if (JsonNode.Parse(standing.Span) is not JsonObject patient) return standing;
        var own = $"Organization/{source}";
        if (Marked.SelectMany(name => Items(patient, name)).SelectMany(Sources).Any(stated => stated != own)) return standing;
        JsonNode[] known = [.. Items(patient, "identifier").Where(item => (string?)item["system"] == ResidentNumber.System && item["value"] is null).Select(item => item.DeepClone())];
        var kept = new JsonObject { ["resourceType"] = "Patient" };
        if (known.Length > 0) kept["identifier"] = new JsonArray(known);
        return Encoding.UTF8.GetBytes(kept.ToJsonString());
    }

    private static IEnumerable<JsonObject> Items(JsonObject patient, string name) => (patient[name] as JsonArray ?? []).OfType<JsonObject>();

    private static IEnumerable<string?> Sources(JsonObject item) => (item["extension"] as JsonArray ?? []).OfType<JsonObject>()
        .Where(extension => (string?)extension["url"] == PartMarks.SourceUrl).Select(extension => (string?)extension["valueReference"]?["reference"]);
}
