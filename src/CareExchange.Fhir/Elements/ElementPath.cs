using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using CareExchange.Fhir.Json;

namespace CareExchange.Fhir.Elements;

/// <summary>Writes where a value stands, by walking down to its byte offset.</summary>
internal static class ElementPath
{
    private const int StackLetters = 256;

    /// <summary>The FHIRPath location of the value that begins at this offset.</summary>
    public static string Of(FhirDocument document, int start)
    {
        var tokens = document.Tokens;
        var root = document.Root;
        if (tokens[0].Start == start) return root.Node?.JsonName ?? "";
        var path = new DefaultInterpolatedStringHandler(0, 0, CultureInfo.InvariantCulture, stackalloc char[StackLetters]);
        path.AppendLiteral(root.Node?.JsonName ?? "");
        var isFirst = root.Node is null;
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
            if (tokens[at].Kind == JsonKind.Array)
            {
                path.AppendLiteral("[");
                path.AppendFormatted(index);
                path.AppendLiteral("]");
            }
            else
            {
                if (!isFirst) path.AppendLiteral(".");
                path.AppendLiteral(Name(document, ref tokens[child]));
            }

            isFirst = false;
            at = child;
        }

        return path.ToStringAndClear();
    }

    private static string Name(FhirDocument document, ref JsonToken token) =>
        document.Schema.Node(token.Tag)?.Definition.Name ?? Encoding.UTF8.GetString(document.Utf8.Span.Slice(token.NameStart, token.NameLength));
}
