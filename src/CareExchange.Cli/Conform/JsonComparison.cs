using System.Text.Json;

namespace CareExchange.Cli.Conform;

/// <summary>Whether two JSON values are the same resource: digits of numbers and order of arrays matter, the order of properties does not.</summary>
internal static class JsonComparison
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 256 };

    /// <summary>Null where they are the same, else the place of the first difference.</summary>
    public static string? Difference(ReadOnlyMemory<byte> expected, ReadOnlyMemory<byte> actual)
    {
        try
        {
            using var left = JsonDocument.Parse(WithoutMark(expected), Options);
            using var right = JsonDocument.Parse(WithoutMark(actual), Options);
            return Difference(left.RootElement, right.RootElement, "$");
        }
        catch (JsonException problem)
        {
            return problem.Message;
        }
    }

    private static string? Difference(JsonElement expected, JsonElement actual, string path)
    {
        if (expected.ValueKind != actual.ValueKind) return $"{path}: expected {Show(expected)}, found {Show(actual)}";
        return expected.ValueKind switch
        {
            JsonValueKind.Object => OfObjects(expected, actual, path),
            JsonValueKind.Array => OfArrays(expected, actual, path),
            JsonValueKind.Number => expected.GetRawText() == actual.GetRawText() ? null : $"{path}: expected {Show(expected)}, found {Show(actual)}",
            JsonValueKind.String => expected.GetString() == actual.GetString() ? null : $"{path}: expected {Show(expected)}, found {Show(actual)}",
            _ => null,
        };
    }

    private static string? OfObjects(JsonElement expected, JsonElement actual, string path)
    {
        foreach (var property in expected.EnumerateObject())
        {
            if (!actual.TryGetProperty(property.Name, out var value)) return $"{path}.{property.Name}: missing";
            if (Difference(property.Value, value, $"{path}.{property.Name}") is { } difference) return difference;
        }

        foreach (var property in actual.EnumerateObject())
        {
            if (!expected.TryGetProperty(property.Name, out _)) return $"{path}.{property.Name}: not expected";
        }

        return null;
    }

    private static string? OfArrays(JsonElement expected, JsonElement actual, string path)
    {
        if (Length(expected) != Length(actual)) return $"{path}: expected {expected.GetArrayLength()} items, found {actual.GetArrayLength()}";
        var index = 0;
        foreach (var (left, right) in expected.EnumerateArray().Zip(actual.EnumerateArray()))
        {
            if (Difference(left, right, $"{path}[{index++}]") is { } difference) return difference;
        }

        return null;
    }

    // A null at the end of an array keeps no place for anything.
    private static int Length(JsonElement array)
    {
        var length = array.GetArrayLength();
        while (length > 0 && array[length - 1].ValueKind == JsonValueKind.Null) length--;
        return length;
    }

    private static string Show(JsonElement value)
    {
        var text = value.GetRawText();
        return text.Length > 80 ? text[..80] + "…" : text;
    }

    private static ReadOnlyMemory<byte> WithoutMark(ReadOnlyMemory<byte> json) => json.Span.StartsWith("\uFEFF"u8) ? json[3..] : json;
}
