using System.Text.Json;

namespace CareExchange.Fhir.Elements;

/// <summary>Finds an object's resourceType before the object is read; nearly always it stands first.</summary>
internal static class ResourceTypeScan
{
    /// <summary>The value of the object's own resourceType, or null; broken JSON answers null and fails later.</summary>
    public static string? Find(ReadOnlySpan<byte> json, int start)
    {
        if (start >= json.Length || json[start] != (byte)'{') return null;
        return First(json[(start + 1)..]) ?? Search(json[start..]);
    }

    private static string? First(ReadOnlySpan<byte> json)
    {
        if (!Take(ref json, "\"resourceType\""u8) || !Take(ref json, ":"u8) || !Take(ref json, "\""u8)) return null;
        var end = json.IndexOfAny((byte)'"', (byte)'\\');
        return end >= 0 && json[end] == (byte)'"' ? KnownNames.Of(json[..end]) : null;
    }

    private static bool Take(ref ReadOnlySpan<byte> json, ReadOnlySpan<byte> text)
    {
        var at = 0;
        while (at < json.Length && json[at] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t') at++;
        if (!json[at..].StartsWith(text)) return false;
        json = json[(at + text.Length)..];
        return true;
    }

    private static string? Search(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json);
            reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var found = reader.ValueTextEquals("resourceType"u8);
                if (!reader.Read()) return null;
                if (found) return reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
                reader.Skip();
            }
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException)
        {
            // The tokenizer will say what is wrong, with its position. InvalidOperationException is how the reader refuses half a surrogate pair.
        }

        return null;
    }
}
