using CareExchange.Fhir.Outcomes;

namespace CareExchange.Mapping.Fml;

/// <summary>The one shape of a syntax error.</summary>
internal static class FmlSyntax
{
    /// <summary>A text that is no map at all is told by its first errors.</summary>
    public const int MaxIssues = 50;

    public static Issue Error(MapPosition position, string expected, string found) =>
        Issue.Error("structure", "fml-syntax", "The map is not well-formed FHIR Mapping Language.", "올바른 FHIR 매핑 언어(FML) 문법이 아닙니다.") with
        {
            Line = position.Line,
            Column = position.Column,
            Expected = expected,
            Found = found,
        };
}
