using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;
using CareExchange.Validation.Rules;

namespace CareExchange.Validation.Questionnaires;

/// <summary>Length and form of a text answer (maxLength, extensions minLength and regex). One line only; <c>text</c> is the type for more.</summary>
internal static class AnswerText
{
    private const string MinLength = "http://hl7.org/fhir/StructureDefinition/minLength";
    private const string Pattern = "http://hl7.org/fhir/StructureDefinition/regex";
    private const string EntryFormat = "http://hl7.org/fhir/StructureDefinition/entryFormat";

    // Patterns come from questionnaires that strangers write: matching has to stay linear, and so has what is kept of them.
    private const RegexOptions Linear = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;
    private const int MostPatterns = 1000;
    private const int LongestPattern = 2000;
    private static readonly ConcurrentDictionary<string, Regex?> Patterns = new(StringComparer.Ordinal);

    /// <summary>Judges a text.</summary>
    public static void Check(QuestionnaireItem question, Element value, ValidationRun run)
    {
        if (value.Text is not { } text) return;
        if (int.TryParse(question.Element.ExtensionValue(MinLength).Text, NumberStyles.None, CultureInfo.InvariantCulture, out var least) && text.Length < least)
            run.Report(value, Issue.Error("invariant", "qr-min-length", "The text is too short.", "문자열이 최소 길이보다 짧습니다.") with { Expected = $"at least {least.ToString(CultureInfo.InvariantCulture)} characters", Found = text });
        if (int.TryParse(question.Element["maxLength"].Text, NumberStyles.None, CultureInfo.InvariantCulture, out var most) && text.Length > most)
            run.Report(value, Issue.Error("invariant", "qr-max-length", "The text is too long.", "문자열이 최대 길이보다 깁니다.") with { Expected = $"at most {most.ToString(CultureInfo.InvariantCulture)} characters", Found = text });
        if (text.AsSpan().ContainsAny('\r', '\n'))
            run.Report(value, Issue.Warning("invariant", "qr-line-break", "The answer has more than one line.", "한 줄 응답에 줄바꿈이 있습니다."));
        CheckPattern(question, value, text, run);
    }

    private static void CheckPattern(QuestionnaireItem question, Element value, string text, ValidationRun run)
    {
        if (question.Element.ExtensionValue(Pattern).Text is not { Length: <= LongestPattern } expression) return;
        if (Patterns.Count >= MostPatterns) Patterns.Clear();
        if (Patterns.GetOrAdd(expression, Compile) is not { } pattern)
        {
            run.Report(value, Issue.Information("not-supported", "qr-pattern", "The pattern of the question cannot be run.", "설문지의 정규식을 실행할 수 없습니다.") with { Found = expression });
        }
        else if (!pattern.IsMatch(text))
        {
            run.Report(value, Issue.Error("invariant", "qr-pattern", "The answer does not have the form that the question asks for.", "응답이 요구된 형식과 다릅니다.") with
            {
                Expected = question.Element.ExtensionValue(EntryFormat).Text ?? expression,
                Found = text,
            });
        }
    }

    private static Regex? Compile(string expression)
    {
        try
        {
            return new($"^(?:{expression})$", Linear);
        }
        catch (Exception problem) when (problem is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }
}
