using CareExchange.Fhir.Outcomes;

namespace CareExchange.Fhir.FhirPath.Syntax;

/// <summary>What a reader met at an offset of the expression; it becomes an issue once the whole text is known.</summary>
internal sealed record SyntaxError(int Offset, string English, string Korean, string? Expected, string? Found, string Rule = "fhirpath-syntax")
{
    public Issue ToIssue(string expression)
    {
        var (line, column) = TextOffset.Locate(expression, Offset);
        return new Issue(
            IssueSeverity.Error,
            "invalid",
            Rule,
            $"FHIRPath expression, line {line}, column {column}: {English}",
            $"FHIRPath 식 {line}행 {column}열: {Korean}")
        {
            Line = line,
            Column = column,
            Expected = Expected,
            Found = Found,
        };
    }
}
