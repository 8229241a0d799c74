using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using CareExchange.Exchange.Requests;

namespace CareExchange.Exchange.Persons;

/// <summary>What an organisation says anew of a person of whom nobody else has said anything.</summary>
internal static class PatientRestatement
{
    private static readonly string[] Marked = ["identifier", "name", "telecom", "address", "contact", "communication", "generalPractitioner", "link", "extension", "modifierExtension", "photo"];
    private static readonly string[] Singles = ["managingOrganization", "maritalStatus", "_active", "_gender", "_birthDate", "_multipleBirthBoolean", "_multipleBirthInteger", "_implicitRules", "_language", "_deceasedBoolean", "_deceasedDateTime"];

    private static readonly JsonSerializerOptions Written = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The Patient that a new statement is joined with.</summary>
    /// <param name="standing">The Patient as stored.</param>
    /// <param name="source">Id of the organisation that says something anew.</param>
    /// <returns>
    /// What stands, where others state a part of it: theirs is not ours to take away, but a merge that this organisation alone stated is. Otherwise only the fact that the resident number is known, if it is:
    /// the new statement then replaces the old one, as R4 http.html#update asks.
    /// </returns>
    public static ReadOnlyMemory<byte> BaseOf(ReadOnlyMemory<byte> standing, string source)
    {
        if (JsonNode.Parse(standing.Span) is not JsonObject patient) return standing;
        var own = $"Organization/{source}";
        if (Marked.SelectMany(name => Items(patient, name)).Concat(Singles.Select(name => patient[name]).OfType<JsonObject>()).SelectMany(Sources).Any(stated => stated != own)) return WithoutLinks(patient, own) ? Encoding.UTF8.GetBytes(patient.ToJsonString(Written)) : standing;
        JsonNode[] known = [.. Items(patient, "identifier").Where(item => (string?)item["system"] == ResidentNumber.System && item["value"] is null).Select(item => item.DeepClone())];
        var kept = new JsonObject { ["resourceType"] = "Patient" };
        if (known.Length > 0) kept["identifier"] = new JsonArray(known);
        return Encoding.UTF8.GetBytes(kept.ToJsonString());
    }

    /// <summary>Takes away the links that this organisation alone stated: stated anew they come back, and not stated the merge is undone.</summary>
    private static bool WithoutLinks(JsonObject patient, string own)
    {
        JsonObject[] gone = [.. Items(patient, "link").Where(link => Sources(link).ToArray() is { Length: > 0 } sources && sources.All(stated => stated == own))];
        if (gone.Length == 0) return false;
        var links = patient["link"]!.AsArray();
        foreach (var link in gone) links.Remove(link);
        if (links.Count == 0) patient.Remove("link");
        if (gone.Any(link => (string?)link["type"] == "replaced-by")) patient.Remove("active");
        return true;
    }

    private static IEnumerable<JsonObject> Items(JsonObject patient, string name) => (patient[name] as JsonArray ?? []).OfType<JsonObject>();

    private static IEnumerable<string?> Sources(JsonObject item) => (item["extension"] as JsonArray ?? []).OfType<JsonObject>()
        .Where(extension => (string?)extension["url"] == PartMarks.SourceUrl).Select(extension => (string?)extension["valueReference"]?["reference"]);
}
