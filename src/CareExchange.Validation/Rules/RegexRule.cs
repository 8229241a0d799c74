using System.Text.RegularExpressions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Validation.Rules;

/// <summary>The whole value matches a regular expression (the extension regex of a definition).</summary>
internal sealed class RegexRule : Rule
{
    // A backtracking expression of a profile must not hold the run; what takes longer is said and not decided.
    private static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(200);

    private readonly string _text;
    private readonly Regex _regex;

    private RegexRule(string text, Regex regex)
    {
        _text = text;
        _regex = regex;
    }

    /// <summary>The rule; null for a text that is no regular expression.</summary>
    public static RegexRule? Create(string text)
    {
        try
        {
            return new(text, new($"^(?:{text})$", RegexOptions.CultureInvariant | RegexOptions.Singleline, Limit));
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    internal override void Check(Element element, ValidationRun run)
    {
        if (element.Text is not { } text) return;
        try
        {
            if (_regex.IsMatch(text)) return;
            run.Report(element, Issue.Error("value", "regex", "The value does not match the regular expression of the definition.", "정의의 정규식과 맞지 않는 값입니다.") with { Expected = _text, Found = text });
        }
        catch (RegexMatchTimeoutException)
        {
            run.Report(element, Issue.Information("too-costly", "regex", "The regular expression of the definition took too long.", "정의의 정규식을 평가하는 데 너무 오래 걸립니다.") with { Expected = _text });
        }
    }

    /// <inheritdoc/>
    public override string ToString() => $"regex: {_text}";
}
