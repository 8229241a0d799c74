using System.Text;
using System.Text.Json;

namespace CareExchange.Storage.Indexing;

/// <summary>Who states the parts of a Patient, as the marks in it say.</summary>
/// <remarks>Of a Patient of which several organisations state a part, each knows what it states itself: the index holds that under numbers of its own
/// (<see cref="ParameterKey.OfView"/>), beside a row for each of them. A part without a mark is stated by whoever contributed the Patient.</remarks>
public static class PartStaters
{
    // As marks are written; anything else is read in full.
    private static ReadOnlySpan<byte> Url => "urn:careexchange:extension:source"u8;

    private static ReadOnlySpan<byte> Reference => "\",\"valueReference\":{\"reference\":\"Organization/"u8;

    /// <summary>The number of the rows that say who states a part of a Patient that several state.</summary>
    internal static int Key { get; } = ParameterKey.Of("Patient", "#stated-by");

    /// <summary>The organisations that are named by marks, each once.</summary>
    /// <param name="json">UTF-8 JSON as it is stored.</param>
    public static IReadOnlyList<string> Of(ReadOnlySpan<byte> json)
    {
        List<string> staters = [];
        var rest = json;
        while (rest.IndexOf(Url) is >= 0 and var at)
        {
            rest = rest[(at + Url.Length)..];
            if (!rest.StartsWith(Reference)) return Read(json);
            rest = rest[Reference.Length..];
            if (rest.IndexOf((byte)'"') is not (> 0 and var end) || rest[..end].Contains((byte)'\\')) return Read(json);
            if (!IsIn(staters, rest[..end])) staters.Add(Encoding.UTF8.GetString(rest[..end]));
        }

        return staters;
    }

    private static bool IsIn(List<string> staters, ReadOnlySpan<byte> name)
    {
        foreach (var known in staters)
        {
            if (known.Length == name.Length && Encoding.UTF8.GetByteCount(known) == name.Length && name.SequenceEqual(Encoding.UTF8.GetBytes(known))) return true;
        }

        return false;
    }

    private static IReadOnlyList<string> Read(ReadOnlySpan<byte> json)
    {
        using var document = JsonDocument.Parse(json.ToArray(), new JsonDocumentOptions { MaxDepth = 512, CommentHandling = JsonCommentHandling.Skip });
        HashSet<string> staters = new(StringComparer.Ordinal);
        Collect(document.RootElement, staters);
        return [.. staters];
    }

    private static void Collect(JsonElement element, HashSet<string> staters)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in element.EnumerateArray()) Collect(item, staters);
        }
        else if (element.ValueKind == JsonValueKind.Object)
        {
            staters.UnionWith(LabelledParts.SourcesOf(element));
            foreach (var property in element.EnumerateObject()) Collect(property.Value, staters);
        }
    }
}
