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

    /// <summary>True when two stamped resources say the same: the same tokens in the same order, whatever the spacing, version and time.</summary>
    public static bool SameContent(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
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
