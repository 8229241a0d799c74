using System.Text;
using CareExchange.Fhir.Elements;

namespace CareExchange.Validation.Narratives;

/// <summary>The parts of a narrative one step inside its div.</summary>
internal static class NarrativeSections
{
    /// <summary>The languages of the divs that say one by xml:lang.</summary>
    public static IReadOnlyList<string> Languages(Element div) =>
        [.. Read(div).Where(part => part.Name == "div" && part.Language is not null).Select(part => part.Language!)];

    /// <summary>The first part that does not say by its class where it comes from; null where all do.</summary>
    public static string? WithoutSource(Element div) =>
        Read(div).Where(part => part.Class?.Split(' ').Any(name => name is "generated" or "boilerplate" or "original") != true).Select(part => part.Name).FirstOrDefault();

    private static List<(string Name, string? Language, string? Class)> Read(Element div)
    {
        var parts = new List<(string, string?, string?)>();
        var reader = new XhtmlReader(Encoding.UTF8.GetBytes(div.Text ?? ""));
        for (var depth = 0; reader.Read() is not (XhtmlToken.End or XhtmlToken.Broken) and var token;)
        {
            if (token == XhtmlToken.Close) depth--;
            if (token is not (XhtmlToken.Start or XhtmlToken.Single)) continue;
            if (depth == 1) parts.Add(Part(ref reader));
            if (token == XhtmlToken.Start) depth++;
        }

        return parts;
    }

    private static (string Name, string? Language, string? Class) Part(ref XhtmlReader reader)
    {
        var name = Encoding.UTF8.GetString(reader.Name);
        string? language = null;
        string? kind = null;
        while (reader.ReadAttribute())
        {
            if (reader.AttributeName.SequenceEqual("xml:lang"u8)) language = Encoding.UTF8.GetString(reader.Value);
            if (reader.AttributeName.SequenceEqual("class"u8)) kind = Encoding.UTF8.GetString(reader.Value);
        }

        return (name, language, kind);
    }
}
