using CareExchange.Fhir.Elements;
using CareExchange.Fhir.FhirPath;

namespace CareExchange.Validation.Questionnaires;

/// <summary>Compares an answer with what a questionnaire names, by FHIRPath's rules for dates of different precision and units that convert.</summary>
internal static class AnswerComparison
{
    private static readonly Dictionary<string, FhirPathExpression?> Expressions = new string[] { "=", "!=", ">", "<", ">=", "<=" }
        .ToDictionary(operation => operation, operation => FhirPathExpression.Compile($"%answer {operation} %named").Value, StringComparer.Ordinal);

    /// <summary>Whether <c>answer operation named</c> holds; null where the values do not decide it.</summary>
    /// <param name="answer">The answer's value.</param>
    /// <param name="operation">A code of http://hl7.org/fhir/questionnaire-enable-operator other than <c>exists</c>.</param>
    /// <param name="named">The questionnaire's value.</param>
    public static bool? Compare(Element answer, string operation, Element named)
    {
        if (!Expressions.TryGetValue(operation, out var expression) || expression is null) return null;
        var context = new FhirPathContext
        {
            Variables = new Dictionary<string, IReadOnlyList<PathItem>>(StringComparer.Ordinal) { ["answer"] = [answer], ["named"] = [named] },
        };
        return expression.Test(default, context, out _);
    }

    /// <summary>Codings are the same code of the same system; one that is named without system matches any (R4 questionnaire.html#enableWhen).</summary>
    public static bool IsSameCoding(Element answer, Element named) =>
        answer["code"].Text == named["code"].Text && (named["system"].Text is not { } system || answer["system"].Text == system);
}
