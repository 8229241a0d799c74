using System.Text.Json;

namespace CareExchange.Fhir.Definitions;

/// <summary>The few ways in which definitions are read out of raw JSON.</summary>
internal static class RawJson
{
    extension(JsonElement json)
    {
        /// <summary>The property of an object; what is no object has none.</summary>
        public bool TryGet(string name, out JsonElement value)
        {
            value = default;
            return json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out value);
        }

        public bool Has(string name) => json.TryGet(name, out _);

        public string? Text(string name) =>
            json.TryGet(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

        public bool Flag(string name) => json.TryGet(name, out var value) && value.ValueKind == JsonValueKind.True;

        public int? Number(string name) =>
            json.TryGet(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number : null;

        public JsonElement? Object(string name) =>
            json.TryGet(name, out var value) && value.ValueKind == JsonValueKind.Object ? value : null;

        public IEnumerable<JsonElement> Items(string name) =>
            json.TryGet(name, out var value) && value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : [];

        public string[] Texts(string name) => [.. json.Items(name).Select(item => item.ValueKind == JsonValueKind.String ? item.GetString() : null).OfType<string>()];

        /// <summary>The value of a choice such as <c>fixed[x]</c> as compact JSON; empty if there is none.</summary>
        public ReadOnlyMemory<byte> Choice(string prefix)
        {
            if (json.ValueKind != JsonValueKind.Object) return default;
            foreach (var property in json.EnumerateObject())
            {
                if (property.Name.Length > prefix.Length && property.Name.StartsWith(prefix, StringComparison.Ordinal) && char.IsUpper(property.Name[prefix.Length]))
                {
                    return JsonSerializer.SerializeToUtf8Bytes(property.Value);
                }
            }

            return default;
        }

        /// <summary>True where an extension with this URL has the value true.</summary>
        public bool ExtensionFlag(string url)
        {
            foreach (var extension in json.Items("extension"))
            {
                if (extension.Text("url") == url && extension.Flag("valueBoolean")) return true;
            }

            return false;
        }

        /// <summary>The value of the first extension with this URL, whatever its type.</summary>
        public string? ExtensionText(string url)
        {
            foreach (var extension in json.Items("extension"))
            {
                if (extension.Text("url") != url) continue;
                foreach (var property in extension.EnumerateObject())
                {
                    if (property.Name.StartsWith("value", StringComparison.Ordinal) && property.Value.ValueKind == JsonValueKind.String) return property.Value.GetString();
                }
            }

            return null;
        }
    }
}
