namespace CareExchange.Terminology.ValueSets;

/// <summary>A compiled value set: a tree of lists and grammars that answers membership. Immutable and thread-safe.</summary>
/// <remarks>
/// The answer has three values, because a pack does not hold every code system: true, false, and null for <em>not evaluated</em>.
/// Unions, intersections and differences combine them as Kleene's logic does, so what is unknown never turns into a refusal.
/// </remarks>
public abstract class CodeSet
{
    /// <summary>Every code, one by one, where the set can be listed; null where a part of it is unknown or open.</summary>
    public abstract IReadOnlyCollection<(string System, string Code)>? Listed { get; }

    /// <summary>Whether the set holds a code.</summary>
    /// <param name="system">The code system; empty to ask for the code in whichever system (a <c>code</c> element says none).</param>
    /// <param name="code">The code.</param>
    public abstract bool? Contains(ReadOnlySpan<char> system, ReadOnlySpan<char> code);

    /// <summary>The system in which the set holds a code, where it holds it in just one; else null.</summary>
    public abstract string? SystemOf(ReadOnlySpan<char> code);
}
