namespace CareExchange.Fhir.FhirPath.Syntax;

/// <summary>One lexical unit; <see cref="Text"/> is the unescaped content, <see cref="Start"/> its offset in the expression.</summary>
internal readonly record struct Token(TokenKind Kind, string Text, int Start, int End)
{
    public bool IsSymbol(string symbol) => Kind == TokenKind.Symbol && Text == symbol;

    public bool IsWord(string word) => Kind == TokenKind.Word && Text == word;
}
