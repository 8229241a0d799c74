namespace CareExchange.Fhir.FhirPath.Syntax;

internal enum TokenKind
{
    End,
    /// <summary>A bare word; keywords are words too, because FHIRPath lets most of them name elements.</summary>
    Word,
    /// <summary>A word in backticks, with its escapes resolved.</summary>
    Delimited,
    Text,
    Number,
    Date,
    DateTime,
    Time,
    Symbol,
}
