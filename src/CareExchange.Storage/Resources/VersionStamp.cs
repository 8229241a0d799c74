using System.Globalization;
using System.Text;
using System.Text.Json;
using CareExchange.Fhir.Elements;

namespace CareExchange.Storage.Resources;

/// <summary>Writes id, meta.versionId and meta.lastUpdated into a resource's bytes, and compares resources without them.</summary>
internal static class VersionStamp
{
    /// <summary>The bytes with these values spliced in; everything else stays as it was written.</summary>
    public static byte[] Apply(FhirDocument document, string id, long version, DateTimeOffset updated)
    {
        var edit = new DocumentEdit(document);
        var root = document.Root;
        edit.Set(root, "id", Quote(id));
        var versionId = Quote(version.ToString(CultureInfo.InvariantCulture));
        var lastUpdated = Quote(updated.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
        var meta = root["meta"];
        if (meta.Exists)
        {
            edit.Set(meta, "versionId", versionId);
            edit.Set(meta, "lastUpdated", lastUpdated);
        }
        else
        {
            edit.Set(root, "meta", [.. "{\"versionId\":"u8, .. versionId, .. ",\"lastUpdated\":"u8, .. lastUpdated, .. "}"u8]);
        }

        return edit.Apply();
    }

    /// <summary>True when two stamped resources say the same, whatever the spacing, the escapes, the order of properties, version and time.</summary>
    public static bool SameContent(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        if (SameTokens(left, right)) return true;

        // Most of what differs in its order differs in what it says: sums over all tokens tell that without building anything.
        return TokenSum(left) == TokenSum(right) && SameValue(Read(left), Read(right), depth: 0, inMeta: false);
    }

    private static bool SameTokens(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        var a = new Utf8JsonReader(left);
        var b = new Utf8JsonReader(right);
        while (true)
        {
            var more = Next(ref a);
            if (more != Next(ref b)) return false;
            if (!more) return true;
            if (a.TokenType != b.TokenType || a.CurrentDepth != b.CurrentDepth || !a.ValueSpan.SequenceEqual(b.ValueSpan)) return false;
        }
    }

    private static long TokenSum(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        var sum = 0L;
        while (Next(ref reader))
        {
            var hash = default(HashCode);
            hash.Add(reader.TokenType);
            hash.Add(reader.CurrentDepth);
            // One text is written with escapes here and without them there.
            hash.AddBytes(reader.ValueIsEscaped ? Encoding.UTF8.GetBytes(reader.GetString()!) : reader.ValueSpan);
            sum += hash.ToHashCode();
        }

        return sum;
    }

    // Items of lists keep their order, because it means something (R4 json.html); numbers keep their digits.
    private static bool SameValue(JsonElement left, JsonElement right, int depth, bool inMeta)
    {
        if (left.ValueKind != right.ValueKind) return false;
        switch (left.ValueKind)
        {
            case JsonValueKind.Object:
                if (left.EnumerateObject().Count(IsContent) != right.EnumerateObject().Count(IsContent)) return false;
                return left.EnumerateObject().Where(IsContent).All(property =>
                    right.TryGetProperty(property.Name, out var other) && SameValue(property.Value, other, depth + 1, depth == 0 && property.NameEquals("meta"u8)));
            case JsonValueKind.Array:
                return left.GetArrayLength() == right.GetArrayLength()
                    && left.EnumerateArray().Zip(right.EnumerateArray()).All(pair => SameValue(pair.First, pair.Second, depth + 1, inMeta: false));
            case JsonValueKind.String:
                return left.ValueEquals(right.GetString());
            default:
                return left.GetRawText() == right.GetRawText();
        }

        bool IsContent(JsonProperty property) => !inMeta || !(property.NameEquals("versionId"u8) || property.NameEquals("lastUpdated"u8));
    }

    private static JsonElement Read(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        return JsonElement.ParseValue(ref reader);
    }

    // versionId and lastUpdated stand two deep in meta; the same names deeper (contained) or elsewhere are content.
    private static bool Next(ref Utf8JsonReader reader)
    {
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName || reader.CurrentDepth != 2) return true;
            if (!reader.ValueTextEquals("versionId"u8) && !reader.ValueTextEquals("lastUpdated"u8)) return true;
            reader.Read();
            reader.Skip();
        }

        return false;
    }

    private static byte[] Quote(string text) => Encoding.UTF8.GetBytes('"' + text + '"');
}
