using System.Text.Json;
using CareExchange.Benchmarks.Http.Floor;

namespace CareExchange.Benchmarks.Http.Data;

/// <summary>Works out the index rows of the floor, so that the floor itself need not know what it keeps: about ten for each resource.</summary>
internal static class TownIndex
{
    private const int Most = 10;

    /// <summary>The resource as the floor keeps it.</summary>
    public static FloorRow RowOf(TownResource resource)
    {
        using var document = JsonDocument.Parse(resource.Json);
        var root = document.RootElement;
        var rows = new List<KeyValuePair<string, string>>();
        if (root.TryGetProperty("identifier", out var identifiers))
        {
            foreach (var identifier in identifiers.EnumerateArray()) rows.Add(new("identifier", $"{Text(identifier, "system")}|{Text(identifier, "value")}"));
        }

        if (resource.Type == "Observation")
        {
            var code = Text(root.GetProperty("code").GetProperty("coding")[0], "code");
            rows.Add(new("observed", resource.Person));
            rows.Add(new("patient-code", $"{resource.Person}|{code}"));
            rows.Add(new("patient-code-date", $"{resource.Person}|{code}|{Text(root, "effectiveDateTime")}"));
        }

        Walk(root, resource.Type, rows);
        return new(resource.Type, resource.Id, resource.Person, rows, resource.Json);
    }

    // Codes and references fill up what the searches do not need: a search server has to keep them, too.
    private static void Walk(JsonElement element, string path, List<KeyValuePair<string, string>> rows)
    {
        if (rows.Count >= Most) return;
        switch (element.ValueKind)
        {
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray()) Walk(item, path, rows);
                break;
            case JsonValueKind.Object:
                foreach (var property in element.EnumerateObject())
                {
                    if (rows.Count < Most && property.Name is "code" or "reference" or "status" or "start" or "family" && property.Value.ValueKind == JsonValueKind.String)
                    {
                        rows.Add(new($"{path}.{property.Name}", property.Value.GetString()!));
                    }
                    else Walk(property.Value, path, rows);
                }

                break;
        }
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
