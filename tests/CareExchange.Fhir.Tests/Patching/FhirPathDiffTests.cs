using System.Text;
using System.Text.Json.Nodes;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Patching;

namespace CareExchange.Fhir.Tests.Patching;

public class FhirPathDiffTests
{
    private const string Patient = """{"resourceType":"Patient","text":{"status":"generated","div":"<div xmlns=\"http://www.w3.org/1999/xhtml\">a</div>"},"extension":[{"url":"urn:e","valueString":"x"},{"url":"urn:f","extension":[{"url":"g","valueBoolean":true}]}],"name":[{"family":"Kim","given":["a","b","c"],"_given":[null,{"id":"x"},null]},{"text":"t"}],"gender":"male","birthDate":"1948-03-02","_birthDate":{"id":"d"},"deceasedBoolean":false,"contact":[{"name":{"text":"n"},"telecom":[{"value":"1"},{"value":"2"}]}],"communication":[{"language":{"text":"ko"},"preferred":true}]}""";
    private const string Questionnaire = """{"resourceType":"Questionnaire","contained":[{"resourceType":"ValueSet","id":"v","status":"draft"}],"status":"active","item":[{"linkId":"1","type":"group","item":[{"linkId":"1.1","type":"choice","answerOption":[{"valueString":"a"},{"valueInteger":1}]},{"linkId":"1.2","type":"string","initial":[{"valueString":"x"}]}]},{"linkId":"2","type":"decimal","initial":[{"valueDecimal":1.50}]}]}""";
    private const string Observation = """{"resourceType":"Observation","status":"final","code":{"coding":[{"system":"s","code":"c"}]},"effectiveDateTime":"2026","valueQuantity":{"value":1.0,"unit":"kg"},"component":[{"code":{"text":"1"},"valueInteger":1},{"code":{"text":"2"},"valueString":"s"}],"referenceRange":[{"low":{"value":1},"text":"r"}]}""";

    [Theory]
    [InlineData(Patient, 1)]
    [InlineData(Questionnaire, 2)]
    [InlineData(Observation, 3)]
    public void The_patch_of_two_resources_makes_the_second_of_the_first_whatever_was_changed(string json, int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 400; round++)
        {
            var changed = JsonNode.Parse(json)!;
            for (var step = random.Next(1, 5); step > 0; step--) Mutate(changed, random);
            var to = Clean(changed);
            var patch = Diff(json, to);

            using var source = Parse(json);
            using var parameters = Parse(Encoding.UTF8.GetString(patch));
            var applied = FhirPathPatch.Apply(source.Root, parameters.Root);

            Assert.True(applied.Issues.Count == 0, $"{to}\n{Encoding.UTF8.GetString(patch)}\n{string.Join(' ', applied.Issues.Select(issue => $"{issue.Rule} {issue.Expression} {issue.Expected} {issue.Found}"))}");
            Assert.True(JsonNode.DeepEquals(JsonNode.Parse(to), JsonNode.Parse(applied.Value!)), $"{to}\n{Encoding.UTF8.GetString(patch)}\n{Encoding.UTF8.GetString(applied.Value!)}");
        }
    }

    [Fact]
    public void Nothing_is_said_where_only_spacing_escapes_order_id_and_meta_differ()
    {
        var patch = Diff("""{"resourceType":"Patient","id":"1","meta":{"versionId":"1"},"gender":"male","name":[{"text":"é"}]}""", """{ "resourceType":"Patient","id":"2","meta":{"versionId":"2"},"name":[{"text":"\u00e9"}],"gender":"male"}""");

        Assert.Equal("""{"resourceType":"Parameters"}""", Encoding.UTF8.GetString(patch));
    }

    [Fact]
    public void Metadata_are_compared_when_asked_for_and_digits_count()
    {
        using var from = Parse("""{"resourceType":"Observation","meta":{"tag":[{"code":"a"}]},"valueQuantity":{"value":1.0}}""");
        using var to = Parse("""{"resourceType":"Observation","meta":{"tag":[{"code":"b"}]},"valueQuantity":{"value":1.00}}""");
        var patch = Encoding.UTF8.GetString(FhirPathDiff.Write(from.Root, to.Root, includesMeta: true));

        Assert.Contains("Observation.meta.tag[0].code", patch, StringComparison.Ordinal);
        Assert.Contains("\"valueDecimal\":1.00", patch, StringComparison.Ordinal);
    }

    private static byte[] Diff(string from, string to)
    {
        using var before = Parse(from);
        using var after = Parse(to);
        return FhirPathDiff.Write(before.Root, after.Root, includesMeta: false);
    }

    private static FhirDocument Parse(string json) => FhirDocument.Parse(Encoding.UTF8.GetBytes(json), Schema.R4).Value!;

    private static void Mutate(JsonNode root, Random random)
    {
        var nodes = new List<JsonNode>();
        Collect(root, nodes);
        switch (nodes[random.Next(nodes.Count)])
        {
            case JsonObject json:
                var names = json.Select(pair => pair.Key).Where(name => name is not "resourceType" && name[0] != '_').ToArray();
                if (names.Length > 1 || (names.Length == 1 && json != root)) Remove(json, names[random.Next(names.Length)]);
                break;
            case JsonArray { Parent: JsonObject owner } list when owner.All(pair => pair.Key[0] != '_'):
                if (random.Next(2) == 0 && list.Count > 1) list.RemoveAt(random.Next(list.Count));
                else if (list[random.Next(list.Count)]?.DeepClone() is { } copy) list.Insert(random.Next(list.Count + 1), copy);
                break;
            case JsonValue value when value.TryGetValue<string>(out var text) && value.GetPropertyNameOrNull() is not ("resourceType" or "url" or "div"):
                value.ReplaceWith($"{text}{random.Next(9)}");
                break;
            default:
                break;
        }
    }

    // A property goes with its underscore twin.
    private static void Remove(JsonObject json, string name)
    {
        json.Remove(name);
        json.Remove("_" + name);
    }

    private static void Collect(JsonNode node, List<JsonNode> to)
    {
        to.Add(node);
        if (node is JsonObject json) foreach (var (name, child) in json) if (child is not null && name[0] != '_') Collect(child, to);
        if (node is JsonArray list) foreach (var child in list) if (child is not null) Collect(child, to);
    }

    // FHIR has no empty objects and lists.
    private static string Clean(JsonNode root)
    {
        while (Prune(root))
        {
        }

        return root.ToJsonString();
    }

    private static bool Prune(JsonNode? node)
    {
        if (node is JsonObject json)
        {
            foreach (var (name, child) in json.ToArray())
            {
                if (child is JsonObject { Count: 0 } or JsonArray { Count: 0 }) return json.Remove(name);
                if (Prune(child)) return true;
            }
        }

        if (node is JsonArray list)
        {
            for (var i = 0; i < list.Count; i++)
            {
                if (list[i] is JsonObject { Count: 0 })
                {
                    list.RemoveAt(i);
                    return true;
                }

                if (Prune(list[i])) return true;
            }
        }

        return false;
    }
}

file static class JsonNodeNames
{
    public static string? GetPropertyNameOrNull(this JsonNode node) => node.Parent is JsonObject ? node.GetPropertyName() : null;
}
