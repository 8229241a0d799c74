namespace CareExchange.Storage.Search;

/// <summary>One <c>_include</c> or <c>_revinclude</c> (R4 search.html#include).</summary>
/// <param name="IsReverse">True for <c>_revinclude</c>: what refers to a match, not what a match refers to.</param>
/// <param name="SourceType">The type that holds the reference; null for any (<c>_include=*</c>, <c>_revinclude=*</c>).</param>
/// <param name="Code">The reference parameter; null for all (<c>Observation:*</c>).</param>
/// <param name="TargetType">The only type that is followed to, or null for any.</param>
/// <param name="Iterates">True to go on from what was included.</param>
public sealed record SearchInclude(bool IsReverse, string? SourceType, string? Code, string? TargetType, bool Iterates)
{
    /// <summary>The most resources that are included on one page.</summary>
    public const int MaximumIncluded = 1000;
}
