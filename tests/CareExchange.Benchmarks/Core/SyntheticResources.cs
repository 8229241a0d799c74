using System.Text.Json;

namespace CareExchange.Benchmarks.Core;

/// <summary>Invented resources for those who have no data at hand: the same number gives the same bytes, about 1.6 KB each.</summary>
internal static class SyntheticResources
{
    /// <summary>So many resources, each as JSON without white space.</summary>
    public static IEnumerable<byte[]> Create(int count)
    {
        for (var index = 0; index < count; index++) yield return Minify(new SyntheticRecord(index / SyntheticRecord.Count).Resource(index % SyntheticRecord.Count));
    }

    /// <summary>Writes them into a folder as NDJSON, a thousand a file.</summary>
    public static async Task WriteAsync(DirectoryInfo folder, int count)
    {
        folder.Create();
        var number = 0;
        foreach (var file in Create(count).Chunk(1000))
        {
            await using var stream = File.Create(Path.Combine(folder.FullName, $"synthetic-{number++:000}.ndjson"));
            foreach (var resource in file)
            {
                await stream.WriteAsync(resource);
                stream.WriteByte((byte)'\n');
            }
        }
    }

    /// <summary>The same JSON without white space between its tokens.</summary>
    public static byte[] Minify(string json)
    {
        using var document = JsonDocument.Parse(json);
        return JsonSerializer.SerializeToUtf8Bytes(document.RootElement, JsonWriting.Options);
    }

    private static class JsonWriting
    {
        public static JsonSerializerOptions Options { get; } = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    }
}
