namespace CareExchange.Mapping.Fml;

internal enum FmlTokenKind
{
    End,
    Identifier,

    /// <summary>An identifier in backticks; never a keyword.</summary>
    Delimited,

    /// <summary>Text in single quotes.</summary>
    String,

    /// <summary>Text in double quotes: a url, a name of a rule, or a string.</summary>
    Quoted,
    Number,
    DateTime,
    Time,
    Symbol,
}

/// <param name="Text">Unescaped text of strings and delimited identifiers; otherwise as written.</param>
/// <param name="Start">Offset in the source text.</param>
/// <param name="End">Offset behind the token.</param>
/// <param name="Comments">Comments between the token before and this one, without their slashes.</param>
internal sealed record FmlToken(FmlTokenKind Kind, string Text, int Start, int End, MapPosition Position, IReadOnlyList<FmlComment> Comments);

internal sealed record FmlComment(string Text, int Line);
