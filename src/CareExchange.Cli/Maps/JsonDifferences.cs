using System.Globalization;
using System.Text.Json;

namespace CareExchange.Cli.Maps;

/// <summary>All places where two JSON values differ; the order of properties does not matter.</summary>
internal static class JsonDifferences
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 256 };

    /// <summary>The differences in the order of the first value.</summary>
    /// <exception cref="JsonException">One of them is no JSON.</exception>
    public static IReadOnlyList<JsonDifference> Of(ReadOnlyMemory<byte> expected, ReadOnlyMemory<byte> actual)
    {
        using var left = JsonDocument.Parse(expected.Span.StartsWith("\uFEFF"u8) ? expected[3..] : expected, Options);
        using var right = JsonDocument.Parse(actual, Options);
        List<JsonDifference> found = [];
        Compare(left.RootElement, right.RootElement, left.RootElement.ValueKind == JsonValueKind.Object && left.RootElement.TryGetProperty("resourceType", out var type) ? type.GetString()! : "$", found);
        return found;
    }

    private static void Compare(JsonElement left, JsonElement right, string path, List<JsonDifference> found)
    {
        if (left.ValueKind == JsonValueKind.Object && right.ValueKind == JsonValueKind.Object) Objects(left, right, path, found);
        else if (left.ValueKind == JsonValueKind.Array && right.ValueKind == JsonValueKind.Array) Arrays(left, right, path, found);
        else if (left.GetRawText() != right.GetRawText() && !(left.ValueKind == JsonValueKind.String && right.ValueKind == JsonValueKind.String && left.GetString() == right.GetString())) found.Add(new(path, left.GetRawText(), right.GetRawText()));
    }

    private static void Objects(JsonElement left, JsonElement right, string path, List<JsonDifference> found)
    {
        foreach (var property in left.EnumerateObject())
        {
            var place = $"{path}.{property.Name}";
            if (right.TryGetProperty(property.Name, out var value)) Compare(property.Value, value, place, found);
            else found.Add(new(place, property.Value.GetRawText(), null));
        }

        foreach (var property in right.EnumerateObject())
        {
            if (!left.TryGetProperty(property.Name, out _)) found.Add(new($"{path}.{property.Name}", null, property.Value.GetRawText()));
        }
    }

    // One item more or less must not make all behind it differ: equal items at both ends are set aside.
    private static void Arrays(JsonElement left, JsonElement right, string path, List<JsonDifference> found)
    {
        var (a, b) = (left.EnumerateArray().ToArray(), right.EnumerateArray().ToArray());
        var (start, end) = (0, 0);
        if (a.Length != b.Length)
        {
            while (start < Math.Min(a.Length, b.Length) && Same(a[start], b[start])) start++;
            while (end < Math.Min(a.Length, b.Length) - start && Same(a[a.Length - 1 - end], b[b.Length - 1 - end])) end++;
        }

        for (var i = start; i < Math.Max(a.Length, b.Length) - end; i++)
        {
            var place = string.Create(CultureInfo.InvariantCulture, $"{path}[{i}]");
            var (hasLeft, hasRight) = (i < a.Length - end, i < b.Length - end);
            if (hasLeft && hasRight) Compare(a[i], b[i], place, found);
            else found.Add(new(place, hasLeft ? a[i].GetRawText() : null, hasRight ? b[i].GetRawText() : null));
        }
    }

    private static bool Same(JsonElement left, JsonElement right) => JsonElement.DeepEquals(left, right);
}
