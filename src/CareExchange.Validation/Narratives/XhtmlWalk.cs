using System.Text;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;
using CareExchange.Validation.Rules;

namespace CareExchange.Validation.Narratives;

/// <summary>One narrative while it is read: which elements are open, and what was wrong so far.</summary>
internal struct XhtmlWalk(Element element, ValidationRun run)
{
    private const int DeepestNesting = 128;
    private const int LongestName = 32;

    private static ReadOnlySpan<byte> Namespace => "http://www.w3.org/1999/xhtml"u8;

    private int _depth;
    private bool _hasContent;
    private bool _hasLanguageSections;
    private bool _hasOtherContent;
    private HashSet<string>? _ids;

    /// <summary>Reads the whole text.</summary>
    public void Check(ReadOnlySpan<byte> text)
    {
        Span<Open> open = stackalloc Open[DeepestNesting];
        var reader = new XhtmlReader(text);
        while (reader.Read() is not XhtmlToken.End and var token)
        {
            switch (token)
            {
                case XhtmlToken.Broken:
                    Report("xhtml-syntax", "The narrative is not well-formed XHTML.", "서술(narrative)이 올바른 XHTML이 아닙니다.", null, null);
                    return;
                case XhtmlToken.Declaration:
                    Report("xhtml-declaration", "A narrative has no document type and no processing instructions.", "서술에는 DOCTYPE과 처리 명령을 쓸 수 없습니다.", null, Text(reader.Value));
                    break;
                case XhtmlToken.Text:
                    CheckText(reader.Value, open);
                    break;
                case XhtmlToken.Close:
                    if (_depth == 0 || !text.Slice(open[_depth - 1].Start, open[_depth - 1].Length).SequenceEqual(reader.Name))
                    {
                        Report("xhtml-syntax", "The tags of the narrative do not match.", "서술의 태그 짝이 맞지 않습니다.", _depth == 0 ? null : Text(text.Slice(open[_depth - 1].Start, open[_depth - 1].Length)), Text(reader.Name));
                        return;
                    }

                    _depth--;
                    break;
                case XhtmlToken.Start or XhtmlToken.Single:
                    if (_depth == DeepestNesting)
                    {
                        Report("xhtml-syntax", "The narrative nests too deeply.", "서술의 태그가 너무 깊게 중첩되어 있습니다.", null, null);
                        return;
                    }

                    CheckElement(ref reader, text, open);
                    if (token == XhtmlToken.Start) _depth++;
                    break;
            }
        }

        if (_depth > 0) Report("xhtml-syntax", "The tags of the narrative do not match.", "서술의 태그 짝이 맞지 않습니다.", Text(text.Slice(open[_depth - 1].Start, open[_depth - 1].Length)), "the end");
        if (!reader.UnknownEntity.IsEmpty) Report("xhtml-entity", "XHTML in FHIR knows the entities of XML only.", "FHIR의 XHTML에서는 XML의 기본 엔터티만 쓸 수 있습니다.", "&amp; &lt; &gt; &quot; &apos; or a number", $"&{Text(reader.UnknownEntity)};");
        if (!_hasContent) run.Report(element, Issue.Error("invariant", "txt-2", "The narrative has no content.", "서술에 내용이 없습니다.") with { Expected = "text or an image" });
        if (_hasLanguageSections && _hasOtherContent)
            run.Report(element, Issue.Warning("business-rule", "xhtml-mixed-languages", "Some of the narrative stands in language sections, some does not.", "언어별 구역과 그 밖의 내용이 섞여 있습니다."));
    }

    private static int Offset(ReadOnlySpan<byte> text, ReadOnlySpan<byte> part) => text.Overlaps(part, out var offset) ? offset : 0;

    private void CheckText(scoped ReadOnlySpan<byte> text, scoped ReadOnlySpan<Open> open)
    {
        if (text.Trim(" \t\r\n"u8).IsEmpty) return;
        _hasContent = true;
        if (_depth == 0) Report("xhtml-syntax", "Nothing stands outside the div.", "div 바깥에는 내용을 둘 수 없습니다.", "<div>", null);
        else if (open[_depth - 1].Element is { } parent && (parent.IsEmpty || parent.Children is not null)) ReportPlace("text", parent);
        _hasOtherContent |= _depth == 1;
    }

    private void CheckElement(ref XhtmlReader reader, scoped ReadOnlySpan<byte> text, scoped Span<Open> open)
    {
        Span<char> buffer = stackalloc char[LongestName];
        var name = reader.Name.Length <= LongestName ? buffer[..Encoding.UTF8.GetChars(reader.Name, buffer)] : default;
        var found = XhtmlElement.Find(name);
        open[_depth] = new(Offset(text, reader.Name), reader.Name.Length, found?.Index ?? 0);
        if (_depth == 0) CheckRoot(ref reader, name.SequenceEqual("div"));
        else if (found is null) Report("xhtml-element", "A narrative may not hold this element.", "서술에 쓸 수 없는 요소입니다.", null, Text(reader.Name));
        else CheckPlace(found, open);
        _hasContent |= found?.Name == "img";
        var isSection = CheckAttributes(ref reader, found);
        if (_depth != 1) return;
        _hasLanguageSections |= isSection && found?.Name == "div";
        _hasOtherContent |= !isSection;
    }

    private readonly void CheckRoot(ref XhtmlReader reader, bool isDiv)
    {
        if (!isDiv) Report("xhtml-root", "A narrative is a div.", "서술은 div 하나여야 합니다.", "div", Text(reader.Name));
        var attributes = reader;
        while (attributes.ReadAttribute())
            if (attributes.AttributeName.SequenceEqual("xmlns"u8)) return;
        Report("xhtml-namespace", "The div says the namespace of XHTML.", "div에 XHTML 이름공간이 없습니다.", Text(Namespace), "none");
    }

    private readonly void CheckPlace(XhtmlElement found, scoped ReadOnlySpan<Open> open)
    {
        if (open[_depth - 1].Element is { } parent)
        {
            var isOutOfPlace = parent.IsEmpty || (parent.Children is { } children && !children.Contains(found.Name)) || (found.Parents is { } parents && !parents.Contains(parent.Name));
            if (isOutOfPlace) ReportPlace(found.Name, parent);
        }

        // The outermost div is no running text, whatever it holds.
        for (var at = 1; at < _depth; at++)
        {
            if (open[at].Element is not { } around) continue;
            var isNested = (found.IsBlock && around.Name == "p") || (found.IsBlock && found.Name is not ("p" or "blockquote") && around.IsText) || (found.IsInline && around == found);
            if (!isNested) continue;
            ReportPlace(found.Name, around);
            return;
        }
    }

    private bool CheckAttributes(ref XhtmlReader reader, XhtmlElement? found)
    {
        Span<char> buffer = stackalloc char[LongestName];
        var isSection = false;
        while (reader.ReadAttribute())
        {
            var name = reader.AttributeName.Length <= LongestName ? buffer[..Encoding.UTF8.GetChars(reader.AttributeName, buffer)] : default;
            if (name.SequenceEqual("xmlns"))
            {
                if (!reader.Value.SequenceEqual(Namespace)) Report("xhtml-namespace", "All of the narrative is in the namespace of XHTML.", "서술의 이름공간이 XHTML이 아닙니다.", Text(Namespace), Text(reader.Value));
                continue;
            }

            isSection |= name.SequenceEqual("xml:lang");
            if (name.SequenceEqual("xml:space")) continue;
            if (found is not null && !found.Allows(name)) Report("xhtml-attribute", "The element may not have this attribute.", "이 요소에 쓸 수 없는 속성입니다.", null, $"{Text(reader.AttributeName)} on {found.Name}");
            if (found is { Name: "a" } && name.SequenceEqual("href")) XhtmlLink.CheckTarget(element, reader.Value, run);
            if (found is { Name: "img" } && name.SequenceEqual("src")) XhtmlLink.CheckImage(element, reader.Value, run);
            if (name.SequenceEqual("id") || (found is { Name: "a" } && name.SequenceEqual("name"))) CheckId(Text(reader.Value), name.SequenceEqual("id"));
        }

        return isSection;
    }

    // One element may say the same thing as id and as name.
    private void CheckId(string id, bool isId)
    {
        if (!(_ids ??= new(StringComparer.Ordinal)).Add(id) && isId)
            run.Report(element, Issue.Warning("business-rule", "xhtml-id-duplicate", "Several elements of the narrative have the same id.", "서술 안에 같은 id가 여러 번 쓰였습니다.") with { Found = id });
    }

    private readonly void ReportPlace(string name, XhtmlElement around) =>
        run.Report(element, Issue.Error("structure", "xhtml-structure", "The element may not stand there.", "요소가 놓일 수 없는 위치에 있습니다.") with { Found = $"{name} in {around.Name}" });

    private readonly void Report(string rule, string english, string korean, string? expected, string? found) =>
        run.Report(element, Issue.Error("invalid", rule, english, korean) with { Expected = expected, Found = found });

    private static string Text(ReadOnlySpan<byte> text) => Encoding.UTF8.GetString(text.Length > 200 ? text[..200] : text);

    // Numbers only, so that the stack of open elements can stand on the thread's own.
    private readonly record struct Open(int Start, int Length, int Kind)
    {
        public XhtmlElement? Element => XhtmlElement.At(Kind);
    }
}
