using System.Globalization;
using System.Text;

namespace CareExchange.Benchmarks.Http.Data;

/// <summary>Transactions over the town's resources.</summary>
internal static class TownBundle
{
    /// <summary>Stands in the identifiers of persons that a transaction creates; <see cref="Renew"/> writes a number over it.</summary>
    private const string Mark = "MARK0000";

    private static int s_sent;

    /// <summary>The same request about other persons: an identifier belongs to one person, so a transaction cannot be sent twice.</summary>
    public static ReadOnlyMemory<byte> Renew(ReadOnlyMemory<byte> request)
    {
        var copy = request.ToArray();
        var number = Encoding.ASCII.GetBytes(Interlocked.Increment(ref s_sent).ToString("x8", CultureInfo.InvariantCulture));
        var mark = Encoding.ASCII.GetBytes(Mark);
        for (int at = 0, found; (found = copy.AsSpan(at).IndexOf(mark)) >= 0; at += found + mark.Length) number.CopyTo(copy, at + found);
        return copy;
    }

    /// <summary>A transaction that creates every resource, as a synthetic-patient generator writes it: entries refer to each other by <c>urn:uuid</c>.</summary>
    /// <param name="resources">The resources; those that refer to others of the same Bundle stand together with them.</param>
    /// <param name="round">Makes the Bundle differ from the others.</param>
    public static byte[] Creates(IReadOnlyList<TownResource> resources, int round)
    {
        var urls = resources.Select((resource, index) => (Key: $"{resource.Type}/{resource.Id}", Url: Uuid(round, index))).DistinctBy(pair => pair.Key).ToDictionary(pair => pair.Key, pair => pair.Url, StringComparer.Ordinal);
        return Write(
            resources,
            resource => Encoding.UTF8.GetBytes(Marked(resource, Linked(Encoding.UTF8.GetString(resource.Json), urls))),
            resource => $"\"fullUrl\":\"{urls[$"{resource.Type}/{resource.Id}"]}\"",
            resource => $$"""{"method":"POST","url":"{{resource.Type}}"}""");
    }

    private static string Marked(TownResource resource, string json) => resource.Type != "Patient" ? json : json
        .Replace($"\"value\":\"{resource.Id}\"", $"\"value\":\"{Mark}-{resource.Id}\"", StringComparison.Ordinal)
        .Replace("\"value\":\"S999", $"\"value\":\"{Mark}-S999", StringComparison.Ordinal);

    private static string Linked(string json, Dictionary<string, string> urls)
    {
        const string mark = "\"reference\":\"";
        var text = new StringBuilder(json.Length);
        var at = 0;
        for (int found; (found = json.IndexOf(mark, at, StringComparison.Ordinal)) >= 0;)
        {
            var start = found + mark.Length;
            var end = json.IndexOf('"', start);
            text.Append(json, at, start - at).Append(urls.GetValueOrDefault(json[start..end]) ?? json[start..end]);
            at = end;
        }

        return text.Append(json, at, json.Length - at).ToString();
    }

    private static string Uuid(int round, int index) => string.Create(CultureInfo.InvariantCulture, $"urn:uuid:{round:x8}-0000-4000-8000-{index:x12}");

    private static byte[] Write(IEnumerable<TownResource> resources, Func<TownResource, byte[]> json, Func<TownResource, string> fullUrl, Func<TownResource, string> request)
    {
        using var stream = new MemoryStream();
        stream.Write("""{"resourceType":"Bundle","type":"transaction","entry":["""u8);
        var isFirst = true;
        foreach (var resource in resources)
        {
            stream.Write(Encoding.UTF8.GetBytes($"{(isFirst ? "" : ",")}{{{fullUrl(resource)},\"resource\":"));
            stream.Write(json(resource));
            stream.Write(Encoding.UTF8.GetBytes($",\"request\":{request(resource)}}}"));
            isFirst = false;
        }

        stream.Write("]}"u8);
        return stream.ToArray();
    }
}
