using System.Globalization;
using System.Text;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Json;

namespace CareExchange.Fhir.Elements;

/// <summary>Writes where a value stands, by walking down to its byte offset.</summary>
internal static class ElementPath
{
    /// <summary>The FHIRPath location of the value that begins at this offset.</summary>
    public static string Of(FhirDocument document, int start)
    {
        var tokens = document.Tokens;
        var root = document.Root;
        if (tokens[0].Start == start) return root.Node?.JsonName ?? "";
        var path = new StringBuilder(root.Node?.JsonName ?? "");
        var at = 0;
        while (tokens[at].Start != start)
        {
            var child = at + 1;
            var index = 0;
            while (child < tokens[at].Next && tokens[child].Start + tokens[child].Length <= start)
            {
                child = tokens[child].Next;
                index++;
            }

            if (child >= tokens[at].Next) break;
            Append(document, path, tokens[at].Kind == JsonKind.Array ? index : -1, ref tokens[child]);
            at = child;
        }

        return path.ToString();
    }

    private static void Append(FhirDocument document, StringBuilder path, int index, ref JsonToken token)
    {
        if (index >= 0)
        {
            path.Append(CultureInfo.InvariantCulture, $"[{index}]");
            return;
        }

        if (path.Length > 0) path.Append('.');
        path.Append(document.Schema.Node(token.Tag) is { } node ? Name(node) : Encoding.UTF8.GetString(document.Utf8.Span.Slice(token.NameStart, token.NameLength)));
    }

    private static string Name(SchemaNode node) => node.Definition.Name;
}
