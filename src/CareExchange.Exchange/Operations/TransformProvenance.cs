using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using CareExchange.Exchange.Audit;
using CareExchange.Mapping.Profiles;

namespace CareExchange.Exchange.Operations;

/// <summary>The Bundle of a mapped message with a Provenance for each field: which elements were made from it.</summary>
internal static class TransformProvenance
{
    /// <summary>Puts the Provenances behind the entries of the Bundle.</summary>
    /// <param name="result">What the map made; a result that is no Bundle, or holds nothing from a field, stays as it is.</param>
    /// <param name="now">When.</param>
    public static byte[] Append(MappingResult result, DateTimeOffset now)
    {
        if (JsonNode.Parse(result.Bundle.Span) is not JsonObject bundle || bundle["entry"] is not JsonArray entries) return result.Bundle.ToArray();
        string[] types = [.. entries.Select(entry => (string?)entry?["resource"]?["resourceType"] ?? "")];
        string[] urls = [.. entries.Select(entry => (string?)entry?["fullUrl"] ?? "")];
        var hasRequests = (string?)bundle["type"] is "transaction" or "batch";
        var seed = SHA256.HashData(result.Bundle.Span);
        var number = 0;
        foreach (var field in FieldOrigin.Of(result.Trace, types))
        {
            (string, string?)[] targets = [.. field.Targets.Where(target => urls[target.Entry].Length > 0).Select(target => (urls[target.Entry], (string?)target.Path))];
            if (targets.Length == 0) continue;
            var resource = ProvenanceWriter.Write(targets, author: null, basis: null, now, original: null, field.Source.ToString(), $"{result.MapUrl}|{result.MapVersion}");
            var entry = new JsonObject { ["fullUrl"] = $"urn:uuid:{Uuid(seed, number++)}", ["resource"] = JsonNode.Parse(resource) };
            if (hasRequests) entry["request"] = new JsonObject { ["method"] = "POST", ["url"] = "Provenance" };
            entries.Add(entry);
        }

        return Encoding.UTF8.GetBytes(bundle.ToJsonString(new() { Encoder = OperationJson.Options.Encoder }));
    }

    // RFC 9562 version 8: the bits are ours. The same message gives the same ids.
    private static string Uuid(byte[] seed, int number)
    {
        var hash = SHA256.HashData([.. seed, .. Encoding.UTF8.GetBytes(number.ToString(CultureInfo.InvariantCulture))]);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash.AsSpan(0, 16), bigEndian: true).ToString("D");
    }
}
