using System.Text;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;
using CareExchange.Validation.Rules;

namespace CareExchange.Validation.Narratives;

/// <summary>A resource that says its language says it on the narrative too, as lang and as xml:lang (R4 narrative.html, languages.html).</summary>
internal sealed class NarrativeLanguageRule : Rule
{
    internal override void Check(Element element, ValidationRun run)
    {
        var said = run.Resource["language"];
        if (!said.HasValue || element["div"].Text is not { } div) return;
        var language = said.Text;
        var (html, xml) = Read(Encoding.UTF8.GetBytes(div));
        if (html == language && (xml == language || xml == html)) return;
        var english = html is null && xml is null ? "The narrative does not say its language." : html is null || xml is null ? "The narrative says its language in one of two ways only." : "The narrative is in another language than the resource.";
        run.Report(element["div"], Issue.Warning("business-rule", "narrative-language", english, "서술의 언어 표시가 리소스의 언어와 맞지 않습니다.") with
        {
            Expected = $"lang and xml:lang {language}",
            Found = $"lang {html ?? "none"}, xml:lang {xml ?? "none"}",
        });
    }

    /// <inheritdoc/>
    public override string ToString() => "narrative language: as the resource says";

    // Where the div itself says nothing, a first section of its own language speaks for it.
    private static (string? Html, string? Xml) Read(ReadOnlySpan<byte> div)
    {
        var reader = new XhtmlReader(div);
        for (var depth = 0; depth < 2 && reader.Read() is not (XhtmlToken.End or XhtmlToken.Broken) and var token;)
        {
            if (token is not (XhtmlToken.Start or XhtmlToken.Single)) continue;
            depth++;
            string? html = null;
            string? xml = null;
            while (reader.ReadAttribute())
            {
                if (reader.AttributeName.SequenceEqual("lang"u8)) html = Encoding.UTF8.GetString(reader.Value);
                if (reader.AttributeName.SequenceEqual("xml:lang"u8)) xml = Encoding.UTF8.GetString(reader.Value);
            }

            if (html is not null || xml is not null) return (html, xml);
        }

        return (null, null);
    }
}
