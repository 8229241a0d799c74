using System.Buffers;
using System.Net;
using System.Text;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;
using CareExchange.Validation.Rules;

namespace CareExchange.Validation.Narratives;

/// <summary>Where the links and images of a narrative lead: to something that is there, and never to script.</summary>
internal static class XhtmlLink
{
    private static readonly SearchValues<char> Marks = SearchValues.Create(";?:@&=+$.,/%-_~#[]!'()*|");
    private static readonly string[] Active = ["javascript", "vbscript"];
    private static readonly string[] Literal = ["urn", "cid"];

    /// <summary>Judges the href of an anchor.</summary>
    public static void CheckTarget(Element narrative, ReadOnlySpan<byte> value, ValidationRun run)
    {
        var href = WebUtility.HtmlDecode(Encoding.UTF8.GetString(value));
        if (href.Length == 0)
        {
            Report(narrative, "xhtml-link-empty", "A link leads nowhere.", "링크 주소가 비어 있습니다.", href, run);
            return;
        }

        CheckLetters(narrative, href, run);
        if (href[0] == '#')
        {
            if (href.Length > 1 && !NarrativeTargets.Exists(href[1..], run, isBundleIncluded: true)) Report(narrative, "xhtml-link-target", "The target of the link is not there.", "링크 대상이 없습니다.", href, run);
            return;
        }

        var colon = href.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0) return;
        var scheme = href[..colon].Trim();
        if (Active.Contains(scheme, StringComparer.OrdinalIgnoreCase)) Report(narrative, "xhtml-link-script", "A link may not run script.", "스크립트를 실행하는 링크는 쓸 수 없습니다.", scheme, run);
        else if (Literal.Contains(scheme, StringComparer.Ordinal)) Report(narrative, "xhtml-link-scheme", "Nobody can follow a link of this scheme.", "따라갈 수 없는 형식의 링크입니다.", href, run);
    }

    /// <summary>Judges the src of an image.</summary>
    public static void CheckImage(Element narrative, ReadOnlySpan<byte> value, ValidationRun run)
    {
        var source = WebUtility.HtmlDecode(Encoding.UTF8.GetString(value));
        if (source.StartsWith("data:", StringComparison.Ordinal)) CheckData(narrative, source, run);
        else CheckLetters(narrative, source, run);
        if (source is ['#', .. { Length: > 0 } id] && !NarrativeTargets.Exists(id, run, isBundleIncluded: false)) Report(narrative, "xhtml-link-target", "The image is not there.", "이미지가 없습니다.", source, run);
    }

    private static void CheckData(Element narrative, string source, ValidationRun run)
    {
        var comma = source.IndexOf(',', StringComparison.Ordinal);
        var isBroken = comma < 0 || source.IndexOf(',', comma + 1) >= 0
            || (source.AsSpan(0, comma).EndsWith(";base64") && !TextScan.IsBase64(Encoding.UTF8.GetBytes(source[(comma + 1)..])));
        if (isBroken) Report(narrative, "xhtml-url", "The data of the URL cannot be read.", "data URL의 내용을 읽을 수 없습니다.", source, run);
    }

    private static void CheckLetters(Element narrative, string url, ValidationRun run)
    {
        if (url.Length == 0 || url.StartsWith("data:", StringComparison.Ordinal)) return;
        foreach (var letter in url)
        {
            if (char.IsLetterOrDigit(letter) || Marks.Contains(letter)) continue;
            Report(narrative, "xhtml-url", "The URL has characters that no URL may have.", "URL에 쓸 수 없는 문자가 있습니다.", url, run);
            return;
        }
    }

    private static void Report(Element narrative, string rule, string english, string korean, string found, ValidationRun run) =>
        run.Report(narrative, Issue.Error("invalid", rule, english, korean) with { Found = found });
}
