using CareExchange.Exchange.CarePlans.Lines;
using CareExchange.Fhir.Elements;

namespace CareExchange.Exchange.CarePlans.Sections;

/// <summary>Texts of codes and of plain strings, in both languages where both were given.</summary>
internal static class Phrases
{
    private const string Translation = "http://hl7.org/fhir/StructureDefinition/translation";

    /// <summary>The text of a CodeableConcept, a Coding, a string or a Quantity; null when it says nothing.</summary>
    public static Phrase? Of(Element element) => element.TypeName switch
    {
        _ when !element.Exists => null,
        "CodeableConcept" => Concept(element),
        "Coding" => Coding(element),
        "Quantity" or "Age" or "Duration" => Quantities.Text(element),
        "Range" => Quantities.Range(element),
        "Reference" => Of(element["display"]),
        _ when element.IsPrimitive => Plain(element),
        _ => null,
    };

    /// <summary>True when a text holds a Hangul syllable, so it is Korean whatever else stands in it.</summary>
    public static bool HasHangul(string text)
    {
        foreach (var character in text)
        {
            if (character is >= '가' and <= '힣') return true;
        }

        return false;
    }

    /// <summary>Joins what exists with ", ".</summary>
    public static Phrase? Join(IEnumerable<Phrase?> phrases, string separator = ", ")
    {
        List<Phrase> given = [.. phrases.OfType<Phrase>()];
        if (given.Count == 0) return null;
        var english = given.TrueForAll(phrase => phrase.English is not null)
            ? string.Join(separator, given.Select(phrase => phrase.English))
            : null;
        return new(string.Join(separator, given.Select(phrase => phrase.Korean)), english);
    }

    private static Phrase? Concept(Element concept)
    {
        string? korean = null, english = null, any = null;
        foreach (var coding in concept.Children("coding"))
        {
            if (coding["display"].Text is not { Length: > 0 } display) continue;
            any ??= display;
            if (HasHangul(display)) korean ??= display;
            else english ??= display;
            english ??= English(coding["display"]);
        }

        korean = concept["text"].Text is { Length: > 0 } text ? text : korean ?? any ?? Codes(concept);
        return korean is null ? null : new(korean, English(concept["text"]) ?? english ?? (HasHangul(korean) ? null : korean));
    }

    private static Phrase? Coding(Element coding)
    {
        var text = coding["display"].Text ?? coding["code"].Text;
        return text is { Length: > 0 } ? new(text, English(coding["display"]) ?? (HasHangul(text) ? null : text)) : null;
    }

    private static Phrase? Plain(Element primitive) =>
        primitive.Text is { Length: > 0 } text ? new(text, English(primitive) ?? (HasHangul(text) ? null : text)) : null;

    // A code without any words is better than nothing: somebody on the phone can look it up.
    private static string? Codes(Element concept) => concept["coding"]["code"].Text;

    private static string? English(Element primitive)
    {
        foreach (var extension in primitive.Children("extension"))
        {
            if (extension["url"].Text != Translation) continue;
            string? language = null, content = null;
            foreach (var part in extension.Children("extension"))
            {
                if (part["url"].Text == "lang") language = part["value"].Text;
                else if (part["url"].Text == "content") content = part["value"].Text;
            }

            if (language is "en" && content is { Length: > 0 }) return content;
        }

        return null;
    }
}
