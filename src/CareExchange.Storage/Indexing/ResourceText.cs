using System.Net;
using System.Text.Json;

namespace CareExchange.Storage.Indexing;

/// <summary>The words of a resource: of its narrative (<c>_text</c>) and of all it says (<c>_content</c>, R4 search.html#content).</summary>
/// <remarks>Telephone numbers and mail addresses are none, wherever they stand again: they are found by a keyed hash only.</remarks>
/// <param name="Narrative">Tokens of the narrative, in their order.</param>
/// <param name="Content">Tokens of every value, the narrative included.</param>
internal sealed record ResourceText(IReadOnlyList<string> Narrative, IReadOnlyList<string> Content)
{
    /// <summary>Reads the words off stored JSON.</summary>
    public static ResourceText Of(ReadOnlySpan<byte> json)
    {
        // Words that not everybody may read who reads the resource are nobody's here.
        if (LabelledParts.MayBeIn(json) || LabelledParts.MayBeMarked(json)) json = LabelledParts.Read(json).Json;
        var (narrative, content, contacts) = (new List<string>(), new List<string>(), new List<string>());
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 512, CommentHandling = JsonCommentHandling.Skip });
        var name = "";
        var contact = int.MaxValue;
        while (reader.Read() && content.Count < TextWords.MaximumTokens)
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    name = reader.GetString()!;
                    if (reader.CurrentDepth <= contact) contact = name == "telecom" || name.EndsWith("ContactPoint", StringComparison.Ordinal) ? reader.CurrentDepth : int.MaxValue;
                    break;
                case JsonTokenType.String when name == "value" && reader.CurrentDepth > contact:
                    TextWords.Add(contacts, reader.GetString()!);
                    break;
                case JsonTokenType.String when name == "div":
                    var text = Plain(reader.GetString()!);
                    TextWords.Add(narrative, text);
                    TextWords.Add(content, text);
                    break;

                // Pictures and signatures are no words.
                case JsonTokenType.String when name is not "data":
                    TextWords.Add(content, reader.GetString()!);
                    break;
                case JsonTokenType.Number:
                    TextWords.Add(content, System.Text.Encoding.UTF8.GetString(reader.ValueSpan));
                    break;
            }
        }

        if (contacts.Count == 0) return new(narrative, content);
        var hidden = contacts.ToHashSet(StringComparer.Ordinal);
        return new([.. narrative.Where(word => !hidden.Contains(word))], [.. content.Where(word => !hidden.Contains(word))]);
    }

    // XHTML without its tags; they end words.
    private static string Plain(string xhtml)
    {
        var text = new System.Text.StringBuilder(xhtml.Length);
        var inside = false;
        foreach (var letter in xhtml)
        {
            if (letter == '<') inside = true;
            if (!inside) text.Append(letter);
            if (letter != '>' || !inside) continue;
            inside = false;
            text.Append(' ');
        }

        return WebUtility.HtmlDecode(text.ToString());
    }
}
