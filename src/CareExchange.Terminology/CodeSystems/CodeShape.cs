namespace CareExchange.Terminology.CodeSystems;

/// <summary>What can be said of a code by its shape alone, where the content of its system is not present.</summary>
public static class CodeShape
{
    /// <summary>False for a code that cannot be one of the system, true where its grammar is all there is to the system, null where only a list could tell.</summary>
    /// <param name="system">The code system.</param>
    /// <param name="code">The code.</param>
    public static bool? Check(string system, ReadOnlySpan<char> code) => CodeGrammar.Find(system)?.Contains(code);
}
