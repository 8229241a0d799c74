using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using CareExchange.Fhir.Elements;

namespace CareExchange.Fhir.Patching;

/// <summary>What makes one resource of another, as a FHIRPath Patch (R4 fhirpatch.html).</summary>
/// <remarks>Applied to the first resource, the patch gives the second one but for <c>id</c> and, unless asked for, <c>meta</c>; the order of properties does not count.</remarks>
public static class FhirPathDiff
{
    // Two lists longer than this are compared place by place: the best alignment would cost their product.
    private const int LongestAligned = 2000;

    /// <summary>The Parameters of the patch, UTF-8 JSON; without parameters where nothing differs.</summary>
    /// <param name="from">The resource before.</param>
    /// <param name="to">The resource after, of the same type.</param>
    /// <param name="includesMeta">True to compare <c>meta</c> too.</param>
    public static byte[] Write(Element from, Element to, bool includesMeta)
    {
        var operations = new List<DiffOperation>();
        Compare(from, to, from.TypeName, operations, name => name != "id" && (includesMeta || name != "meta"));
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true }))
        {
            json.WriteStartObject();
            json.WriteString("resourceType", "Parameters");
            if (operations.Count > 0)
            {
                json.WriteStartArray("parameter");
                foreach (var operation in operations) operation.Write(json);
                json.WriteEndArray();
            }

            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void Compare(Element from, Element to, string path, List<DiffOperation> operations, Func<string, bool>? compares = null)
    {
        var (before, after) = (ByName(from), ByName(to));
        foreach (var (name, old) in before)
        {
            if (compares?.Invoke(name) == false) continue;
            var now = after.GetValueOrDefault(name) ?? [];
            if (IsList(old) || IsList(now)) CompareLists(old, now, path, name, operations);
            else if (now.Count == 0) operations.Add(DiffOperation.Delete($"{path}.{name}"));
            else CompareOne(old[0], now[0], $"{path}.{name}", operations);
        }

        foreach (var (name, now) in after)
        {
            if (before.ContainsKey(name) || compares?.Invoke(name) == false) continue;
            foreach (var value in now) operations.Add(DiffOperation.Add(path, name, value));
        }
    }

    private static void CompareOne(Element old, Element now, string path, List<DiffOperation> to)
    {
        if (Text(old) == Text(now)) return;
        if (old.IsPrimitive || old.Node is null or { IsResource: true } || old.JsonName != now.JsonName) to.Add(DiffOperation.Replace(path, now));
        else Compare(old, now, path, to);
    }

    // From the end to the beginning, so that no step moves what a later step speaks of.
    private static void CompareLists(List<Element> old, List<Element> now, string path, string name, List<DiffOperation> to)
    {
        var kept = Align([.. old.Select(Text)], [.. now.Select(Text)]);
        var (oldEnd, newEnd) = (old.Count, now.Count);
        for (var at = kept.Count - 1; at >= -1; at--)
        {
            var (oldStart, newStart) = at < 0 ? (0, 0) : (kept[at].Old + 1, kept[at].New + 1);
            var paired = Math.Min(oldEnd - oldStart, newEnd - newStart);
            for (var i = newEnd - 1; i >= newStart + paired; i--) to.Add(DiffOperation.Insert($"{path}.{name}", oldStart + paired, now[i]));
            for (var i = oldEnd - 1; i >= oldStart + paired; i--) to.Add(DiffOperation.Delete($"{path}.{name}[{i}]"));
            for (var i = paired - 1; i >= 0; i--) CompareOne(old[oldStart + i], now[newStart + i], $"{path}.{name}[{oldStart + i}]", to);
            if (at >= 0) (oldEnd, newEnd) = kept[at];
        }
    }

    /// <summary>A longest common subsequence: the places that are equal, in order.</summary>
    private static List<(int Old, int New)> Align(string[] old, string[] now)
    {
        var kept = new List<(int, int)>();
        var start = 0;
        while (start < old.Length && start < now.Length && old[start] == now[start]) kept.Add((start, start++));
        var (oldLength, newLength) = (old.Length - start, now.Length - start);
        if (oldLength == 0 || newLength == 0 || (long)oldLength * newLength > (long)LongestAligned * LongestAligned) return kept;
        var longest = new int[oldLength + 1, newLength + 1];
        for (var i = oldLength - 1; i >= 0; i--)
        {
            for (var j = newLength - 1; j >= 0; j--)
            {
                longest[i, j] = old[start + i] == now[start + j] ? longest[i + 1, j + 1] + 1 : Math.Max(longest[i + 1, j], longest[i, j + 1]);
            }
        }

        for (int i = 0, j = 0; i < oldLength && j < newLength;)
        {
            if (old[start + i] == now[start + j]) kept.Add((start + i++, start + j++));
            else if (longest[i + 1, j] >= longest[i, j + 1]) i++;
            else j++;
        }

        return kept;
    }

    private static Dictionary<string, List<Element>> ByName(Element element)
    {
        var names = new Dictionary<string, List<Element>>(StringComparer.Ordinal);
        foreach (var child in element.Children())
        {
            if (child.Name == "resourceType") continue;
            if (!names.TryGetValue(child.Name, out var list)) names[child.Name] = list = [];
            list.Add(child);
        }

        return names;
    }

    private static bool IsList(List<Element> elements) => elements.Count > 0 && elements[0].IsItem;

    // The same text for the same content, however it is spaced and escaped.
    private static string Text(Element element) => $"{element.JsonName}\n{Tokens(element.Raw)}\n{Tokens(element.TwinRaw)}";

    private static string Tokens(ReadOnlySpan<byte> json)
    {
        if (json.IsEmpty) return "";
        var text = new StringBuilder();
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 512 });
        while (reader.Read())
        {
            text.Append((char)('a' + (int)reader.TokenType));
            if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName) text.Append(reader.GetString()).Append('\0');
            else if (reader.TokenType is JsonTokenType.Number) text.Append(Encoding.ASCII.GetString(reader.ValueSpan)).Append('\0');
        }

        return text.ToString();
    }
}
