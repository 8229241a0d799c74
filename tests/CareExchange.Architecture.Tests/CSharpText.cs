using System.Text.RegularExpressions;

namespace CareExchange.Architecture.Tests;

/// <summary>What the guards need to know of C# as text: enough to see names in code and not in prose.</summary>
internal static partial class CSharpText
{
    /// <summary>The code with comments, string and character literals blanked out; line ends stay.</summary>
    public static string WithoutCommentsAndStrings(string text) =>
        Prose().Replace(text, found => new string('\n', found.Value.Count(character => character == '\n')));

    /// <summary>Whether the code names this dotted name, whole: <c>A.B</c> is not named by <c>X.A.B</c> or <c>A.Bc</c>.</summary>
    public static bool Names(string code, string dotted)
    {
        for (var at = code.IndexOf(dotted, StringComparison.Ordinal); at >= 0; at = code.IndexOf(dotted, at + 1, StringComparison.Ordinal))
        {
            var before = at == 0 ? ' ' : code[at - 1];
            var after = at + dotted.Length < code.Length ? code[at + dotted.Length] : ' ';
            if (!IsNamePart(before) && before != '.' && !IsNamePart(after)) return true;
        }

        return false;
    }

    /// <summary>The declared namespace, or null.</summary>
    public static string? Namespace(string code) => Declaration().Match(code) is { Success: true } found ? found.Groups["name"].Value : null;

    /// <summary>Whether the code declares a type.</summary>
    public static bool DeclaresType(string code) => TypeDeclaration().IsMatch(code);

    private static bool IsNamePart(char character) => char.IsLetterOrDigit(character) || character == '_';

    // Order matters: raw strings before plain ones, verbatim before plain, so that a quote inside one does not open another.
    [GeneratedRegex("""""
        //[^\n]* | /\*.*?\*/ | @\*.*?\*@ | (?<fence>"{3,}).*?\k<fence> | \$?@\$?"([^"]|"")*" | "(\\.|[^"\\\n])*" | '(\\.|[^'\\\n])+'
        """"", RegexOptions.Singleline | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Prose();

    [GeneratedRegex(@"^\s*@?namespace\s+(?<name>[\w.]+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Declaration();

    [GeneratedRegex(@"^\s*((public|internal|private|protected|file|static|sealed|abstract|partial|readonly|ref|unsafe)\s+)*(class|struct|record|interface|enum|delegate)\s+\w", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex TypeDeclaration();
}
