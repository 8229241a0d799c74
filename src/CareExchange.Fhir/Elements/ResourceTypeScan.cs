using System.Text.Json;

namespace CareExchange.Fhir.Elements;

/// <summary>Finds an object's resourceType before the object is read; nearly always it stands first.</summary>
internal static class ResourceTypeScan
{
    /// <summary>The value of the object's own resourceType, or null; broken JSON answers null and fails later.</summary>
    public static string? Find(ReadOnlySpan<byte> json, int start)
    {
        if (start >= json.Length || json[start] != (byte)'{') return null;
        try
        {
            var reader = new Utf8JsonReader(json[start..]);
            reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var found = reader.ValueTextEquals("resourceType"u8);
                if (!reader.Read()) return null;
                if (found) return reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
                reader.Skip();
            }
        }
        catch (JsonException)
        {
            // The tokenizer will say what is wrong, with its position.
        }

        return null;
    }


}
