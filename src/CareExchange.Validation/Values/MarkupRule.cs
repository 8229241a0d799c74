using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Json;
using CareExchange.Fhir.Outcomes;
using CareExchange.Validation.Rules;

namespace CareExchange.Validation.Values;

/// <summary>Text that looks like HTML may become script where it is shown (R4 security.html#narrative): an error where security is checked, a remark otherwise.</summary>
/// <param name="isMarkdown">True for markdown, in which markup is common: it is spoken of only where security is checked.</param>
internal sealed class MarkupRule(bool isMarkdown) : Rule
{
    private static readonly Issue Refused = Issue.Error("invalid", "security-markup", "The text looks like HTML, which is not permitted here for security reasons.", "HTML로 보이는 내용은 보안상 허용되지 않습니다.");
    private static readonly Issue Noted = Issue.Information("invalid", "security-markup", "The text looks like HTML; whoever shows it has to escape it.", "HTML로 보이는 내용이므로 표시할 때 이스케이프해야 합니다.");

    internal override void Check(Element element, ValidationRun run)
    {
        if (element.Kind != JsonKind.String) return;
        var raw = element.Raw;
        var at = raw.IndexOf((byte)'<');
        if (at < 0 && raw.IndexOf("\\u003"u8) < 0) return;
        if ((isMarkdown && !run.Options.ChecksSecurity) || !HasTag(element.Text ?? "")) return;
        run.Report(element, run.Options.ChecksSecurity ? Refused : Noted);
    }

    /// <inheritdoc/>
    public override string ToString() => "no markup";

    // A tag is a name, perhaps with attributes, between < and >; a bare "<" before a number is none.
    private static bool HasTag(string text)
    {
        for (var at = text.IndexOf('<', StringComparison.Ordinal); at >= 0; at = text.IndexOf('<', at + 1))
        {
            var end = text.AsSpan(at + 1).IndexOfAny('<', '>');
            if (end > 0 && text[at + 1 + end] == '>' && IsTag(text.AsSpan(at + 1, end))) return true;
        }

        return false;
    }

    private static bool IsTag(ReadOnlySpan<char> content)
    {
        if (content[0] == '/') content = content[1..];
        if (content.IsEmpty || !char.IsLetter(content[0])) return false;
        var end = 1;
        while (end < content.Length && (char.IsLetterOrDigit(content[end]) || content[end] == '_')) end++;
        return end == content.Length || char.IsWhiteSpace(content[end]) || content[end..].SequenceEqual("/");
    }
}
